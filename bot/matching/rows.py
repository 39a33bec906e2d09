"""The rows of a linear model as they are kept: bytes, made into numbers when a question has their feature."""

from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence, Set
from functools import cached_property


def rows_among(vocabulary: Mapping[str, int], features: Set[str]) -> list[int]:
    """The rows of those of the features that there are, without a call in Python for each."""
    made = vocabulary.made if isinstance(vocabulary, Rows) else vocabulary
    return list(map(made.__getitem__, vocabulary.keys() & features))


class Rows(Mapping[str, int]):
    """Feature -> its packed row (see `bot.matching.linear`).

    `numbers` are the places of the features in `names`; `content` holds their rows in this order, each little-endian
    and of one size. Most questions need few of the models, and few of their rows.
    """

    def __init__(self, names: Sequence[str], numbers: Sequence[int], content: memoryview) -> None:
        self._names = names
        self._numbers = numbers
        self._content = content
        self._size = len(content) // (len(numbers) or 1)
        self.made = _Made(self._make)

    def keys(self) -> KeysView[str]:
        """The features; a dictionary's own view, which meets those of a question without a loop in Python."""
        return self._places.keys()

    def __getitem__(self, name: str) -> int:
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._numbers)

    def _make(self, name: str) -> int:
        start = self._places[name] * self._size
        return int.from_bytes(self._content[start : start + self._size], "little")

    @cached_property
    def _places(self) -> dict[str, int]:
        return dict(zip(map(self._names.__getitem__, self._numbers), range(len(self._numbers)), strict=True))


class _Made(dict[str, int]):
    """The rows made so far; one that is missing is made."""

    def __init__(self, make: Callable[[str], int]) -> None:
        self._make = make

    def __missing__(self, name: str) -> int:
        row = self[name] = self._make(name)
        return row
