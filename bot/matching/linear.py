"""A linear model over sparse text features: scores of every class for one question.

Held as plain numbers, so that a running bot needs no numeric library: each feature has one long number whose digits to
base 256 are its weights, one a class. Adding the numbers of a question's features adds up all classes at once, many
times as fast as class by class in Python. `bot.matching.fit` makes a model.
"""

import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import add, and_

from bot.matching.rows import rows_among

ZERO = 128  # the byte of a weight of nothing
_ADDABLE = 0xFFFF // 0xFF  # bytes that can be added before a sum outgrows 16 bits
_ONE = 1 << 22  # a square of 1, in fixed point


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A weight is ``(byte - ZERO) * scale`` of its class.

    `vocabulary` gives the row of a feature (see `packed`), which also holds its squared idf, for the norm.
    """

    classes: tuple[str, ...]
    vocabulary: Mapping[str, int]
    scales: tuple[float, ...]
    bias: tuple[float, ...]

    def scores(self, features: Iterable[str]) -> list[float]:
        """One score a class, in the order of `classes`; how often a feature occurs does not matter."""
        rows = rows_among(self.vocabulary, set(features))
        if not rows:
            return list(self.bias)
        sums, square = _sums(rows, len(self.classes))
        norm, nothing = math.sqrt(square / _ONE), ZERO * len(rows)
        return [
            (total - nothing) * scale / norm + bias
            for total, scale, bias in zip(sums, self.scales, self.bias, strict=False)
        ]

    def contributions(self, features: Iterable[str], label: str) -> list[tuple[str, float]]:
        """(feature, its share of the score of `label`), largest first: what an explanation shows."""
        column = self.classes.index(label)
        rows = {name: self.vocabulary[name] for name in features if name in self.vocabulary}
        if not rows:
            return []
        scale = self.scales[column] / math.sqrt(_sums(list(rows.values()), len(self.classes))[1] / _ONE)
        shares = {name: ((row >> 8 * column & 0xFF) - ZERO) * scale for name, row in rows.items()}
        return sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))


def packed(weights: bytes, square: float) -> int:
    """The row of a feature: a byte a class, the first the lowest; an even number of them, one left free, the square."""
    return int.from_bytes(weights, "little") | round(square * _ONE) << 8 * (_even(len(weights)) + 1)


def packed_size(classes: int) -> int:
    """Bytes of a row of so many classes, in a file."""
    return _even(classes) + 1 + 4


def _even(number: int) -> int:
    return number + number % 2


def _sums(rows: Sequence[int], classes: int) -> tuple[list[int], int]:
    """The bytes of the rows added class by class (one more where their number is odd), and the squares added.

    A sum needs two bytes: those of the even classes are added apart, with the odd ones masked out, and taken off the
    whole, which leaves the odd ones two bytes each.
    """
    if len(rows) > _ADDABLE:
        (first, one), (rest, other) = _sums(rows[:_ADDABLE], classes), _sums(rows[_ADDABLE:], classes)
        return list(map(add, first, rest)), one + other
    size = _even(classes)
    even = sum(map(and_, rows, repeat(int.from_bytes(b"\xff\0" * (size // 2), "little"))))
    square, odd = divmod((sum(rows) - even) >> 8, 1 << 8 * size)
    sums = [0] * size
    sums[::2] = struct.unpack(f"<{size // 2}H", even.to_bytes(size, "little"))
    sums[1::2] = struct.unpack(f"<{size // 2}H", odd.to_bytes(size, "little"))
    return sums, square
