"""The features of a question: what the linear models count.

Prefixes say what a feature is, so that an explanation can name it: w word, c characters, s sounds
(toneless, confusions folded), l Latin word, ll two, x inside of a Latin word, e class of a named thing, p the label
answered before.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import add

from bot.matching.question import Question

LONGEST_PIECE, LONGEST_SOUND = 3, 2  # characters and syllables; longer runs, and pairs of words, gave no right answer
_LATIN_GRAM = 4
_TWO = len("c:xx")  # longest feature of two characters
_LENGTHS = ((5, "short"), (10, "middle"))  # syllables and Latin words up to which a question is called so
_LONG = "long"


def features(question: Question) -> list[str]:
    """All features of a question, repeated as often as they occur; of one typed in pinyin, how it sounds."""
    found = others(question)
    if said := characters(question):
        found += grams("c", said, LONGEST_PIECE)
    found += grams("s", question.sounds, LONGEST_SOUND, ".")
    return found


def others(question: Question) -> list[str]:
    """The features of a question that are no runs of characters or sounds."""
    if question.is_pinyin:
        return []
    found = list(map("w:".__add__, question.words))
    found += map("e:".__add__, question.entities)
    if question.latin:
        found += latin_features(question.latin)
    return found


def characters(question: Question) -> str:
    """The characters of a question of which runs are features; none of one that has none but its ends."""
    return question.characters if not question.is_pinyin and len(question.characters) > 2 else ""


def heard(found: Iterable[str]) -> list[str]:
    """What is left of the features of a question in Chinese characters when it is typed in pinyin."""
    return [name for name in found if name.startswith("s:") or (name.startswith("p:") and "&" not in name)]


def following(found: Sequence[str], before: str) -> list[str]:
    """The features of a question asked after an answer with the label `before`: short ones lean on it the most."""
    words = sorted({name for name in found if is_wording(name)})
    return [*found, *lengths(before, sum(map(is_unit, found))), *(leaning(before, name) for name in words)]


def units(question: Question) -> int:
    """By which the length of a question is measured: as many as `is_unit` finds among its features."""
    return len(question.sounds) + (0 if question.is_pinyin else len(question.latin))


def is_unit(name: str) -> bool:
    """Whether a feature is one of those by which the length of a question is measured."""
    return name.startswith("l:") or (name.startswith("s:") and "." not in name)


def is_wording(name: str) -> bool:
    """Whether a feature is wording that says something else after an answer than alone."""
    return name.startswith("w:") or (name.startswith("c:") and len(name) <= _TWO)


def lengths(before: str, units: int) -> tuple[str, str]:
    """The features of a question of so many units after an answer, whatever its wording."""
    length = next((name for most, name in _LENGTHS if units <= most), _LONG)
    return f"p:{before}", f"p:{before}#{length}"


def leaning(before: str, name: str) -> str:
    """The feature of wording after an answer."""
    return f"p:{before}&{name}"


def called(prefix: str, run: Iterable[str], joiner: str = "") -> str:
    """What a run of units is called."""
    return f"{prefix}:{joiner.join(run)}"


def grams(prefix: str, units: Sequence[str], longest: int, joiner: str = "") -> list[str]:
    """Runs of one to `longest` units."""
    runs = list(map(f"{prefix}:".__add__, units))
    found, joined = list(runs), list(map(joiner.__add__, units))
    for size in range(1, longest):  # each run is one that is shorter by a unit, and the unit behind it
        runs = list(map(add, runs, joined[size:]))
        found += runs
    return found


def latin_features(words: Sequence[str]) -> Iterator[str]:
    """Words in Latin letters, pairs of them, and their insides, which survive a typo or an ending."""
    yield from (f"l:{word}" for word in words)
    yield from (f"ll:{first} {second}" for first, second in pairwise(words))
    for word in words:
        yield from (f"x:{word[start : start + _LATIN_GRAM]}" for start in range(len(word) - _LATIN_GRAM + 1))
