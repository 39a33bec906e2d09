"""The features of a question: what the linear models count.

Prefixes say what a feature is, so that an explanation can name it: w word, ww two words, c characters, s sounds
(toneless, confusions folded), l Latin word, ll two, x inside of a Latin word, e class of a named thing, g synonyms.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from bot.knowledge.lexicon import Lexicon
from bot.matching.question import Question
from bot.text.normalise import normalise

_LONGEST_GRAM = 3
_LATIN_GRAM = 4


def features(question: Question, synonyms: Mapping[str, str]) -> list[str]:
    """All features of a question, repeated as often as they occur; `synonyms` maps a word to its group's first word."""
    found = [f"w:{word}" for word in question.words]
    found += [f"ww:{first} {second}" for first, second in pairwise(question.words)]
    found += [f"g:{synonyms[word]}" for word in question.words if word in synonyms]
    found += [f"e:{entity}" for entity in question.entities]
    if len(question.characters) > 2:
        found += _grams("c", question.characters, "")
    found += _grams("s", question.sounds, ".")
    if not question.typed_syllables:
        found += _latin(question.latin)
    return found


def synonym_table(lexicon: Lexicon) -> dict[str, str]:
    """Word -> first word of its group."""
    return {normalise(word): normalise(group[0]) for group in lexicon.synonyms for word in group}


def _grams(prefix: str, units: Sequence[str], joiner: str) -> Iterator[str]:
    for size in range(1, _LONGEST_GRAM + 1):
        for start in range(len(units) - size + 1):
            yield f"{prefix}:{joiner.join(units[start : start + size])}"


def _latin(words: Iterable[str]) -> Iterator[str]:
    words = list(words)
    yield from (f"l:{word}" for word in words)
    yield from (f"ll:{first} {second}" for first, second in pairwise(words))
    for word in words:
        yield from (f"x:{word[start : start + _LATIN_GRAM]}" for start in range(len(word) - _LATIN_GRAM + 1))
