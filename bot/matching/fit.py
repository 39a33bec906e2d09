"""Fits linear models from labelled examples: idf, then one support vector machine a class, in numpy.

The method is dual coordinate descent for L2-regularised squared hinge loss (Hsieh et al. 2008, "A dual coordinate
descent method for large-scale linear SVM"), with all one-against-rest problems taken together.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.matching.linear import ZERO, LinearModel, packed

COST = 2.0  # weight of an example's error against the size of the weights
MOST_PASSES = 60
TOLERANCE = 0.2  # largest step of a pass, over all classes of an example, at which fitting stops
RESTING = 0.1  # an example that took a smaller step is left out of passes ...
WAKING = 1.4  # ... until its step, times this for each of them, is no longer smaller
RAREST = 2  # a feature must stand in this many examples

Floats = NDArray[np.float64]
Vector = tuple[NDArray[np.int64], NDArray[np.float32]]  # positions and values
Row = tuple[Sequence[str], str]  # features and class


def fit_linear(
    examples: Sequence[Row], views: Sequence[Row] = (), cost: float = COST, rarest: int = RAREST, seed: int = 0
) -> LinearModel:
    """A model of (features, class) examples; ValueError where there are no examples.

    `views` are examples seen in other ways: they are learnt from, but make no feature less rare.
    """
    if not examples:
        raise ValueError("no examples to learn from")
    found = [frozenset(features) for features, _ in examples]
    vocabulary, idf = _vocabulary(found, rarest)
    found += [frozenset(features) for features, _ in views]
    rows = [_row(names, vocabulary, idf) for names in found]
    labels = [label for _, label in (*examples, *views)]
    classes = tuple(sorted(set(labels)))
    number = {name: position for position, name in enumerate(classes)}
    targets = [number[label] for label in labels]
    fitted = _descend(rows, targets, (len(vocabulary) + 1, len(classes)), cost, seed).astype(np.float64)
    table, scales = _quantised(fitted[:-1] * idf[:, None])
    kept = (packed(row.tobytes(), square) for row, square in zip(table, (idf * idf).tolist(), strict=True))
    return LinearModel(classes, dict(zip(vocabulary, kept, strict=True)), scales, tuple(fitted[-1].tolist()))


def _vocabulary(found: Sequence[frozenset[str]], rarest: int) -> tuple[dict[str, int], Floats]:
    """Feature -> row number, and the smoothed inverse document frequency of each.

    The most frequent come first, and so lie together in memory: a question's look-ups take a third less.
    """
    spread = Counter(chain.from_iterable(found))
    enough = (name for name, number in spread.items() if number >= min(rarest, len(found)))
    kept = sorted(enough, key=lambda name: (-spread[name], name))
    idf = [math.log((1 + len(found)) / (1 + spread[name])) + 1 for name in kept]
    return {name: position for position, name in enumerate(kept)}, np.array(idf)


def _row(names: frozenset[str], vocabulary: dict[str, int], idf: Floats) -> Vector:
    """Positions and idf values, of length 1, of one example; the bias is a feature of value 1 that every one has."""
    positions = sorted(vocabulary[name] for name in names if name in vocabulary)
    values = idf[positions]
    length = math.sqrt(float(values @ values)) or 1.0
    return np.array([*positions, len(vocabulary)]), np.append(values / length, 1.0).astype(np.float32)


def _quantised(weights: Floats) -> tuple[NDArray[np.uint8], tuple[float, ...]]:
    """One byte a weight, and what a step of it is worth in each class."""
    scales = np.maximum(np.abs(weights).max(axis=0, initial=0.0), 1e-9) / (ZERO - 1)
    return (np.rint(weights / scales) + ZERO).astype(np.uint8), tuple(scales.tolist())


def _descend(
    rows: Sequence[Vector], targets: Sequence[int], size: tuple[int, int], cost: float, seed: int
) -> NDArray[np.float32]:
    """Weights (features and bias x classes, as `size` says) of examples of the classes `targets`.

    An example that hardly moved rests for some passes, the longer the less it moved: most of the late visits change
    nothing (the idea of LIBLINEAR's shrinking).
    """
    random = np.random.default_rng(seed)
    weights = np.zeros(size, dtype=np.float32)
    dual = np.zeros((len(rows), size[1]), dtype=np.float32)  # of an example's own class >= 0, of all others <= 0
    diagonal = 0.5 / cost
    paces = [1 / (float(values @ values) + diagonal) for _, values in rows]
    moved = np.full(len(rows), np.inf)
    for _ in range(MOST_PASSES):
        awake = moved >= RESTING
        for i in random.permutation(np.flatnonzero(awake)).tolist():
            (positions, values), pace, target, before = rows[i], paces[i], targets[i], dual[i]
            own = weights.take(positions, axis=0)
            stepped = before * (1 - diagonal * pace) - pace * (values @ own + 1)
            mine = stepped[target] + 2 * pace
            np.minimum(stepped, 0, out=stepped)
            stepped[target] = max(mine, 0)
            step = stepped - before
            moved[i] = math.sqrt(step @ step)
            weights[positions] = own + values[:, None] * step
            dual[i] = stepped
        if moved[awake].max(initial=0.0) < TOLERANCE:
            break
        moved[~awake] *= WAKING
    return weights
