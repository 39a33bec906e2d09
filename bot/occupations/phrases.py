"""Longest match over many phrases: of characters in a text, or of syllables in a reading."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

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
    """Finds phrases in a text, or in a tuple of syllables.

    Lengths by first item and second: most positions cost one failed look-up, some two, the others one for each length
    that occurs. The slow equivalent, which the tests compare with, tries every slice.
    """

    def __init__(self, values: Mapping[Any, V]) -> None:
        self._values = values
        self._lengths: dict[str, dict[str, list[int]]] = {}  # first item -> second ("" for none) -> lengths
        for phrase in sorted(values, key=len, reverse=True):
            seconds = self._lengths.setdefault(phrase[0], {})
            sizes = seconds.setdefault(phrase[1] if len(phrase) > 1 else "", [])
            if len(phrase) not in sizes[-1:]:
                sizes.append(len(phrase))

    def all(self, items: str | tuple[str, ...]) -> list[Span[V]]:
        """Every occurrence of every phrase, overlapping or not, by position, longer ones first."""
        values, lengths, last, found = self._values, self._lengths, len(items) - 1, []
        for start, first in enumerate(items):
            if (seconds := lengths.get(first)) is None:
                continue
            if start < last and (sizes := seconds.get(items[start + 1])):
                for size in sizes:
                    phrase = items[start : start + size]
                    if len(phrase) == size and phrase in values:
                        found.append(Span(start, start + size, values[phrase]))
            if "" in seconds:
                found.append(Span(start, start + 1, values[items[start : start + 1]]))
        return found


def longest(spans: Sequence[Span[V]]) -> list[Span[V]]:
    """The spans kept when longer ones win and, of equal length, earlier ones; by position, without overlap."""
    if len(spans) < 2:
        return list(spans)
    kept: list[Span[V]] = []
    taken: set[int] = set()
    for span in sorted(spans, key=_longest_earliest):
        positions = range(span.start, span.end)
        if taken.isdisjoint(positions):
            kept.append(span)
            taken.update(positions)
    return sorted(kept, key=_start)


def _longest_earliest(span: Span[Any]) -> tuple[int, int]:
    return span.start - span.end, span.start


_start = attrgetter("start")


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
