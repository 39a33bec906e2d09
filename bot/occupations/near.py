"""Names written nearly right: look-alike or homophone characters, one more or less, another ending, reordered.

A different character that neither sounds nor looks alike is no typo but another occupation (调香师 is not 调酒师), so
rapidfuzz finds the candidates and the edits decide.
"""

from collections.abc import Mapping
from functools import cached_property
from operator import itemgetter, methodcaller

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from bot.occupations.names import Sense
from bot.occupations.wording import lookalikes, wording
from bot.text.pinyin import folded, syllables

_SHORTEST = 3
_LONGEST = 20
_MISSING_FROM = 6  # in shorter names a character more or less makes another occupation (装配电工, 配电工)
_TWO_EDITS_FROM = 6
_NEAREST_SCORE = 34.0  # rapidfuzz ratio; below it the names have next to nothing in common


class NearNames:
    """Looks up what is not written exactly like any name."""

    def __init__(self, names: Mapping[str, Sense]) -> None:
        self._names = names
        self._by_stem = _stems(names)
        self._printed = [name for name, sense in names.items() if sense.kind == "printed"]

    @cached_property
    def _whole(self) -> list[str]:
        """The names that are long enough to be written nearly right, with their ending."""
        return [name for name in self._names if len(name) >= _SHORTEST and name.endswith(wording().suffix)]

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        """Length of what is typed -> names about as long; made when the first name is looked for, for a quick start."""
        found: dict[int, list[str]] = {}
        for name in self._whole:
            for length in (len(name) - 1, len(name), len(name) + 1):
                found.setdefault(length, []).append(name)
        return found

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        """The letters of a name in order -> the first name made of them."""
        return {"".join(sorted(name)): name for name in reversed(self._whole)}

    def find(self, typed: str) -> Sense | None:
        """The name `typed` was meant to be, or None; also None where two different meanings are equally near."""
        if not _SHORTEST <= len(typed) <= _LONGEST:
            return None
        if not typed.endswith(wording().suffix):
            return self._without_ending(typed)
        best: list[Sense] = []
        least = 99
        for name, edits in self._candidates(typed):
            if edits <= least and _is_typo(typed, name):
                best = [*(best if edits == least else ()), self._names[name]]
                least = edits
        if not best:
            reordered = self._by_letters.get("".join(sorted(typed))) if len(typed) >= _MISSING_FROM else None
            return self._names[reordered] if reordered else None
        best.sort(key=lambda sense: sense.rank)
        same = all(sense.rows == best[0].rows for sense in best)
        return best[0] if same or best[0].rank < best[1].rank else None

    def _without_ending(self, typed: str) -> Sense | None:
        """The name that `typed` lacks but the ending of: 机修钳, 电梯安装维修."""
        return self._by_stem.get(typed)

    def _candidates(self, typed: str) -> list[tuple[str, int]]:
        """Names of about the same length with the number of edits, fewest first."""
        limit = 2 if len(typed) >= _TWO_EDITS_FROM else 1
        names = self._by_length.get(len(typed), ())
        matches = process.extract(typed, names, scorer=Levenshtein.distance, score_cutoff=limit, limit=8)
        return [(name, int(edits)) for name, edits, _ in matches]

    def nearest(self, typed: str) -> list[str]:
        """At most two printed names that resemble `typed`, for "not there, but these other occupations are"."""
        matches = process.extract(typed, self._printed, scorer=fuzz.ratio, score_cutoff=_NEAREST_SCORE, limit=2)
        return [name for name, _, _ in matches]


def _stems(names: Mapping[str, Sense]) -> dict[str, Sense]:
    """The names of rows without their ending; of names alike but for it, the one whose ending stands first."""
    stems: dict[str, tuple[int, Sense]] = {}
    ranks = {ending: rank for rank, ending in enumerate(wording().suffix)}
    lengths = sorted(set(map(len, ranks)))
    for name in filter(methodcaller("endswith", tuple(ranks)), names):
        for length in lengths if (sense := names[name]).rows else ():
            if (rank := ranks.get(name[-length:])) is not None:
                stem = name[:-length]
                stems[stem] = min(stems.get(stem, (rank, sense)), (rank, sense), key=itemgetter(0))
    return {stem: sense for stem, (_, sense) in stems.items()}


def _is_typo(typed: str, name: str) -> bool:
    """True if every edit between the two is a slip of the hand, not another word."""
    moved = 0
    for edit in Levenshtein.editops(typed, name):
        if edit.tag != "replace":
            moved += 1
            if edit.src_pos == 0 or len(name) < _MISSING_FROM:
                return False
        elif not _is_confusable(typed[edit.src_pos], name[edit.dest_pos], edit.src_pos == len(typed) - 1):
            return False
    return moved <= 1


def _is_confusable(typed: str, meant: str, at_end: bool) -> bool:
    if at_end and {typed, meant} <= wording().ending:
        return True
    if typed in lookalikes().get(meant, ()):
        return True
    return list(map(folded, syllables(typed))) == list(map(folded, syllables(meant)))
