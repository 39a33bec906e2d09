"""Cuts normalised text into words as jieba does, by a small dictionary of the field.

jieba's own dictionary takes 0.6 s and 90 MiB to load; the words that matter here are those of the knowledge folder, so
jieba cuts its examples when the models are fitted, and the tokenizer is built from the words and frequencies that this
gives: nothing is read from or written to disk.
"""

import math
import re
import warnings
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import add
from types import ModuleType
from typing import Any

from ahocorasick_rs import AhoCorasick

from bot.sparing import spared
from bot.text.marks import MARKS

_Ways = dict[int, list[tuple[float, int]]]
_SPARED = {"pkg_resources": None, "jieba.finalseg": ModuleType("jieba.finalseg")}
_BETWEEN = re.compile(r"[^\w+#&.%-]+")  # the others may stand in words of jieba's (its `re_han_default`)
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?")


class Tokenizer:
    """Words of a text by jieba's method: of all ways through it that with the likeliest words.

    Words and frequencies are given; what is in no word comes out character by character. All words that stand in a
    text are found in one pass, and the logarithms are taken once: jieba itself takes four times as long.
    """

    def __init__(self, words: Mapping[str, int]) -> None:
        frequent = {word: frequency for word, frequency in words.items() if frequency}
        self._unknown = -math.log(sum(frequent.values()) or 1)
        self._likely = [math.log(frequency) + self._unknown for frequency in frequent.values()]
        self._automaton = AhoCorasick(frequent, store_patterns=False)

    def words(self, text: str) -> list[str]:
        """Tokens of a normalised text, without blanks and punctuation; hidden names stay."""
        found: list[str] = []
        start = letters = 0  # letters: where a run of Latin letters and digits began that are in no word
        for end in self._ends(text):
            word = text[start:end]
            if not (len(word) == 1 and word.isascii() and word.isalnum()):
                if letters < start:
                    found.append(text[letters:start])
                if len(word) > 1 or word.isalnum() or word in MARKS:
                    found.append(word)
                letters = end
            start = end
        if letters < start:
            found.append(text[letters:start])
        return found

    def _ends(self, text: str) -> Iterator[int]:
        """Where the tokens end, in order."""
        ways: _Ways = {}
        for word, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            ways.setdefault(start, []).append((self._likely[word], end))
        ends, best = list(range(1, len(text) + 1)), [0.0] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            if start in ways:
                best[start], ends[start] = max([(likely + best[end], end) for likely, end in ways[start]])
            else:
                best[start] = self._unknown + best[start + 1]
        start = 0
        while start < len(text):
            start = ends[start]
            yield start


def stretches(texts: Iterable[str]) -> list[str]:
    """The parts of texts that jieba cuts by themselves, each once: no word goes across blanks and most marks."""
    return list(dict.fromkeys(chain.from_iterable(map(_BETWEEN.split, texts))))


def frequent_words(texts: Sequence[str]) -> dict[str, int]:
    """The words into which jieba cuts `texts`, with its frequencies: the small dictionary's stock.

    Reads the full dictionary (0.2 s), so it is for fitting, not for answering.
    """
    if not texts:
        return {}
    tokenizer = _import_jieba().Tokenizer()
    words, total = _dictionary(tokenizer, {pair for text in texts for pair in map(add, text, text[1:])})
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = _prefixes(words), total, True
    found = {word for text in texts for word in tokenizer.cut(text, HMM=False) if len(word) > 1}
    return {word: words[word] for word in sorted(found) if words.get(word)}


def _dictionary(tokenizer: Any, pairs: Container[str]) -> tuple[dict[str, int], int]:
    """jieba's words that are one character or begin with one of `pairs`, and the sum of the frequencies of all.

    No other words stand in a text that has these pairs of characters only; there they change nothing but the sum.
    """
    with tokenizer.get_dict_file() as file:
        columns = file.read().decode().split()  # word, frequency, part of speech
    frequencies = list(map(int, columns[1::3]))
    every = zip(columns[::3], frequencies, strict=True)
    return {word: number for word, number in every if len(word) == 1 or word[:2] in pairs}, sum(frequencies)


def _prefixes(words: Mapping[str, int]) -> dict[str, int]:
    """jieba's dictionary form: every word with its frequency, every beginning of a word with 0."""
    return {word[:end]: 0 for word in words for end in range(1, len(word))} | dict(words)


def _import_jieba() -> Any:  # jieba ships no types
    # jieba imports pkg_resources (70 ms, deprecated, gone from new setuptools) only to open its own dictionary, and
    # finalseg (10 ms, 2 MiB) for words that no dictionary has, which are never asked for here (HMM=False).
    with spared(_SPARED), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in jieba's sources (fxsjy/jieba#1050)
        import jieba  # noqa: PLC0415
    return jieba


def latin_words(text: str) -> list[str]:
    """The words in Latin letters of a normalised text."""
    return _LATIN.findall(text)
