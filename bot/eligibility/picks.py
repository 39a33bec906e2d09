"""Reads the occupations an applicant names, each with its figure if it is said: "电工8200，车工、铣工各9000"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from bot.eligibility.answers import Picked
from bot.eligibility.facts import Bounds
from bot.eligibility.problem import Problem
from bot.eligibility.quantity import bounds_of
from bot.eligibility.rulebook import Rulebook
from bot.eligibility.utterance import is_asking, says
from bot.record import record
from bot.text.normalise import is_chinese, normalise
from bot.text.numbers import Number, find


@record
class Resolved:
    """What the catalogue says of a name or code: the codes of the rows it fits; `absent`: it is known to have no row.

    No codes and not absent means the name was not recognised.
    """

    codes: tuple[str, ...] = ()
    absent: bool = False


Resolve = Callable[[str], Resolved]


@record
class Listing:
    """What was read: occupations, and the first name that could not be placed, with the codes it could be."""

    picked: tuple[Picked, ...] = ()
    unplaced: str | None = None
    offered: tuple[str, ...] = ()
    finished: bool = False  # the applicant said that this was all


_PIECE = re.compile(r"[,，、;；。!！\n+]+")
_CODE_DIGITS = re.compile(r"\d{7}")


def read_picks(text: str, resolve: Resolve, book: Rulebook) -> Listing | Problem | None:
    """The occupations a text names; None for "don't know"."""
    words = book.words
    if says(text, words.heard.unknown, words):
        return None
    if says(text, words.heard.done, words):
        return Listing(finished=True)
    if is_asking(text, words):
        return Problem("not_an_answer")
    return _Reading(cache(resolve), book).read(normalise(text))


def picked_row(code: str, name: str, book: Rulebook) -> Picked:
    """A row picked by a name, or by its code, which then stands under the row's own name."""
    return Picked(code, (name if any(map(is_chinese, name)) else book.rows[code],))


def joined(picked: Sequence[Picked], book: Rulebook) -> tuple[Picked, ...]:
    """Names that mean the same row become one: a name said again replaces its figure, another trade's is added."""
    merged: dict[str, Picked] = {}
    for one in picked:
        key = one.code or one.names[0]
        before = merged.get(key)
        merged[key] = one if before is None else _merged(before, one, book)
    return tuple(merged.values())


def _merged(before: Picked, one: Picked, book: Rulebook) -> Picked:
    new_names = tuple(name for name in one.names if name not in before.names)
    if not new_names:
        return replace(before, trained=one.trained or before.trained)
    names = before.names + new_names
    included = one.code is not None and book.rows.get(one.code) in names
    return replace(before, names=names, trained=_sum(before.trained, one.trained, included))


def _sum(first: Bounds | None, second: Bounds | None, included: bool) -> Bounds | None:
    """The figures of two trades under one code; where only one is known it is a lower bound.

    `included`: one of the names is the row's own, so its figure may hold the other already.
    """
    known = [bounds for bounds in (first, second) if bounds]
    if not known:
        return None
    lows, highs = [bounds.low for bounds in known], [bounds.high for bounds in known if bounds.high is not None]
    high = sum(highs) if len(highs) == 2 else None
    return Bounds(max(lows) if included else sum(lows), high, "+".join(bounds.said for bounds in known))


