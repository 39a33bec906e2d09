"""The rows of a linear model as they are kept: bytes, made into numbers when a question has their feature."""

from collections.abc import Iterator, KeysView, Mapping, Sequence
from functools import cached_property


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
        self._made: dict[str, int] = {}

    def keys(self) -> KeysView[str]:
        """The features; a dictionary's own view, which meets those of a question without a loop in Python."""
        return self._places.keys()

    def __getitem__(self, name: str) -> int:
        row = self._made.get(name)
        if row is None:
            start = self._places[name] * self._size
            row = int.from_bytes(self._content[start : start + self._size], "little")
            self._made[name] = row
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._numbers)

    @cached_property
    def _places(self) -> dict[str, int]:
        return dict(zip(map(self._names.__getitem__, self._numbers), range(len(self._numbers)), strict=True))
