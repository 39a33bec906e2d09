"""The features of a question: what the linear models count.

Prefixes say what a feature is, so that an explanation can name it: w word, ww two words, c characters, s sounds
(toneless, confusions folded), l Latin word, ll two, x inside of a Latin word, e class of a named thing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.matching.question import Question

_LONGEST_GRAM = 3
_LATIN_GRAM = 4


def features(question: Question) -> list[str]:
    """All features of a question, repeated as often as they occur."""
    words = question.words
    found = [f"w:{word}" for word in words]
    found += [f"ww:{first} {second}" for first, second in pairwise(words)]
    found += [f"e:{entity}" for entity in question.entities]
    if len(question.characters) > 2:
        found += grams("c", question.characters, "")
    found += grams("s", question.sounds, ".")
    if not question.typed_syllables:
        found += latin_features(question.latin)
    return found


def grams(prefix: str, units: Sequence[str], joiner: str) -> list[str]:
    """Runs of one to three units."""
    runs = [f"{prefix}:{unit}" for unit in units]
    found = list(runs)
    for size in range(1, _LONGEST_GRAM):  # each run is one that is shorter by a unit, and the unit behind it
        runs = [f"{run}{joiner}{unit}" for run, unit in zip(runs, units[size:], strict=False)]
        found += runs
    return found


def latin_features(words: Iterable[str]) -> Iterator[str]:
    """Words in Latin letters, pairs of them, and their insides, which survive a typo or an ending."""
    words = list(words)
    yield from (f"l:{word}" for word in words)
    yield from (f"ll:{first} {second}" for first, second in pairwise(words))
    for word in words:
        yield from (f"x:{word[start : start + _LATIN_GRAM]}" for start in range(len(word) - _LATIN_GRAM + 1))
