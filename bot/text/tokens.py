"""Cuts normalised text into words with jieba and a small dictionary of the field.

jieba's own dictionary takes 0.6 s and 90 MiB to load; the words that matter here are those of the knowledge folder, so
the tokenizer is built from a word list that is passed in and nothing is read from or written to disk.
"""

import math
import re
import warnings
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import partial
from operator import add
from types import ModuleType
from typing import Any

from bot.sparing import spared

_Ends = Mapping[int, list[int]]
_Route = dict[int, tuple[float, int]]
_SPARED = {"pkg_resources": None, "jieba.finalseg": ModuleType("jieba.finalseg")}
_BLOCKS = re.compile(r"([一-鿕a-zA-Z0-9+#&._%\-]+)")  # what jieba cuts; the rest falls into characters
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?")


def _import_jieba() -> Any:  # jieba ships no types
    # jieba imports pkg_resources (70 ms, deprecated, gone from new setuptools) only to open its own dictionary, and
    # finalseg (10 ms, 2 MiB) for words that no dictionary has, which are never asked for here (HMM=False).
    with spared(_SPARED), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in jieba's sources (fxsjy/jieba#1050)
        import jieba  # noqa: PLC0415
    return jieba


class Tokenizer:
    """Words of a text; words and frequencies are given, what is in no word comes out character by character."""

    def __init__(self, words: Mapping[str, int], total: int = 0) -> None:
        self._jieba = _import_jieba().Tokenizer()
        self._jieba.FREQ = _prefixes(words)
        self._jieba.total = total or sum(words.values()) or 1
        self._jieba.initialized = True  # nothing is loaded from, or cached on, disk
        unknown = -math.log(self._jieba.total)
        likely = {word: math.log(frequency) + unknown for word, frequency in words.items() if frequency}
        self._jieba.calc = partial(_calc, likely, unknown)

    def words(self, text: str) -> list[str]:
        """Tokens of a normalised text, without blanks and punctuation."""
        found: list[str] = []
        for position, block in enumerate(_BLOCKS.split(text)):
            found += self._cut(block) if position % 2 else filter(str.isalnum, block)
        return found

    def _cut(self, block: str) -> Iterator[str]:
        """What jieba's `cut` gives of a block without its layers of generators: half of the time."""
        route: _Route = {}
        self._jieba.calc(block, self._jieba.get_DAG(block), route)
        start, letters = 0, ""
        while start < len(block):
            word = block[start : route[start][1] + 1]
            start += len(word)
            if len(word) == 1 and word.isascii() and word.isalnum():
                letters += word
                continue
            if letters:
                yield letters
                letters = ""
            if word.isalnum() or any(map(str.isalnum, word)):
                yield word
        if letters:
            yield letters


def _calc(likely: Mapping[str, float], unknown: float, text: str, ends: _Ends, route: _Route) -> None:
    """jieba's `calc`, the likeliest way on from each character, with the logarithms taken once for all questions.

    `ends` are the last characters of the words that begin at each; `route` is filled in.
    """
    route[len(text)] = (0, 0)
    for start in range(len(text) - 1, -1, -1):
        if len(ends[start]) == 1:
            end = ends[start][0]
            route[start] = (likely.get(text[start : end + 1], unknown) + route[end + 1][0], end)
        else:
            route[start] = max(
                (likely.get(text[start : end + 1], unknown) + route[end + 1][0], end) for end in ends[start]
            )


def _prefixes(words: Mapping[str, int]) -> dict[str, int]:
    """jieba's dictionary form: every word with its frequency, every beginning of a word with 0."""
    return {word[:end]: 0 for word in words for end in range(1, len(word))} | dict(words)


def frequent_words(texts: Sequence[str]) -> dict[str, int]:
    """The words jieba's full dictionary finds in `texts`, with its frequencies: the small dictionary's stock.

    Reads the full dictionary (0.2 s), so it is for fitting, not for answering.
    """
    if not texts:
        return {}
    words, total = _dictionary({pair for text in texts for pair in map(add, text, text[1:])})
    tokenizer = Tokenizer(words, total)
    found = {word for text in texts for word in tokenizer.words(text) if len(word) > 1}
    return {word: words[word] for word in sorted(found) if words.get(word)}


def _dictionary(pairs: Container[str]) -> tuple[dict[str, int], int]:
    """jieba's words that are one character or begin with one of `pairs`, and the sum of the frequencies of all.

    No other words stand in a text that has these pairs of characters only; there they change nothing but the sum.
    """
    with _import_jieba().Tokenizer().get_dict_file() as file:
        columns = file.read().decode().split()  # word, frequency, part of speech
    frequencies = list(map(int, columns[1::3]))
    every = zip(columns[::3], frequencies, strict=True)
    return {word: number for word, number in every if len(word) == 1 or word[:2] in pairs}, sum(frequencies)


def latin_words(text: str) -> list[str]:
    """The words in Latin letters of a normalised text."""
    return _LATIN.findall(text)
