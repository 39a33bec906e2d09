"""Examples as they are learnt from: as written, some behind an answer that was given before, and as they sound."""

import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from bot.matching.features import heard, is_wording, leaning, lengths
from bot.matching.fit import Integers, Numbered
from bot.matching.reading import Example, Number

_UNRELATED = 2  # about how many questions of their own are put behind a label for each one that follows it

Told = tuple[Integers, str]  # features by their numbers, and class


def numbered(names: Sequence[str], examples: Sequence[Told], views: Sequence[Told] = ()) -> Numbered:
    """The examples, and behind them the views, as they are fitted."""
    told = (*examples, *views)
    return Numbered(names, [row for row, _ in told], [label for _, label in told], len(examples))


def rows_of(examples: Sequence[Example], number: Number) -> Numbered:
    """All examples as they were written, and some behind other answers as views."""
    followed = _Followed(number)
    written, unrelated = _as_written(examples, followed), _unrelated(examples, followed)
    return numbered(list(number), written, unrelated)


def _as_written(examples: Iterable[Example], followed: "_Followed") -> list[Told]:
    """(features, class) of every example; those that follow an answer are learnt with its label."""
    return [
        (followed.features(one, one.group.after) if one.group.after else one.features, one.intent) for one in examples
    ]


def _unrelated(examples: Sequence[Example], followed: "_Followed") -> list[Told]:
    """Some of the examples that stand alone, behind an answer on which they do not lean."""
    alone = [example for example in examples if example.group.after is None]
    before = sorted(example.group.after for example in examples if example.group.after)
    share = _UNRELATED * len(before) / max(1, len(alone))
    found = []
    for one in alone:
        # Drawn by its own words, so that a new example changes next to nothing of what the others teach.
        drawn, which = divmod(zlib.crc32(one.question.encode()), 1 << 16)
        if drawn < share * (1 << 16):
            label = before[which * len(before) >> 16]
            found.append((followed.features(one, label), one.intent))
    return found


def sounding(rows: Numbered) -> Numbered:
    """The rows as if they had been typed in pinyin, without those of which nothing is left."""
    kept = heard(rows.names)
    place = {name: position for position, name in enumerate(kept)}
    places = np.array([place.get(name, -1) for name in rows.names])
    left = [found[found >= 0] for found in map(places.__getitem__, rows.found)]
    full = [position for position, found in enumerate(left) if len(found)]
    labels = [rows.labels[position] for position in full]
    return Numbered(kept, [left[position] for position in full], labels, sum(one < rows.counted for one in full))


class _Followed:
    """What `following` gives, by the numbers of the features: no name is looked at twice, for thousands of examples."""

    def __init__(self, number: Number) -> None:
        self._number = number
        self._names = list(number)
        self._is_wording = np.fromiter(map(is_wording, self._names), bool, len(self._names))
        self._leaning: dict[str, Integers] = {}  # label before -> the number of what each feature leans on it as, or -1

    def features(self, example: Example, before: str) -> Integers:
        """The features of an example asked after an answer with the label `before`."""
        found = example.features
        more = [self._number[name] for name in lengths(before, example.units)]
        return np.concatenate([found, more, self._leans(before, found[self._is_wording[found]])])

    def _leans(self, before: str, words: Integers) -> Integers:
        if (known := self._leaning.get(before)) is None:
            known = self._leaning[before] = np.full(len(self._names), -1)
        for word in words[known[words] < 0].tolist():
            known[word] = self._number[leaning(before, self._names[word])]
        return known[words]
