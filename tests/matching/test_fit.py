import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.fit import MOST_PASSES, RESTING, TOLERANCE, WAKING, Numbered, Row, fit_linear, fit_numbered
from bot.matching.linear import LinearModel

EXAMPLES = [
    (["w:几天", "w:初审"], "process"),
    (["w:几天", "w:公示"], "process"),
    (["w:流程", "w:申报"], "process"),
    (["w:材料", "w:申报"], "material"),
    (["w:材料", "w:哪些"], "material"),
    (["w:花名册"], "material"),
    (["w:电话", "w:多少"], "contact"),
    (["w:地址", "w:哪里"], "contact"),
]


def best(model: LinearModel, features: list[str]) -> str:
    return max(zip(model.scores(features), model.classes, strict=True))[1]


def test_what_was_taught_is_told_apart() -> None:
    model = fit_linear(EXAMPLES, rarest=1)
    assert model.classes == ("contact", "material", "process")
    assert [best(model, features) for features, _ in EXAMPLES] == [label for _, label in EXAMPLES]
    assert best(model, ["w:初审", "w:never seen"]) == "process"


def test_the_telling_feature_explains() -> None:
    model = fit_linear(EXAMPLES, rarest=1)
    assert model.contributions(["w:材料", "w:申报"], "material")[0][0] == "w:材料"


def test_rare_features_are_left_out() -> None:
    assert set(fit_linear(EXAMPLES, rarest=2).features) == {"w:几天", "w:申报", "w:材料"}


def test_the_same_examples_give_the_same_model() -> None:
    assert fit_linear(EXAMPLES) == fit_linear(EXAMPLES)


def test_one_example_and_examples_without_features_are_enough() -> None:
    assert fit_linear([(["w:a"], "only")]).classes == ("only",)
    model = fit_linear([([], "empty"), (["w:a"], "full")], rarest=1)
    assert best(model, ["w:a"]) == "full"


def test_no_examples_cannot_be_learnt_from() -> None:
    with pytest.raises(ValueError, match="no examples"):
        fit_linear([])


@settings(max_examples=30)
@given(st.permutations(range(6)), st.integers(0, 5))
def test_classes_with_a_feature_of_their_own_are_separated(order: list[int], seed: int) -> None:
    examples = [([f"w:{number}", "w:all"], f"class {number % 3}") for number in order]
    model = fit_linear(examples, rarest=1, seed=seed)
    assert all(best(model, features) == label for features, label in examples)


def slow_bias(examples: list[Row], counted: int, cost: float) -> list[float]:
    """The biases that the descent comes to, written out plainly, feature by feature."""
    found = [sorted(set(features)) for features, _ in examples]
    spread = {name: sum(name in row for row in found[:counted]) for row in found[:counted] for name in row}
    idf = {name: math.log((1 + counted) / (1 + number)) + 1 for name, number in spread.items() if number > 1}
    rows = []
    for names in found:
        values = {name: idf[name] for name in names if name in idf}
        length = math.sqrt(sum(value * value for value in values.values())) or 1
        rows.append({name: value / length for name, value in values.items()} | {"": 1.0})
    classes = sorted({label for _, label in examples})
    weights = {name: np.zeros(len(classes)) for name in [*idf, ""]}
    dual, diagonal = np.zeros((len(rows), len(classes))), 0.5 / cost
    random, moved = np.random.default_rng(0), np.full(len(rows), np.inf)
    for _ in range(MOST_PASSES):
        awake = moved >= RESTING
        for i in random.permutation(np.flatnonzero(awake)):
            sign = np.array([1 if label == examples[i][1] else -1 for label in classes])
            slope = sum(value * weights[name] for name, value in rows[i].items()) - sign + diagonal * dual[i]
            pace = 1 / (sum(value * value for value in rows[i].values()) + diagonal)
            step = sign * np.maximum(sign * (dual[i] - pace * slope), 0) - dual[i]
            moved[i] = math.sqrt(step @ step)
            dual[i] += step
            for name, value in rows[i].items():
                weights[name] += value * step
        if moved[awake].max() < TOLERANCE:
            break
        moved[~awake] *= WAKING
    return list(weights[""])


@settings(max_examples=20)
@given(st.integers(0, 1000), st.integers(0, 4), st.sampled_from([0.5, 2.0]))
def test_the_descent_is_that_of_the_plain_one(seed: int, views: int, cost: float) -> None:
    random = Random(seed)
    rows = [([random.choice("abcdefgh") for _ in range(random.randrange(6))], random.choice("XYZ")) for _ in range(25)]
    model = fit_linear(rows[views:], rows[:views], cost)
    assert model.bias == pytest.approx(slow_bias(rows[views:] + rows[:views], len(rows) - views, cost), abs=1e-3)


def test_numbers_of_features_are_names_only() -> None:
    names = ["w:unused", *sorted({name for features, _ in EXAMPLES for name in features}, reverse=True)]
    found = [np.array([names.index(name) for name in dict.fromkeys(features)][::-1]) for features, _ in EXAMPLES]
    numbered = Numbered(names, found, [label for _, label in EXAMPLES], len(EXAMPLES))
    assert fit_numbered(numbered, rarest=1) == fit_linear(EXAMPLES, rarest=1)


def test_views_teach_but_make_no_feature_less_rare() -> None:
    model = fit_linear(EXAMPLES, views=[(["w:材料", "w:公示"], "view")])
    assert set(model.features) == set(fit_linear(EXAMPLES).features)
    assert "view" in model.classes
