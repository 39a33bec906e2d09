"""Longest match over many phrases: of characters in a text, or of syllables in a reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Span(Generic[V]):
    """A phrase found at positions `start` to `end` (end not included), with what it stands for."""

    start: int
    end: int
    value: V


class Phrases(Generic[V]):
    """Finds phrases; a dictionary by first item and length, so a look-up costs one hash per length that occurs."""

    def __init__(self, values: Mapping[Any, V]) -> None:
        self._values = values
        lengths: dict[str, set[int]] = {}
        for phrase in values:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        self._lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    def all(self, items: str | tuple[str, ...]) -> list[Span[V]]:
        """Every occurrence of every phrase, overlapping or not, by position, longer ones first."""
        values, found = self._values, []
        for start, first in enumerate(items):
            for size in self._lengths.get(first, ()):
                end = start + size
                if end <= len(items) and (phrase := items[start:end]) in values:
                    found.append(Span(start, end, values[phrase]))
        return found


def longest(spans: Sequence[Span[V]]) -> list[Span[V]]:
    """The spans kept when longer ones win and, of equal length, earlier ones; by position, without overlap."""
    kept: list[Span[V]] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        positions = range(span.start, span.end)
        if taken.isdisjoint(positions):
            kept.append(span)
            taken.update(positions)
    return sorted(kept, key=lambda span: span.start)
