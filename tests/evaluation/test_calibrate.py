from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk
from bot.evaluation.calibrate import best_sharpness, best_zones, calibrate, worth
from bot.evaluation.folds import examples_of, fold_numbers, without
from bot.evaluation.held_aside import FOLDS, Fold, HeldAside, folds
from bot.evaluation.outcome import Case, Given, Outcome
from bot.knowledge.calibration import Calibration, Zones, read_calibration, written
from bot.knowledge.faults import Fault
from bot.knowledge.loader import load
from tests.evaluation.conftest import TODAY, office

RIGHT = Outcome(Case("q", ("问",), ("faq:1",)), Given(("faq:1",)))
WRONG = Outcome(Case("q", ("问",), ("faq:1",)), Given(("faq:2",)))
OFFERED = Outcome(Case("q", ("问",), ("faq:1",)), Given((), ("faq:2", "faq:1")))


@pytest.fixture(scope="module")
def taught(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk with its examples, which one from the cache lacks."""
    return replace(desk, knowledge=load(office(tmp_path_factory.mktemp("taught"))))


@pytest.fixture(scope="module")
def parts(taught: Desk, tmp_path_factory: pytest.TempPathFactory) -> tuple[Fold, ...]:
    return tuple(folds(taught, tmp_path_factory.mktemp("folds"), lambda step: None))


@given(st.lists(st.text("报名几天材料?"), max_size=20))
def test_questions_that_differ_in_marks_only_share_a_fold(questions: list[str]) -> None:
    numbers = fold_numbers([*questions, *(f"{question}?" for question in questions)], FOLDS)
    assert all(0 <= number < FOLDS for number in numbers)
    for question, one, other in zip(questions, numbers[: len(questions)], numbers[len(questions) :], strict=True):
        assert one == other or not question.strip("?")


def test_every_example_is_held_aside_once(taught: Desk, parts: tuple[Fold, ...]) -> None:
    held = [example for part in parts for example in part.examples]
    assert len(parts) == FOLDS
    assert sorted(e.question for e in held) == sorted(e.question for e in examples_of(taught.knowledge.examples))


def test_without_leaves_no_empty_group(taught: Desk) -> None:
    files = taught.knowledge.examples
    group = files[0].groups[0]
    left = without(files, set(group.questions))
    assert not set(group.questions) & {example.question for example in examples_of(left)}
    assert all(group.questions for file in left for group in file.groups)


def test_folds_come_from_the_cache_while_nothing_changes(taught: Desk, tmp_path: Path) -> None:
    told: list[str] = []
    first = tuple(folds(taught, tmp_path, told.append))
    again = tuple(
        folds(replace(taught, knowledge=replace(taught.knowledge, calibration=Calibration(9.0))), tmp_path, told.append)
    )
    assert len(told) == FOLDS
    assert [part.models for part in first] == [part.models for part in again]


def test_sharpness_follows_the_right_labels(taught: Desk, parts: tuple[Fold, ...]) -> None:
    assert 2 <= best_sharpness(taught, parts) <= 15


def test_thresholds_change_what_is_answered(taught: Desk, parts: tuple[Fold, ...]) -> None:
    held = HeldAside(taught, parts, 8.0, TODAY)
    bold, shy = held.outcomes(Zones(answer=0, margin=0, decline=1)), held.outcomes(Zones(answer=1, look_up=1))
    assert sum(o.asks_back for o in bold) < sum(o.asks_back for o in shy)
    assert len(bold) == len(shy) == len(examples_of(taught.knowledge.examples))


def test_worth_prefers_right_to_offered_to_wrong() -> None:
    assert worth([RIGHT]) > worth([OFFERED]) > 0 > worth([WRONG])


def test_the_best_zones_are_found_one_after_the_other() -> None:
    def outcomes(zones: Zones) -> list[Outcome]:
        return [RIGHT if zones.answer == 0.6 else WRONG, RIGHT if zones.margin == 0.2 else OFFERED]

    zones = best_zones(outcomes, lambda step: None)
    assert zones == Zones(answer=0.6, margin=0.2)


def test_what_is_written_is_read_again(taught: Desk, tmp_path: Path) -> None:
    calibration = calibrate(taught, tmp_path / "cache", TODAY, lambda step: None)
    assert calibration.made == TODAY
    assert calibration.reached
    (tmp_path / "calibration.yaml").write_text(written(calibration), encoding="utf-8")
    faults: list[Fault] = []
    assert replace(read_calibration(tmp_path, faults), line=0) == calibration
    assert not faults
