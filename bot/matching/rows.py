"""The rows of a linear model: kept as bytes, made into numbers that can be added when a question has their feature."""

import struct
from collections.abc import Iterable, Sequence

ZERO = 128  # the byte of a weight of nothing
_ADDABLE = 0xFFFF // 0xFF  # rows whose bytes can be added before a sum outgrows 16 bits
_ONE = 1 << 22  # a square of 1, in fixed point
_KEPT = 8192  # rows of a model that stay made, of some 200 bytes each: more take memory and are seldom asked for
_SQUARE = 4  # bytes of a square, as kept
_from_bytes = int.from_bytes


def packed(weights: bytes, square: float) -> bytes:
    """A row as it is kept: a byte a class, then the squared idf of its feature (below 1,024)."""
    return weights + round(square * _ONE).to_bytes(_SQUARE, "little")


class Rows:
    """Number of a feature -> its row.

    `places` says, by the number, the how-manieth row in `content` it is, from 1 on, most frequent first; 0 stands for
    a feature that only other models know. Most questions need few of the models, and few of their rows.
    """

    def __init__(self, places: Sequence[int], content: bytes | memoryview, classes: int) -> None:
        self.places = places
        self.content = content
        self._size = classes + _SQUARE
        self._sums = f"<{self._size}H"
        self._made = _Made(content, self._size)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return list(self.places) == list(other.places) and self.content == other.content

    __hash__ = None  # type: ignore[assignment]

    def sums(self, numbers: Iterable[int]) -> tuple[Sequence[int], float]:
        """The weights of the rows of the features added class by class, as bytes above `ZERO`; their squares added."""
        places = list(filter(None, map(self.places.__getitem__, numbers)))
        parts = [self._added(places[start : start + _ADDABLE]) for start in range(0, len(places), _ADDABLE)]
        sums: Sequence[int] = parts[0] if len(parts) == 1 else [sum(column) for column in zip(*parts, strict=True)]
        nothing = ZERO * len(places)
        square = sum(part << 8 * place for place, part in enumerate(sums[-_SQUARE:]))
        return [total - nothing for total in sums[:-_SQUARE]], square / _ONE

    def _added(self, places: Sequence[int]) -> Sequence[int]:
        total = sum(map(self._made.__getitem__, places))
        return struct.unpack(self._sums, total.to_bytes(2 * self._size, "little"))


class _Made(dict[int, int]):
    """The rows made so far, of frequent features; one that is missing is made.

    A row becomes a number with two bytes for each of its bytes (which is how UTF-16 writes the first 256 characters), so
    that adding numbers adds all of their bytes at once.
    """

    def __init__(self, content: bytes | memoryview, size: int) -> None:
        self._content = content
        self._size = size

    def __missing__(self, place: int) -> int:
        end = place * self._size
        row = _from_bytes(str(self._content[end - self._size : end], "latin-1").encode("utf-16-le"), "little")
        if place <= _KEPT:
            self[place] = row
        return row
