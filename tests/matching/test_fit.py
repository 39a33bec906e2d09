import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.fit import fit_linear
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
    assert set(fit_linear(EXAMPLES, rarest=2).vocabulary) == {"w:几天", "w:申报", "w:材料"}


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
