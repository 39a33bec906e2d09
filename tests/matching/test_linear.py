import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.linear import ZERO, LinearModel

NAMES = [f"w:{letter}" for letter in "abcdefg"]
FLOATS = st.floats(-4, 4, width=32)


@st.composite
def models(draw: st.DrawFn) -> LinearModel:
    """Any model of one to four classes over some of NAMES."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    width = draw(st.integers(1, 4))
    return LinearModel(
        classes=tuple(f"class {number}" for number in range(width)),
        vocabulary={name: row for row, name in enumerate(names)},
        weights=draw(st.binary(min_size=len(names) * width, max_size=len(names) * width)),
        scales=tuple(draw(st.lists(st.floats(1e-6, 2), min_size=width, max_size=width))),
        squares=array("f", draw(st.lists(st.floats(0.5, 40, width=32), min_size=len(names), max_size=len(names)))),
        bias=tuple(draw(st.lists(FLOATS, min_size=width, max_size=width))),
    )


def weight_of(model: LinearModel, name: str, label: str) -> float:
    column = model.classes.index(label)
    byte = model.weights[model.vocabulary[name] * len(model.classes) + column]
    return (byte - ZERO) * model.scales[column]


def slow_shares(model: LinearModel, features: list[str], label: str) -> dict[str, float]:
    """What each known feature adds to the score of a class, summed one by one."""
    known = [name for name in NAMES if name in features and name in model.vocabulary]
    length = math.sqrt(sum(model.squares[model.vocabulary[name]] for name in known))
    return {name: weight_of(model, name, label) / length for name in known}


@given(models(), st.lists(st.sampled_from([*NAMES, "w:never seen"]), max_size=12))
def test_scores_are_the_sums_of_the_shares(model: LinearModel, features: list[str]) -> None:
    slow = [
        sum(slow_shares(model, features, label).values()) + bias
        for label, bias in zip(model.classes, model.bias, strict=True)
    ]
    assert model.scores(features) == pytest.approx(slow, abs=1e-4)


@given(models(), st.lists(st.sampled_from([*NAMES, "w:never seen"]), max_size=12))
def test_contributions_explain_the_score(model: LinearModel, features: list[str]) -> None:
    for label in model.classes:
        told = model.contributions(features, label)
        assert dict(told) == pytest.approx(slow_shares(model, features, label), abs=1e-4)
        assert [share for _, share in told] == sorted((share for _, share in told), reverse=True)


@given(models())
def test_a_question_without_known_features_scores_the_bias(model: LinearModel) -> None:
    assert model.scores(["w:never seen"]) == model.scores([]) == list(model.bias)
    assert model.contributions(["w:never seen"], model.classes[0]) == []
