"""The rows of a linear model: kept as bytes, made into numbers that can be added when a question has their feature."""

import struct
from collections.abc import Callable, Sequence

ZERO = 128  # the byte of a weight of nothing
MOST_ADDED = 0xFFFF // 0xFF  # rows whose bytes can be added before a sum outgrows 16 bits
_ONE = 1 << 22  # a square of 1, in fixed point
_SQUARE = 4  # bytes of a square, as kept


def packed(weights: bytes, square: float) -> bytes:
    """A row as it is kept: a byte a class, then the squared idf of its feature (below 1,024)."""
    return weights + round(square * _ONE).to_bytes(_SQUARE, "little")


class Rows:
    """Number of a feature -> its row.

    `places` says, by the number, the how-manieth row in `content` it is, from 1 on; 0, or a number beyond, stands for a
    feature of other models, whose row changes no score. Most questions need few of the models, and few of their rows.
    """

    def __init__(self, places: Sequence[int], content: bytes | memoryview, classes: int) -> None:
        self.places = places
        self.content = content
        self._size = classes + _SQUARE
        self._sums = f"<{self._size}H"
        self._none = _spread(packed(bytes([ZERO]) * classes, 0))
        self._made = _Made(self._make)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return list(self.places) == list(other.places) and self.content == other.content

    __hash__ = None  # type: ignore[assignment]

    def knows(self, number: int) -> bool:
        """Whether the model has a row of its own for a feature."""
        return number < len(self.places) and self.places[number] > 0

    def sums(self, numbers: Sequence[int]) -> tuple[Sequence[int], float]:
        """The bytes of the rows of at most `MOST_ADDED` features added class by class, and their squares added."""
        total = sum(map(self._made.__getitem__, numbers))
        sums = struct.unpack(self._sums, total.to_bytes(2 * self._size, "little"))
        square = sum(part << 8 * place for place, part in enumerate(sums[-_SQUARE:]))
        return sums[:-_SQUARE], square / _ONE

    def _make(self, number: int) -> int:
        if not self.knows(number):
            return self._none
        end = self.places[number] * self._size
        return _spread(self.content[end - self._size : end])


def _spread(row: bytes | memoryview) -> int:
    """A row as a number with two bytes for each of its bytes, so that adding the numbers adds all of them at once."""
    spread = bytearray(2 * len(row))
    spread[::2] = row
    return int.from_bytes(spread, "little")


class _Made(dict[int, int]):
    """The rows made so far; one that is missing is made."""

    def __init__(self, make: Callable[[int], int]) -> None:
        self._make = make

    def __missing__(self, number: int) -> int:
        row = self[number] = self._make(number)
        return row
