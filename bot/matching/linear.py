"""A linear model over sparse text features: scores of every class for one question.

Held as plain numbers: a vocabulary and one row of float32 weights a feature (inverse document frequency multiplied in),
so that a running bot needs no numeric library. `bot.matching.fit` makes it.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Classes, vocabulary and weights; the last column of a row is the feature's squared idf, for the norm."""

    classes: tuple[str, ...]
    vocabulary: dict[str, int]
    weights: "array[float]"  # row-major, len(vocabulary) x (len(classes) + 1)
    bias: tuple[float, ...]
    _rows: memoryview = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", memoryview(self.weights))

    def scores(self, features: Iterable[str]) -> list[float]:
        """One score a class, in the order of `classes`; the features, weighed 1 + ln(count), have length 1."""
        width = len(self.classes) + 1
        rows = []
        for name, count in Counter(features).items():
            position = self.vocabulary.get(name)
            if position is not None:
                row: Sequence[float] = self._rows[position * width : (position + 1) * width].tolist()
                rows.append(row if count == 1 else _weighed(row, 1 + math.log(count)))
        if not rows:
            return list(self.bias)
        *sums, square = map(sum, zip(*rows, strict=True))
        norm = math.sqrt(square)
        return [total / norm + bias for total, bias in zip(sums, self.bias, strict=True)]

    def contributions(self, features: Iterable[str], label: str) -> list[tuple[str, float]]:
        """(feature, its share of the score of `label`), largest first: what an explanation shows."""
        width, column = len(self.classes) + 1, self.classes.index(label)
        shares, square = {}, 0.0
        for name, count in Counter(features).items():
            position = self.vocabulary.get(name)
            if position is not None:
                weight = 1 + math.log(count)
                shares[name] = weight * self._rows[position * width + column]
                square += weight * weight * self._rows[position * width + width - 1]
        norm = math.sqrt(square) or 1.0
        return sorted(((name, share / norm) for name, share in shares.items()), key=lambda pair: -pair[1])


def _weighed(row: Sequence[float], weight: float) -> list[float]:
    """The row of a feature that occurs more than once: the weights once, the square twice."""
    return [*(value * weight for value in row[:-1]), row[-1] * weight * weight]