class _Reading:
    """The reading of one text: pieces between punctuation, parts of a piece, and of each part a name and a figure."""

    def __init__(self, resolve: Resolve, book: Rulebook) -> None:
        self.resolve, self.book, self.words = resolve, book, book.words
        self.cut = cache(self._cut)  # of one piece asked several times
        self.names = frozenset(book.rows.values())
        self.around = sorted((*self.words.heard.around, *self.words.heard.each), key=len, reverse=True)
        self.picked: list[Picked] = []
        self.unplaced: str | None = None
        self.offered: tuple[str, ...] = ()
        self.finished = False

    def read(self, text: str) -> Listing | Problem:
        for piece in _PIECE.split(text):
            if says(piece, self.words.heard.done, self.words):
                self.finished = True
                continue
            for part in self._parts(self._uncounted(piece)):
                if problem := self._part(part):
                    return problem
        if not (self.picked or self.unplaced or self.finished):
            return Problem("no_occupation")
        if problem := self._conflict():
            return problem
        return Listing(joined(self.picked, self.book), self.unplaced, self.offered, self.finished)

    def _conflict(self) -> Problem | None:
        """Two figures said for one name."""
        said: dict[tuple[str | None, tuple[str, ...]], Bounds] = {}
        for one in self.picked:
            if one.trained and said.setdefault((one.code, one.names), one.trained) != one.trained:
                return self._several_figures(one, said[one.code, one.names], one.trained)
        return None

    def _several_figures(self, picked: Picked, *figures: Bounds) -> Problem:
        said = self.words.comma.join(bounds.said for bounds in figures)
        return Problem("several_figures", {"name": picked.names[0], "figures": said})

    def _part(self, part: str) -> Problem | None:
        outside = next((word for word in self.words.heard.outside if word in part), "")
        number, name = self.cut(part.replace(outside, " ") if outside else part)
        bounds = bounds_of(number, part, self.book.measures["trained"], self.words) if number else None
        if isinstance(bounds, Problem):
            return bounds
        for_each = any(word in part for word in self.words.heard.each)
        start = 0 if for_each else len(self.picked)
        if name and outside and not self.resolve(name).codes:
            self.picked.append(Picked(None, (name,)))
        elif name and not (any(map(str.isalpha, name)) or not self._numbers(name)):
            return Problem("no_occupation")
        elif name:
            self._add(name)
        elif not for_each:
            start = max(start - 1, 0)  # a figure by itself belongs to the name before it
        if bounds:
            return self._give(bounds, start, only_missing=for_each)
        return None

    def _cut(self, part: str) -> tuple[Number | None, str]:
        """The figure of a part, one with a unit before a bare one, and the name that is left without it."""
        numbers = sorted(self._numbers(part), key=lambda number: number.amount.unit == "")
        if not numbers:
            return None, self._trimmed(part)
        return numbers[0], self._trimmed(f"{part[: numbers[0].start]} {part[numbers[0].end :]}")

    def _uncounted(self, piece: str) -> str:
        """The piece without a count of occupations: 两个职业."""
        for number in reversed(find(piece)):
            if piece[number.end :].startswith(self.words.heard.kinds):
                piece = piece[: number.start] + piece[number.end :]
        return piece

    def _numbers(self, text: str) -> list[Number]:
        """The figures that can be 人次; seven digits are a code."""
        units = ("", *self.words.heard.turnout, *self.words.heard.people)
        return [
            number
            for number in find(text)
            if number.amount.unit in units and not _CODE_DIGITS.fullmatch(text[number.start : number.end].strip())
        ]

    def _parts(self, piece: str) -> list[str]:
        """A piece cut where another name begins, as long as that leaves names that are known."""
        for parts in (self._cut_at_signs(piece), self._cut_at_names(piece)):
            names = [name for name in (self.cut(part)[1] for part in parts) if name]
            if len(names) > 1 and all(map(self._is_known, names)):
                return parts
        whole, cut = self.cut(piece)[1], self._cut_at_signs(piece)
        return [piece] if self._is_known(whole) or not any(self._is_known(self.cut(part)[1]) for part in cut) else cut

    def _cut_at_signs(self, piece: str) -> list[str]:
        """Cut at 和, 还有, at blanks and after figures; not inside one of the catalogue's own names."""
        if "".join(self.cut(piece)[1].split()) in self.names:
            return [piece]
        for number in reversed(self._numbers(piece)):
            piece = f"{piece[: number.end]}\n{piece[number.end :]}"
        return [part for cut in _signs(self.words.heard.listing).split(piece) if (part := cut.strip())]

    def _cut_at_names(self, piece: str) -> list[str]:
        """Cut before each of the catalogue's own names: 电工车工铣工."""
        starts = [match.start() for match in _any_of(self.names).finditer(piece)][1:]
        return [piece[start:end] for start, end in pairwise([0, *starts, len(piece)])]

    def _trimmed(self, text: str) -> str:
        """The text without what stands around a name (想报, 职业, 培训了), as long as it still means the same."""
        name = text.strip()
        said = [word for word in self.around if word in name]
        for word in (*said, *said):
            shorter = name.removeprefix(word).removesuffix(word).strip()
            if shorter != name and (not self._is_known(name) or self.resolve(shorter) == self.resolve(name)):
                name = shorter
        return name

    def _is_known(self, name: str) -> bool:
        found = self.resolve(name) if name else Resolved()
        return bool(found.codes) or found.absent

    def _add(self, name: str) -> None:
        found = self.resolve(name)
        if len(found.codes) == 1:
            self.picked.append(picked_row(found.codes[0], name, self.book))
        elif not found.codes and found.absent:
            self.picked.append(Picked(None, (name,)))
        elif self.unplaced is None:
            self.unplaced, self.offered = name, found.codes

    def _give(self, bounds: Bounds, start: int, only_missing: bool) -> Problem | None:
        """Gives the figure to the occupations from `start` on; one that has another figure is asked about."""
        for position in range(start, len(self.picked)):
            picked = self.picked[position]
            if picked.trained is None:
                self.picked[position] = replace(picked, trained=bounds)
            elif not only_missing and picked.trained != bounds:
                return self._several_figures(picked, picked.trained, bounds)
        return None


@cache
def _signs(listing: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join([r"\n", r"\s+(?=[^\d\s])", *map(re.escape, listing)]))


@cache
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
