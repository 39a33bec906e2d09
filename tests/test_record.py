import copy
import pickle
from dataclasses import field, fields, replace

import pytest

from bot.record import record


@record
class Point:
    x: int
    y: int = 0
    said: str = field(default="", compare=False, repr=False)

    @property
    def sum(self) -> int:
        return self.x + self.y


@record
class Lone:
    x: int


@record
class Named:
    name: str
    also: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return self.name


def test_records_are_compared_and_hashed_by_their_fields() -> None:
    assert Point(1, 2) == Point(1, 2) != Point(1, 3)
    assert Point(1, 2, "here") == Point(1, 2, "there")
    assert len({Point(1, 2, "here"), Point(1, 2, "there"), Point(2, 1)}) == 2


def test_records_of_different_kinds_are_never_equal() -> None:
    assert Lone(1) != Point(1)
    assert Lone(1) != 1


def test_a_record_that_holds_what_cannot_be_hashed_cannot_be_hashed() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Lone([]))  # type: ignore[arg-type]


def test_a_record_shows_its_fields() -> None:
    assert repr(Point(1, said="here")) == "Point(x=1, y=0)"


def test_what_a_record_defines_itself_stays() -> None:
    assert hash(Named("a")) == hash(Named("a", ("b",))) == hash("a")
    assert Named("a") != Named("a", ("b",))
    assert repr(Named("a")) == "a"


def test_records_are_dataclasses_with_slots() -> None:
    assert [field.name for field in fields(Point)] == ["x", "y", "said"]
    assert replace(Point(1, 2), y=3) == Point(1, 3)
    assert not hasattr(Point(1), "__dict__")
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_records_are_copied_and_pickled() -> None:
    point = Point(1, 2, "here")
    assert copy.deepcopy(point) == copy.copy(point) == pickle.loads(pickle.dumps(point)) == point
