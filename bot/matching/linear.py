"""A linear model over sparse text features: scores of every class for one question.

Held as plain numbers: a vocabulary, and one byte a class for each feature (idf multiplied in, 128 means nothing), so
that a running bot needs no numeric library and little memory. `bot.matching.fit` makes it.
"""

import math
import struct
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import add

ZERO = 128  # the byte of a weight of nothing
_ADDABLE = 0xFFFF // 0xFF  # bytes that can be added before a sum outgrows 16 bits


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A weight is ``(byte - ZERO) * scale`` of its class; `squares` are the features' squared idf, for the norm."""

    classes: tuple[str, ...]
    vocabulary: dict[str, int]  # feature -> its row
    weights: bytes  # row-major, len(vocabulary) x len(classes)
    scales: tuple[float, ...]
    squares: "array[float]"
    bias: tuple[float, ...]

    def scores(self, features: Iterable[str]) -> list[float]:
        """One score a class, in the order of `classes`; how often a feature occurs does not matter."""
        rows = self._rows(features)
        if not rows:
            return list(self.bias)
        sums = self._sums(rows[:_ADDABLE])
        for start in range(_ADDABLE, len(rows), _ADDABLE):
            sums = list(map(add, sums, self._sums(rows[start : start + _ADDABLE])))
        norm, nothing = self._norm(rows), ZERO * len(rows)
        return [
            (total - nothing) * scale / norm + bias
            for total, scale, bias in zip(sums, self.scales, self.bias, strict=True)
        ]

    def contributions(self, features: Iterable[str], label: str) -> list[tuple[str, float]]:
        """(feature, its share of the score of `label`), largest first: what an explanation shows."""
        names = {name for name in features if name in self.vocabulary}
        column, width = self.classes.index(label), len(self.classes)
        norm = self._norm([self.vocabulary[name] for name in names]) or 1.0
        shares = {
            name: (self.weights[self.vocabulary[name] * width + column] - ZERO) * self.scales[column] / norm
            for name in names
        }
        return sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))

    def _rows(self, features: Iterable[str]) -> list[int]:
        rows = set(map(self.vocabulary.get, features))
        return [row for row in rows if row is not None]

    def _sums(self, rows: Iterable[int]) -> Sequence[int]:
        """The bytes of `rows`, at most `_ADDABLE`, added class by class.

        A row is one long number whose digits to base 256 are the weights, so adding the numbers adds all classes at
        once (three times faster than column by column). Sums need two digits: those of the even classes are added apart
        with the odd ones masked out, and taken off the whole for the odd ones.
        """
        width, weights, number = len(self.classes), self.weights, int.from_bytes
        pairs = (width + 1) // 2
        mask = number(b"\xff\0" * pairs, "little")
        total = even = 0
        for row in rows:
            digits = number(weights[row * width : (row + 1) * width], "little")
            total += digits
            even += digits & mask
        sums = [0] * (2 * pairs)
        sums[::2] = struct.unpack(f"<{pairs}H", even.to_bytes(2 * pairs, "little"))
        sums[1::2] = struct.unpack(f"<{pairs}H", ((total - even) >> 8).to_bytes(2 * pairs, "little"))
        return sums[:width]

    def _norm(self, rows: Collection[int]) -> float:
        """The length that the question's idf vector has; the scores are those of a vector of length 1."""
        return math.sqrt(sum(map(self.squares.__getitem__, rows)))
