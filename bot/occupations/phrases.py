"""Longest match over many phrases: of characters in a text, or of syllables in a reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

V = TypeVar("V")
_SHORTEST_PLURAL = 4  # shorter ones are abbreviations: djs is not more than one DJ


@dataclass(frozen=True, slots=True)
class Span(Generic[V]):
    """A phrase found at positions `start` to `end` (end not included), with what it stands for."""

    start: int
    end: int
    value: V


class Phrases(Generic[V]):
    """Finds phrases in a text, or in a tuple of syllables.

    A dictionary by first two items and length: most positions cost one failed look-up, the others one for each length
    that occurs. The slow equivalent, which the tests compare with, tries every slice.
    """

    def __init__(self, values: Mapping[Any, V]) -> None:
        self._values = values
        lengths: dict[Any, set[int]] = {}
        for phrase in values:
            lengths.setdefault(phrase[:2], set()).add(len(phrase))
        self._lengths = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()}
        self._has_single = any(len(head) == 1 for head in lengths)

    def all(self, items: str | tuple[str, ...]) -> list[Span[V]]:
        """Every occurrence of every phrase, overlapping or not, by position, longer ones first."""
        values, lengths, found = self._values, self._lengths, []
        for start in range(len(items)):
            sizes = lengths.get(items[start : start + 2], ())
            for size in sizes:
                phrase = items[start : start + size]
                if len(phrase) == size and phrase in values:
                    found.append(Span(start, start + size, values[phrase]))
            if self._has_single and (single := items[start : start + 1]) in values and 1 not in sizes:
                found.append(Span(start, start + 1, values[single]))
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


def blanked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with blanks at `places`, so that the positions of the rest stay."""
    for start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def stands_alone(text: str, start: int, end: int) -> bool:
    """False for letters within a longer foreign word (it in submit); a plural stands alone (welders)."""
    before, after = text[:start][-1:], text[end : end + 2]
    if _is_letter(text[start]) and _is_letter(before):
        return False
    plural = after[:1] == "s" and not _is_letter(after[1:]) and end - start >= _SHORTEST_PLURAL
    return plural or not (_is_letter(text[end - 1]) and _is_letter(after[:1]))


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()
