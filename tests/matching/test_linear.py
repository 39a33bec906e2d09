import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.linear import LinearModel, Vocabulary
from bot.matching.rows import ZERO, Rows, packed

NAMES = [f"w:{letter}" for letter in "abcdefg"]
FLOATS = st.floats(-4, 4, width=32)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A model and what it was packed from: weights as bytes and squared idf by feature."""

    model: LinearModel
    weights: dict[str, bytes]
    squares: dict[str, float]


def rows_of(counted: list[str], weights: dict[str, bytes], squares: dict[str, float], width: int) -> Rows:
    """Rows in the order of `weights`, for features in the order `counted`."""
    place = dict(zip(weights, count(1), strict=False))
    content = b"".join(packed(weights[name], squares[name]) for name in weights)
    return Rows([0, *(place.get(name, 0) for name in counted)], content, width)


@st.composite
def models(draw: st.DrawFn) -> Drawn:
    """Any model of one to four classes over some of NAMES."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    others = draw(st.lists(st.sampled_from(NAMES), unique=True))  # counted, of which the model itself knows nothing
    width = draw(st.integers(1, 4))
    weights = {name: draw(st.binary(min_size=width, max_size=width)) for name in names}
    squares = {name: draw(st.floats(0.5, 40, width=32)) for name in names}
    model = LinearModel(
        classes=tuple(f"class {number}" for number in range(width)),
        vocabulary=Vocabulary(list(dict.fromkeys([*others, *names]))),
        rows=rows_of(list(dict.fromkeys([*others, *names])), weights, squares, width),
        scales=tuple(draw(st.lists(st.floats(1e-6, 2), min_size=width, max_size=width))),
        bias=tuple(draw(st.lists(FLOATS, min_size=width, max_size=width))),
    )
    return Drawn(model, weights, squares)


def slow_shares(drawn: Drawn, features: Iterable[str], label: str) -> dict[str, float]:
    """What each known feature adds to the score of a class, summed one by one."""
    column = drawn.model.classes.index(label)
    known = sorted(drawn.weights.keys() & features)
    length = math.sqrt(sum(drawn.squares[name] for name in known))
    scale = drawn.model.scales[column]
    return {name: (drawn.weights[name][column] - ZERO) * scale / length for name in known}


def slow_scores(drawn: Drawn, features: Iterable[str]) -> list[float]:
    pairs = zip(drawn.model.classes, drawn.model.bias, strict=True)
    return [sum(slow_shares(drawn, features, label).values()) + bias for label, bias in pairs]


@given(models(), st.lists(st.sampled_from([*NAMES, "w:never seen"]), max_size=12))
def test_scores_are_the_sums_of_the_shares(drawn: Drawn, features: list[str]) -> None:
    assert drawn.model.scores(features) == pytest.approx(slow_scores(drawn, features), abs=1e-4)


@pytest.mark.parametrize("byte", [0, 255])
@pytest.mark.parametrize("width", [1, 2, 5])
def test_more_features_than_sixteen_bits_can_add(byte: int, width: int) -> None:
    names = [str(number) for number in range(700)]
    weights = {name: bytes([byte] * width) for name in names}
    squares = dict.fromkeys(names, 100.0)
    model = LinearModel(
        tuple(map(str, range(width))),
        Vocabulary(names),
        rows_of(names, weights, squares, width),
        (0.5,) * width,
        (0.25,) * width,
    )
    drawn = Drawn(model, weights, squares)
    assert drawn.model.scores(names) == pytest.approx(slow_scores(drawn, names), abs=1e-4)


@given(models(), st.lists(st.sampled_from([*NAMES, "w:never seen"]), max_size=12))
def test_contributions_explain_the_score(drawn: Drawn, features: list[str]) -> None:
    for label in drawn.model.classes:
        told = drawn.model.contributions(features, label)
        assert dict(told) == pytest.approx(slow_shares(drawn, features, label), abs=1e-4)
        assert [share for _, share in told] == sorted((share for _, share in told), reverse=True)


@given(models())
def test_a_question_without_known_features_scores_the_bias(drawn: Drawn) -> None:
    model = drawn.model
    assert model.scores(["w:never seen"]) == model.scores([]) == list(model.bias)
    assert model.contributions(["w:never seen"], model.classes[0]) == []


@pytest.mark.parametrize("rows", [1, 255, 256, 257, 258, 400])
def test_rows_are_added_alike_whatever_their_number(rows: int) -> None:
    squares = [7.0 + number for number in range(rows)]
    content = b"".join(packed(bytes([255, number % 256]), square) for number, square in enumerate(squares))
    sums, square = Rows(range(rows + 1), b"before" + content, 2, len("before")).sums(range(1, rows + 1))
    assert sums == [rows * (255 - ZERO), sum(number % 256 - ZERO for number in range(rows))]
    assert square == pytest.approx(sum(squares))
