"""Fits linear models from labelled examples: idf, then one support vector machine a class, in numpy.

The method is dual coordinate descent for L2-regularised squared hinge loss (Hsieh et al. 2008, "A dual coordinate
descent method for large-scale linear SVM"), with all one-against-rest problems taken together.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.linear import ZERO, LinearModel, packed

COST = 2.0  # weight of an example's error against the size of the weights
MOST_PASSES = 30
TOLERANCE = 0.1  # largest step of a pass at which fitting stops
RAREST = 2  # a feature must stand in this many examples

Floats = NDArray[np.float64]


def fit_linear(
    examples: Sequence[tuple[Sequence[str], str]], cost: float = COST, rarest: int = RAREST, seed: int = 0
) -> LinearModel:
    """A model of (features, class) examples; ValueError where there are no examples."""
    if not examples:
        raise ValueError("no examples to learn from")
    found = [frozenset(features) for features, _ in examples]
    vocabulary, idf = _vocabulary(found, rarest)
    rows = [_row(names, vocabulary, idf) for names in found]
    classes = tuple(sorted({label for _, label in examples}))
    signs = np.array([[1.0 if label == name else -1.0 for name in classes] for _, label in examples])
    weights, bias = _descend(rows, signs, len(vocabulary), cost, seed)
    table, scales = _quantised(weights * idf[:, None])
    kept = (packed(row.tobytes(), square) for row, square in zip(table, (idf * idf).tolist(), strict=True))
    return LinearModel(classes, dict(zip(vocabulary, kept, strict=True)), scales, tuple(bias.tolist()))


def _vocabulary(found: Sequence[frozenset[str]], rarest: int) -> tuple[dict[str, int], Floats]:
    """Feature -> row number, and the smoothed inverse document frequency of each."""
    spread = Counter(name for names in found for name in names)
    kept = sorted(name for name, number in spread.items() if number >= min(rarest, len(found)))
    idf = [math.log((1 + len(found)) / (1 + spread[name])) + 1 for name in kept]
    return {name: position for position, name in enumerate(kept)}, np.array(idf)


def _row(names: frozenset[str], vocabulary: dict[str, int], idf: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Positions and idf values, of length 1, of one example."""
    positions = np.array(sorted(vocabulary[name] for name in names if name in vocabulary), dtype=np.int64)
    values = idf[positions]
    length = math.sqrt(float(values @ values)) or 1.0
    return positions, values / length


def _quantised(weights: Floats) -> tuple[NDArray[np.uint8], tuple[float, ...]]:
    """One byte a weight, and what a step of it is worth in each class."""
    scales = np.maximum(np.abs(weights).max(axis=0, initial=0.0), 1e-9) / (ZERO - 1)
    return (np.rint(weights / scales) + ZERO).astype(np.uint8), tuple(scales.tolist())


def _descend(
    rows: Sequence[tuple[NDArray[np.int64], Floats]], signs: Floats, features: int, cost: float, seed: int
) -> tuple[Floats, Floats]:
    """Weights (features x classes) and bias; the bias is a feature of value 1 that every example has."""
    random = np.random.default_rng(seed)
    weights = np.zeros((features, signs.shape[1]))
    bias = np.zeros(signs.shape[1])
    dual = np.zeros_like(signs)
    diagonal = 0.5 / cost
    for _ in range(MOST_PASSES):
        largest = 0.0
        for i in random.permutation(len(rows)):
            positions, values = rows[i]
            own = weights[positions]
            gradient = (values @ own + bias) * signs[i] - 1 + diagonal * dual[i]
            stepped = np.maximum(dual[i] - gradient / (values @ values + 1 + diagonal), 0)
            step = (stepped - dual[i]) * signs[i]
            dual[i] = stepped
            weights[positions] = own + values[:, None] * step
            bias += step
            largest = max(largest, float(np.abs(step).max()))
        if largest < TOLERANCE:
            break
    return weights, bias
