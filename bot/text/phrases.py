"""Longest match over many phrases: of characters in a text, or of syllables written as one character each."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

V = TypeVar("V")
_SHORTEST_PLURAL = 4  # shorter ones are abbreviations: djs is not more than one DJ


class Span(NamedTuple, Generic[V]):
    """A phrase found at positions `start` to `end` (end not included), with what it stands for.

    A tuple, as dozens are made for every question: a frozen dataclass takes three times as long to make.
    """

    start: int
    end: int
    value: V


class Phrases(Generic[V]):
    """Finds phrases in a text, all in one pass.

    The slow equivalent, which the tests compare with, tries every slice.
    """

    def __init__(self, values: Mapping[str, V]) -> None:
        phrases = list(filter(None, values))
        self._values = list(map(values.__getitem__, phrases))
        self._automaton = AhoCorasick(phrases, store_patterns=False)

    def all(self, text: str) -> list[Span[V]]:
        """Every occurrence of every phrase, overlapping or not, in no order that matters."""
        values = self._values
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [Span(start, end, values[which]) for which, start, end in found]

    def without(self, text: str) -> str:
        """The text with blanks in the place of the `longest` occurrences, so that the positions of the rest stay."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return without(text, [(start, end) for _, start, end in found]) if found else text


def longest(spans: Sequence[Span[V]]) -> list[Span[V]]:
    """The spans kept when longer ones win and, of equal length, earlier ones; by position, without overlap."""
    if len(spans) < 2:
        return list(spans)
    kept: list[Span[V]] = []
    taken = bytearray(max(span.end for span in spans))
    for span in sorted(spans, key=_longest_earliest):
        if taken.find(1, span.start, span.end) < 0:
            kept.append(span)
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return sorted(kept, key=_start)


def _longest_earliest(span: Span[Any]) -> tuple[int, int]:
    return span.start - span.end, span.start


_start = attrgetter("start")


def without(text: str, places: Iterable[tuple[int, int]], kept: Iterable[Span[Any]] = ()) -> str:
    """The text with blanks in the place of the longest of `places`, of which none overlaps a span that is kept."""
    shown, taken = text, bytearray(len(text))
    for span in kept:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for less, start, end in sorted([(start - end, start, end) for start, end in places]):
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * -less
            shown = shown[:start] + " " * -less + shown[end:]
    return shown


def blanked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with blanks at `places`, so that the positions of the rest stay."""
    for start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def stands_alone(text: str, start: int, end: int) -> bool:
    """False for letters within a longer foreign word (it in submit); a plural stands alone (welders)."""
    if not (text[start].isascii() or text[end - 1].isascii()):
        return True
    before, after = text[:start][-1:], text[end : end + 2]
    if _is_letter(text[start]) and _is_letter(before):
        return False
    plural = after[:1] == "s" and not _is_letter(after[1:]) and end - start >= _SHORTEST_PLURAL
    return plural or not (_is_letter(text[end - 1]) and _is_letter(after[:1]))


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()
