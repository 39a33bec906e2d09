"""Features of many texts counted by arrays, and so their runs of units (characters, sounds): most stand in one only.

The slow equivalent of `runs`, which the tests compare with, makes a name of every run (`bot.matching.features.grams`).
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from bot.matching.fit import Integers

_BITS = 21  # of a unit, which is written as one character
LONGEST = 63 // _BITS  # units in a run


class Spread(NamedTuple):
    """Where features stand: feature `features[i]` in text `texts[i]`, each once."""

    texts: Integers
    features: Integers

    @classmethod
    def of(cls, texts: Integers, features: Integers, many: int) -> "Spread":
        """Features, of which there are so `many`, that may stand in a text more than once."""
        pairs = np.sort(texts * many + features)  # `unique` takes ten times as long
        return cls(*np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], max(1, many)))

    def shared(self, times: Integers, least: int, many: int) -> tuple["Spread", list[bool]]:
        """What stands in `least` texts, numbered anew, and of each of the `many` features whether it does.

        Text i counts `times[i]` times.
        """
        enough = np.bincount(self.features, times[self.texts], minlength=many) >= least
        kept, number = enough[self.features], np.cumsum(enough) - 1
        return Spread(self.texts[kept], number[self.features[kept]]), enough.tolist()


def runs(
    texts: Sequence[str], longest: int, times: Integers, least: int, name: Callable[[str], str]
) -> Iterator[tuple[Spread, list[str]]]:
    """The runs of one unit, of two, up to `longest` that stand in at least `least` texts, and how they are called.

    `name` gives what a run of units is called; text i counts `times[i]` times.
    """
    whole, lengths = "".join(texts), list(map(len, texts))
    units = np.frombuffer(whole.encode("utf-32-le"), np.uint32).astype(np.int64)
    owners, ends = np.repeat(np.arange(len(texts)), lengths), np.repeat(np.cumsum(lengths), lengths)
    codes = np.zeros(len(units), np.int64)
    for size in range(1, longest + 1):
        starts = np.flatnonzero(np.arange(size, len(units) + size) <= ends)
        codes[starts] = codes[starts] << _BITS | units[starts + size - 1]
        _, first, which = np.unique(codes[starts], return_index=True, return_inverse=True)
        kept, enough = Spread.of(owners[starts], which, len(first)).shared(times, least, len(first))
        yield kept, [name(whole[start : start + size]) for start in compress(starts[first].tolist(), enough)]
