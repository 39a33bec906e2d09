"""A linear model over sparse text features: scores of every class for one question.

Held as plain numbers: a vocabulary, and one byte a class for each feature (idf multiplied in, 128 means nothing), so
that a running bot needs no numeric library and little memory. `bot.matching.fit` makes it.
"""

import math
from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass

ZERO = 128  # the byte of a weight of nothing


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
        width, weights = len(self.classes), self.weights
        sums = map(sum, zip(*(weights[row * width : (row + 1) * width] for row in rows), strict=True))
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
        find = self.vocabulary.get
        return [row for name in dict.fromkeys(features) if (row := find(name)) is not None]

    def _norm(self, rows: Collection[int]) -> float:
        """The length that the question's idf vector has; the scores are those of a vector of length 1."""
        return math.sqrt(sum(map(self.squares.__getitem__, rows)))
