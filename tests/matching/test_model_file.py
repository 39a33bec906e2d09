import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.fit import fit_linear
from bot.matching.model_file import from_bytes, to_bytes
from bot.matching.models import Models

TAUGHT = [(["w:一", "w:二"], "甲"), (["w:三"], "乙"), (["w:三", "w:四"], "丙")]
MODEL = fit_linear(TAUGHT, rarest=1)
MODELS = Models({"评价": 3}, MODEL, MODEL, replace(MODEL, classes=("a", "b", "c")), {"faq:1": MODEL, "faq:2": MODEL})
KEPT = b"".join(to_bytes(MODELS))
HEAD, _, REST = KEPT.partition(b"\n")


def test_what_is_kept_comes_back() -> None:
    assert from_bytes(KEPT) == MODELS


def test_the_models_of_the_notice_come_back(desk_models: Models) -> None:
    assert from_bytes(b"".join(to_bytes(desk_models))) == desk_models


def test_it_is_plain_data() -> None:
    assert json.loads(HEAD)["words"] == {"评价": 3}


@pytest.mark.parametrize("kept", [b"", b"\n", b"{}\n", b"[]\n", b"null\n", b"1\n", b"\xff\xfe\n", HEAD, b"{" + KEPT])
def test_anything_else_is_no_model(kept: bytes) -> None:
    assert from_bytes(kept) is None


@given(st.integers(0, len(KEPT) - 1))
def test_a_file_cut_short_is_no_model(size: int) -> None:
    assert from_bytes(KEPT[:size]) is None


@given(st.sampled_from(["models", "bytes", "names"]), st.none() | st.integers() | st.text() | st.lists(st.integers()))
def test_a_head_of_another_shape_is_no_model(key: str, value: object) -> None:
    head = json.loads(HEAD) | {key: value}
    assert from_bytes(json.dumps(head).encode() + b"\n" + REST) is None


@settings(max_examples=300)
@given(st.integers(0, len(HEAD) - 1), st.binary(min_size=1, max_size=2))
def test_a_damaged_head_raises_nothing(place: int, junk: bytes) -> None:
    read = from_bytes(KEPT[:place] + junk + KEPT[place + len(junk) :])
    assert read is None or isinstance(read, Models)
