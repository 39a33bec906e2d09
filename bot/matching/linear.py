"""Linear models over features, as they are used: which classes a question's features speak for, and which say so.

Pure Python, for a start without a numeric library: a feature becomes a number once, whatever the number of models that
are asked, and a row of weights is one long number: adding the rows of a question's features adds up all classes at
once, many times as fast as class by class in Python. `bot.matching.fit` makes a model.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from bot.matching.rows import Rows
from bot.record import once


@dataclass(frozen=True)
class Vocabulary:
    """Features, which count from 1 on in the order of `names`; several models may share one."""

    names: Sequence[str]

    @once
    def numbers(self) -> dict[str, int]:
        """The number of each feature; made when first asked for: most questions do not ask every model."""
        return dict(zip(self.names, count(1), strict=False))


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A weight is ``(byte - ZERO) * scale`` of its class.

    `vocabulary` has the features of other models as well where several count together; `rows` has, by its numbers,
    the weights of a feature and its squared idf, for the norm.
    """

    classes: tuple[str, ...]
    vocabulary: Vocabulary
    rows: Rows
    scales: tuple[float, ...]
    bias: tuple[float, ...]

    @property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of the features, 1 and up."""
        return self.vocabulary.numbers

    @property
    def features(self) -> list[str]:
        """The features that the model has weights for, by their numbers."""
        return [name for number, name in enumerate(self.vocabulary.names, 1) if self.rows.places[number]]

    def known(self, features: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the features that are counted, each once: how often a feature occurs does not matter."""
        return tuple(filter(None, map(self.numbers.get, set(features))))

    def scores(self, features: Iterable[str]) -> list[float]:
        """One score a class, in the order of `classes`."""
        return self.scores_of(self.known(features))

    def scores_of(self, numbers: Sequence[int]) -> list[float]:
        """`scores` of the features with these numbers."""
        sums, square = self.rows.sums(numbers)
        if not square:
            return list(self.bias)
        norm = math.sqrt(square)
        return [total * scale / norm + bias for total, scale, bias in zip(sums, self.scales, self.bias, strict=True)]

    def contributions(self, features: Iterable[str], label: str) -> list[tuple[str, float]]:
        """(feature, its share of the score of `label`), largest first: what an explanation shows."""
        column = self.classes.index(label)
        numbers = {name: number for name in features if (number := self.numbers.get(name))}
        square = self.rows.sums(numbers.values())[1]
        if not square:
            return []
        scale = self.scales[column] / math.sqrt(square)
        rows = ((name, *self.rows.sums((number,))) for name, number in numbers.items())
        shares = {name: sums[column] * scale for name, sums, known in rows if known}
        return sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
