"""One question, read once: its normalised text, the named things in it, its words and its syllables.

Occupations, places and other named things are hidden behind one character a class (a private-use character, which the
normaliser never lets through), so that what the matcher learns of one name holds for every name of its class.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.knowledge.lexicon import Lexicon
from bot.record import once, record
from bot.text.marks import FIRST, LAST
from bot.text.normalise import is_chinese, normalise
from bot.text.phrases import Phrases, longest
from bot.text.pinyin import folded, folds, letters_of, split_pinyin
from bot.text.tokens import Tokenizer, latin_words

_AT_MARKS = re.compile(f"([{chr(FIRST)}-{chr(LAST)}])")
_KEPT = re.compile(f"[㐀-鿿0{chr(FIRST)}-{chr(LAST)}]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LETTERS = 2  # of a syllable of a word, on average
_PINYIN_SHARE = 0.8  # of the Latin letters of a message without Chinese that must read as pinyin


@record
class Span:
    """A named thing in a normalised text."""

    start: int
    end: int
    entity: str  # class: occupation, absent, code, other_place ...


SpanFinder = Callable[[str], Iterable[Span]]


@dataclass(eq=False)
class Question:
    """A message as the matcher sees it."""

    text: str  # normalised
    masked: str  # with hidden names
    spans: tuple[Span, ...]
    words: tuple[str, ...]  # jieba's, of the masked text
    marks: dict[str, str]  # private-use character -> class

    @once
    def entities(self) -> frozenset[str]:
        """Classes of the named things in the question."""
        return frozenset(span.entity for span in self.spans)

    @once
    def latin(self) -> tuple[str, ...]:
        """Words in Latin letters."""
        return tuple(latin_words(self.masked))

    @once
    def has_chinese(self) -> bool:
        """Whether any Chinese character stands in the message."""
        return any(map(is_chinese, self.text))

    @property
    def has_words(self) -> bool:
        """Whether there is anything to read: Chinese, or a Latin word of two letters."""
        return self.has_chinese or any(len(word) > 1 for word in self.latin)

    @once
    def is_pinyin(self) -> bool:
        """Whether the message is typed in pinyin."""
        if self.has_chinese or not self.latin:
            return False
        read = sum(len(word) for word in self.latin if _split(word))
        return read >= _PINYIN_SHARE * sum(map(len, self.latin))

    @once
    def sounds(self) -> tuple[str, ...]:
        """Folded syllables in order, of Chinese characters or typed, hidden names as their mark."""
        if not self.is_pinyin:
            return folds(letters_of(self.masked))
        sounds: list[str] = []
        for piece in _AT_MARKS.split(self.masked):
            sounds.extend([piece] if piece in self.marks else map(folded, _typed(piece)))
        return tuple(sounds)

    @once
    def characters(self) -> str:
        """Chinese characters, hidden names and one 0 a number, with ^ and $ at the ends."""
        return f"^{''.join(_KEPT.findall(_NUMBER.sub('0', self.masked)))}$"


class QuestionReader:
    """Makes questions of messages; built once from the lexicon, the tokenizer's words and the occupations' finder."""

    def __init__(self, lexicon: Lexicon, tokenizer: Tokenizer, find_occupations: SpanFinder) -> None:
        self._tokenizer = tokenizer
        self._find_occupations = find_occupations
        self._names = Phrases({normalise(name): entity.id for entity in lexicon.entities for name in entity.names})
        hidden = ["occupation", "absent", "code", *(entity.id for entity in lexicon.entities if entity.masked)]
        self._mark_of = {entity: chr(FIRST + position) for position, entity in enumerate(hidden)}
        self._marks = {mark: entity for entity, mark in self._mark_of.items()}

    def read(self, message: str) -> Question:
        """The question a message asks, seen through the lexicon."""
        text = normalise(message)
        spans = _without_overlaps([*self._find_occupations(text), *self._find_names(text)])
        masked = self._mask(text, spans)
        return Question(text, masked, tuple(spans), tuple(self._tokenizer.words(masked)), self._marks)

    def _find_names(self, text: str) -> Iterable[Span]:
        for found in longest(self._names.all(text)):
            if not _inside_latin_word(text, found.start, found.end):
                yield Span(found.start, found.end, found.value)

    def _mask(self, text: str, spans: Sequence[Span]) -> str:
        pieces, position = [], 0
        for span in spans:
            if mark := self._mark_of.get(span.entity):
                pieces += [text[position : span.start], mark]
                position = span.end
        return "".join([*pieces, text[position:]])


def _split(word: str) -> Sequence[str]:
    """The syllables of a word typed in pinyin; none where it is something else: few are shorter than two letters."""
    letters = word.replace("'", "")
    parts = split_pinyin(letters) or ()
    return parts if len(letters) >= _LETTERS * len(parts) else ()


def _typed(text: str) -> Iterable[str]:
    return (syllable for word in latin_words(text) for syllable in _split(word))


def _inside_latin_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin name is only a part of a longer word."""
    before = text[start - 1 : start] + text[start]
    after = text[end - 1] + text[end : end + 1]
    return any(len(pair) == 2 and pair.isascii() and pair.isalpha() for pair in (before, after))


def _without_overlaps(spans: list[Span]) -> list[Span]:
    """The spans in order of place; of two that overlap the longer, of two as long the one found first."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
