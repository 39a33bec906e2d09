"""The rows of a linear model: kept as bytes, made into numbers that can be added when a question has their feature."""

import struct
from collections.abc import Iterable, Sequence

ZERO = 128  # the byte of a weight of nothing
_ADDABLE = 0xFFFF // 0xFF  # rows whose bytes can be added before a sum outgrows 16 bits
_ONE = 1 << 22  # a square of 1, in fixed point
_KEPT = 16384  # rows of a model that stay made, of some 120 bytes each: more take memory and are seldom asked for
_SQUARE = 4  # bytes of a square, as kept


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
        self._made: list[int | None] = [None] * (len(content) // self._size + 1)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return list(self.places) == list(other.places) and self.content == other.content

    __hash__ = None  # type: ignore[assignment]

    def sums(self, numbers: Iterable[int]) -> tuple[Sequence[int], float]:
        """The weights of the rows of the features added class by class, as bytes above `ZERO`; their squares added."""
        places = list(filter(None, map(self.places.__getitem__, numbers)))
        if not places:
            return [0] * (self._size - _SQUARE), 0.0
        parts = [self._added(places[start : start + _ADDABLE]) for start in range(0, len(places), _ADDABLE)]
        sums: Sequence[int] = parts[0] if len(parts) == 1 else [sum(column) for column in zip(*parts, strict=True)]
        nothing = ZERO * len(places)
        low, second, third, high = sums[-_SQUARE:]
        square = low + (second << 8) + (third << 16) + (high << 24)
        return [total - nothing for total in sums[:-_SQUARE]], square / _ONE

    def _added(self, places: Sequence[int]) -> Sequence[int]:
        rows = list(map(self._made.__getitem__, places))
        if None in rows:
            rows = [self._number(place) if row is None else row for place, row in zip(places, rows, strict=True)]
        total: int = sum(rows)  # type: ignore[arg-type]  # none is missing now
        return struct.unpack(self._sums, total.to_bytes(2 * self._size, "little"))

    def _number(self, place: int) -> int:
        """The row as a number with two bytes for each of its bytes, so that adding numbers adds all bytes at once.

        (Two bytes each is how UTF-16 writes the first 256 characters.)
        """
        end = place * self._size
        row = int.from_bytes(str(self.content[end - self._size : end], "latin-1").encode("utf-16-le"), "little")
        if place <= _KEPT:
            self._made[place] = row
        return row
