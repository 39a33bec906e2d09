"""Fits linear models from labelled examples: idf, then one support vector machine a class, in numpy.

The method is dual coordinate descent for L2-regularised squared hinge loss (Hsieh et al. 2008, "A dual coordinate
descent method for large-scale linear SVM"), with all one-against-rest problems taken together.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.matching.linear import LinearModel, Vocabulary
from bot.matching.rows import ZERO, Rows, packed

COST = 2.0  # weight of an example's error against the size of the weights
MOST_PASSES = 60
TOLERANCE = 0.6  # largest step of a pass, over all classes of an example, at which fitting stops
RESTING = 0.3  # an example that took a smaller step is left out of passes ...
WAKING = 1.4  # ... until its step, times this for each of them, is no longer smaller
RAREST = 2  # a feature must stand in this many examples ...
MANY = (8000, 16000)  # ... and from so many on in one more: the others are many rows, and no right answers

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Integers = NDArray[np.int64]
Row = tuple[Collection[str], str]  # features and class


class Numbered(NamedTuple):
    """Examples, and behind them views, with numbers for features: what is compared and sent often is small."""

    names: Sequence[str]  # of the features
    found: Sequence[Integers]  # the features of each, in any order, each once
    labels: Sequence[str]
    counted: int  # how many are examples


class Vectors(NamedTuple):
    """Examples as sparse vectors of length 1, one behind the other; `rows` (in order) says whose a value is."""

    rows: Integers
    places: Integers  # of the features, in order of frequency
    values: Floats


class Visit(NamedTuple):
    """An example as the descent takes it up, with its own class, whose target is 1 and not -1."""

    places: Integers  # its rows of the table: its features, the bias, its duals
    pull: Singles  # what these rows, times it, give the new duals
    push: Singles  # what a step of the duals, times it, adds to these rows
    gain: float  # what the new dual of its own class is more
    target: int


def fit_linear(
    examples: Sequence[Row], views: Sequence[Row] = (), cost: float = COST, rarest: int | None = None, seed: int = 0
) -> LinearModel:
    """A model of (features, class) examples; ValueError where there are no examples.

    `views` are examples seen in other ways: they are learnt from, but make no feature less rare.
    """
    number, rows = numbering(), (*examples, *views)
    found = [numbers_of(features, number) for features, _ in rows]
    return fit_numbered(Numbered(list(number), found, [label for _, label in rows], len(examples)), cost, rarest, seed)


def numbering() -> defaultdict[str, int]:
    """Gives every new feature the next number."""
    return defaultdict(count().__next__)


def numbers_of(features: Collection[str], number: Mapping[str, int]) -> Integers:
    """The features as numbers, each once: how often a feature occurs does not matter."""
    every = dict.fromkeys(features)
    return np.fromiter(map(number.__getitem__, every), np.int64, len(every))


def fit_numbered(rows: Numbered, cost: float = COST, rarest: int | None = None, seed: int = 0) -> LinearModel:
    """`fit_linear`, of features that have numbers already; where `rarest` is not given, it goes by the examples."""
    if not rows.counted:
        raise ValueError("no examples to learn from")
    if rarest is None:
        rarest = RAREST + sum(rows.counted >= many for many in MANY)
    classes = tuple(sorted(set(rows.labels)))
    number = {name: position for position, name in enumerate(classes)}
    vocabulary, idf, vectors = _vectors(rows, rarest)
    visits = _visits(vectors, len(vocabulary), [number[label] for label in rows.labels], cost)
    fitted = _descend(visits, (len(vocabulary) + 1, len(classes)), seed).astype(np.float64)
    table, scales = _quantised(fitted[:-1] * idf[:, None])
    content = b"".join(map(packed, map(np.ndarray.tobytes, table), (idf * idf).tolist()))
    own = Rows(range(len(vocabulary) + 1), content, len(classes))
    return LinearModel(classes, Vocabulary(vocabulary), own, scales, tuple(fitted[-1].tolist()))


def _vectors(given: Numbered, rarest: int) -> tuple[list[str], Floats, Vectors]:
    """The features kept, the smoothed inverse document frequency of each, and all rows in these terms."""
    sizes, numbers = list(map(len, given.found)), np.concatenate(given.found)
    spread = np.bincount(numbers[: sum(sizes[: given.counted])], minlength=len(given.names))
    kept = _by_frequency(given.names, spread, min(rarest, given.counted))
    idf = np.log((1 + given.counted) / (1 + spread[kept])) + 1
    place = np.full(len(given.names), -1)
    place[kept] = np.arange(len(kept))
    rows, places = _in_order(np.repeat(np.arange(len(sizes)), sizes), place[numbers])
    values = idf[places]
    values /= np.sqrt(np.bincount(rows, values * values))[rows]
    return [given.names[number] for number in kept.tolist()], idf, Vectors(rows, places, values)


def _by_frequency(names: Sequence[str], spread: Integers, least: int) -> Integers:
    """Numbers of the features that stand in `least` examples, the most frequent first.

    So they lie together in memory: a question's look-ups take a third less.
    """
    enough = sorted(np.flatnonzero(spread >= least).tolist(), key=names.__getitem__)
    by_name = np.array(enough, dtype=np.int64)
    return by_name[np.argsort(-spread[by_name], kind="stable")]


def _in_order(rows: Integers, places: Integers) -> tuple[Integers, Integers]:
    """Rows and places sorted, without places below 0."""
    width = int(places.max(initial=0)) + 1
    both = (rows * width + places)[places >= 0]
    both.sort()
    rows, places = np.divmod(both, width)
    return rows, places


def _visits(vectors: Vectors, width: int, targets: Sequence[int], cost: float) -> list[Visit]:
    """The examples for the descent. The bias is a feature of value 1 that every one has; then come the duals."""
    diagonal, every = 0.5 / cost, np.arange(len(targets))
    squares = np.bincount(vectors.rows, vectors.values**2, minlength=len(targets)) + 1
    paces = 1 / (squares + diagonal)
    rows = np.concatenate([vectors.rows, every, every])
    order = np.argsort(rows, kind="stable")
    places = np.concatenate([vectors.places, np.full(len(targets), width), width + 1 + every])[order]
    values = np.concatenate([vectors.values, np.ones(len(targets))])
    pull = np.concatenate([-values * paces[rows[: len(values)]], 1 - diagonal * paces])[order].astype(np.float32)
    push = np.concatenate([values, np.ones(len(targets))])[order].astype(np.float32)[:, None]
    ends = np.cumsum(np.bincount(rows)).tolist()
    ranges = map(slice, [0, *ends], ends)
    return [
        Visit(places[own], pull[own], push[own], gain, target)
        for own, gain, target in zip(ranges, (2 * paces).tolist(), targets, strict=True)
    ]


def _descend(visits: Sequence[Visit], size: tuple[int, int], seed: int) -> Singles:
    """Weights (features and bias x classes, as `size` says).

    An example that hardly moved rests for some passes, the longer the less it moved: most of the late visits change
    nothing (the idea of LIBLINEAR's shrinking).
    """
    random = np.random.default_rng(seed)
    table = np.zeros((size[0] + len(visits), size[1]), dtype=np.float32)
    table[size[0] - 1] = 1  # the margin, which so need not be added at every visit
    moved = np.full(len(visits), np.inf)
    for _ in range(MOST_PASSES):
        awake = moved >= RESTING
        order = random.permutation(np.flatnonzero(awake))
        moved[order] = _pass(table, [visits[i] for i in order.tolist()])
        if moved[awake].max(initial=0.0) < TOLERANCE:
            break
        moved[~awake] *= WAKING
    table[size[0] - 1] -= 1
    return table[: size[0]]


def _pass(table: Singles, visits: Sequence[Visit]) -> Floats:
    """Visits examples in this order, which changes the table; how far the duals of each moved.

    numpy's calls cost more than the sums, so there are few of them, in the forms that cost least: `dot` half of what
    @ does, and whole rows put as one item each a quarter of what an assignment to rows does.
    """
    classes = table.shape[1]
    most = max((len(visit.places) for visit in visits), default=0)
    items = f"V{table.itemsize * classes}"
    put, take, minimum, subtract = table.view(items).ravel().put, table.take, np.minimum, np.subtract
    room = np.empty((most, classes), dtype=np.float32)
    own_of, items_of = [room[:size] for size in range(most + 1)], room.view(items).ravel()
    none, stepped, outer = (
        np.zeros(classes, np.float32),
        np.empty(classes, np.float32),
        np.empty((1, classes), np.float32),
    )
    step = outer[0]
    squares = []
    for places, pull, push, gain, target in visits:
        own = own_of[len(places)]
        take(places, 0, own, "clip")  # places are in range, and "raise" would copy `own`
        pull.dot(own, stepped)
        mine = stepped.item(target) + gain
        minimum(stepped, none, out=stepped)
        stepped[target] = max(mine, 0.0)
        subtract(stepped, own[-1], step)
        square = step.dot(step)
        squares.append(square)
        if square:
            own += push.dot(outer)
            put(places, items_of[: len(places)])
    return np.sqrt(np.array(squares, dtype=np.float64))


def _quantised(weights: Floats) -> tuple[NDArray[np.uint8], tuple[float, ...]]:
    """One byte a weight, and what a step of it is worth in each class."""
    scales = np.maximum(np.abs(weights).max(axis=0, initial=0.0), 1e-9) / (ZERO - 1)
    return (np.rint(weights / scales) + ZERO).astype(np.uint8), tuple(scales.tolist())
