import json
from dataclasses import asdict

import pytest

from bot.desk import Desk
from bot.explain.explanation import Explanation, explain
from bot.explain.wording import worded
from bot.knowledge.loader import load
from bot.matching.matcher import DECLINED
from bot.matching.nearest import NearestIndex
from tests.conftest import OFFICE, TODAY


@pytest.fixture(scope="module")
def index() -> NearestIndex:
    return NearestIndex(OFFICE, load(OFFICE).examples)


@pytest.fixture(scope="module")
def explained(desk: Desk, index: NearestIndex) -> dict[str, Explanation]:
    questions = (
        "初审几天出结果",
        "焊工能报吗",
        "你好",
        "今天会不会下雨啊",
        "",
        "4-07-05-01",
        "谁能报？要交哪些材料？",
        "我" * 1300,
    )
    return {question: explain(desk, index, question, TODAY) for question in questions}


def test_the_answer_is_that_of_the_product(explained: dict[str, Explanation]) -> None:
    assert explained["初审几天出结果"].answer == ("faq:4",)
    assert explained["焊工能报吗"].answer == ("occ:none",)
    assert explained["你好"].answer == ("smalltalk",)
    assert explained[""].answer == (DECLINED,)
    assert explained["4-07-05-01"].answer == ("occ:4-07-05-01",)


def test_features_stand_with_the_two_best_labels_largest_first(explained: dict[str, Explanation]) -> None:
    best, second, *others = explained["初审几天出结果"].asks[0].labels
    for candidate in (best, second):
        weights = [feature.weight for feature in candidate.features]
        assert weights
        assert weights == sorted(weights, reverse=True)
        assert min(weights) > 0
    assert best.label == "faq:4"
    assert any("初" in feature.text for feature in best.features)
    assert not any(candidate.features for candidate in others)


def test_names_say_how_they_were_read(explained: dict[str, Explanation]) -> None:
    ask = explained["焊工能报吗"].asks[0]
    assert [(named.text, named.entity) for named in ask.named] == [("焊工", "absent")]
    assert "absent" in ask.words
    assert ask.names[0].kind == "absent"
    code = explained["4-07-05-01"].asks[0]
    assert code.reason == "code"
    assert code.names[0].rows[0].startswith("4-07-05-01 ")


def test_the_quote_is_told_with_its_place(desk: Desk, explained: dict[str, Explanation]) -> None:
    ask = explained["初审几天出结果"].asks[0]
    assert "10个工作日" in ask.quotes[0]
    assert all(place in desk.knowledge.clauses for place in ask.clauses)


def test_nearest_examples_stand_where_they_are_said_to(explained: dict[str, Explanation]) -> None:
    for explanation in explained.values():
        for near in explanation.nearest:
            line = (OFFICE / near.file).read_text("utf-8").splitlines()[near.line - 1]
            assert near.text in line or near.text.startswith(line.strip("- '\"")), near


def test_the_nearest_of_an_example_is_itself(desk: Desk, index: NearestIndex) -> None:
    group = next(group for file in load(OFFICE).examples for group in file.groups if group.label == "faq:1")
    near = index.nearest([group.questions[0]], 1)[0]
    assert (near.text, near.likeness, near.label) == (group.questions[0], 100, "faq:1")


def test_two_questions_are_explained_apart(explained: dict[str, Explanation]) -> None:
    explanation = explained["谁能报？要交哪些材料？"]
    assert explanation.answer == tuple(ask.label for ask in explanation.asks) == ("faq:1", "faq:5")
    assert all(ask.labels[0].label == ask.label for ask in explanation.asks)


def test_every_explanation_can_be_told_and_written_as_json(desk: Desk, explained: dict[str, Explanation]) -> None:
    for question, explanation in explained.items():
        text = worded(explanation, desk.dialogue.phrases)
        assert (explanation.answer + explanation.choices)[0] in text
        assert "{" not in text
        assert json.loads(json.dumps(asdict(explanation)))["question"] == question


def test_advice_names_files_that_exist(desk: Desk, explained: dict[str, Explanation]) -> None:
    for explanation in explained.values():
        for ask in explanation.asks:
            assert all((OFFICE / candidate.file).is_file() for candidate in ask.labels if candidate.file)


def test_every_feature_and_reason_has_its_words(desk: Desk) -> None:
    from bot.dialogue.ask import Reason, Zone

    for key in (
        *(f"explain.reason.{reason}" for reason in Reason),
        *(f"explain.zone.{zone}" for zone in Zone),
        *(f"explain.feature.{kind}" for kind in ("w", "c", "s", "l", "ll", "x", "e")),
    ):
        assert desk.dialogue.phrases(key)
