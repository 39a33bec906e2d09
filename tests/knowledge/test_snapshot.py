from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.loader import Knowledge, load
from bot.knowledge.snapshot import dumps, loads
from tests.conftest import SECOND_OFFICE


@dataclass(frozen=True, slots=True)
class Inner:
    name: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Outer:
    number: int
    share: float
    kind: Literal["a", "b"]
    inner: Inner
    maybe: Inner | None = None
    names: tuple[str, ...] = ()
    inners: tuple[Inner, ...] = ()
    by_name: dict[str, Inner] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)


inners = st.builds(Inner, st.text(), st.none() | st.dates())
outers = st.builds(
    Outer,
    st.integers(),
    st.floats(allow_nan=False),
    st.sampled_from(["a", "b"]),
    inners,
    st.none() | inners,
    st.lists(st.text()).map(tuple),
    st.lists(inners).map(tuple),
    st.dictionaries(st.text(), inners),
    st.dictionaries(st.text(), st.booleans()),
)


@given(outers)
def test_what_is_kept_comes_back(value: Outer) -> None:
    assert loads(dumps(value), Outer) == value


def test_the_knowledge_of_both_offices_comes_back(knowledge: Knowledge) -> None:
    for known in (knowledge, load(SECOND_OFFICE)):
        kept = replace(known, examples=())
        assert loads(dumps(kept), Knowledge) == kept


def test_examples_come_back_too(knowledge: Knowledge) -> None:
    assert loads(dumps(knowledge), Knowledge).examples == knowledge.examples


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "1", "null", '["a"]', "[1,2,3,4,5,6,7,8,9,10]"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        loads(text, Outer)


def test_a_snapshot_of_an_older_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="Inner has 2 fields, not 1"):
        loads('["x"]', Inner)


def test_a_snapshot_names_no_path(knowledge: Knowledge) -> None:
    assert str(Path(__file__).parents[2]) not in dumps(knowledge)
