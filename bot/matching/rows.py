"""The rows of a linear model: bytes, which are added column by column."""

from collections.abc import Iterable, Sequence
from zlib import adler32

ZERO = 128  # the byte of a weight of nothing
_ONE = 1 << 22  # a square of 1, in fixed point
_SQUARE = 4  # bytes of a square, as kept
_LOW = 0xFFFF
_FEW = 0xFFF1 // 0xFF  # bytes that add up to less than the modulus of Adler-32


def packed(weights: bytes, square: float) -> bytes:
    """A row as it is kept: a byte a class, then the squared idf of its feature (below 1,024)."""
    return weights + round(square * _ONE).to_bytes(_SQUARE, "little")


class Rows:
    """Number of a feature -> its row.

    `places` says, by the number, the how-manieth row it is of those that lie in `kept` from `start` to `end`; they
    count from 1 on, the most frequent first, and 0 stands for a feature that only other models know.
    """

    def __init__(
        self, places: Sequence[int], kept: bytes, classes: int, start: int = 0, end: int | None = None
    ) -> None:
        self.places = places
        self._kept, self._start, self._end = kept, start, end
        self._size = classes + _SQUARE
        self._columns = [slice(column, None, self._size) for column in range(self._size)]

    @property
    def content(self) -> bytes:
        """The rows, one behind the other."""
        return self._kept[self._start : self._end]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return list(self.places) == list(other.places) and self.content == other.content

    __hash__ = None  # type: ignore[assignment]

    def sums(self, numbers: Iterable[int]) -> tuple[Sequence[int], float]:
        """The weights of the rows of the features added class by class, as bytes above `ZERO`; their squares added."""
        kept, start, size = self._kept, self._start, self._size
        ends = [start + place * size for place in map(self.places.__getitem__, numbers) if place]
        columns = map(b"".join([kept[end - size : end] for end in ends]).__getitem__, self._columns)
        # The low half of Adler-32 is the sum of the bytes and 1 (RFC 1950), several times as fast as `sum`.
        few = len(ends) <= _FEW
        sums = [(adler32(column) & _LOW) - 1 for column in columns] if few else list(map(sum, columns))
        low, second, third, high = sums[-_SQUARE:]
        square = low + (second << 8) + (third << 16) + (high << 24)
        nothing = ZERO * len(ends)
        return [total - nothing for total in sums[:-_SQUARE]], square / _ONE
