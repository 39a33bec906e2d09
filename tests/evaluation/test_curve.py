from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.evaluation.curve import SHARES, Curve, curve, read_voices
from bot.evaluation.folds import examples_of
from bot.evaluation.questions import read_cases
from bot.evaluation.report import printed_curve
from bot.knowledge.loader import load
from tests.evaluation.conftest import TODAY, office


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = office(tmp_path_factory.mktemp("curve"))
    (folder / "voices").mkdir()
    questions = [example.question for example in examples_of(load(folder).examples)]
    (folder / "voices" / "even.txt").write_text("# a remark\n" + "\n".join(questions[:20:2]), encoding="utf-8")
    (folder / "voices" / "odd.txt").write_text("\n".join([*questions[1:20:2], "nobody's"]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def found(desk: Desk, place: Path) -> Curve:
    desk = replace(desk, knowledge=load(place))
    return curve(desk, place, read_cases(place, desk.knowledge), TODAY, lambda step: None)


def test_shares_grow_to_all_examples(found: Curve, place: Path) -> None:
    numbers = [point.examples for point in found.shares]
    assert numbers == sorted(numbers)
    assert numbers[-1] == len(examples_of(load(place).examples))
    assert len(numbers) == len(SHARES)
    assert all(point.measures["wrong"].of == 5 for point in found.shares)


def test_a_voice_is_measured_on_its_own_questions(found: Curve) -> None:
    assert len(found.voices) == 2
    for less, more in found.voices:
        assert less.measures["wrong"].of == more.measures["wrong"].of == 10
        assert more.examples - less.examples == 10


def test_voices_are_read_without_remarks(place: Path, tmp_path: Path) -> None:
    assert [len(questions) for questions in read_voices(place).values()] == [10, 11]
    assert read_voices(tmp_path) == {}


def test_both_tables_are_printed(found: Curve) -> None:
    text = printed_curve(found)
    assert "100 %" in text
    assert "voice even held aside" in text
    assert text.startswith("Learning curve of 2021-01-01, knowledge ")
    assert "voices" not in printed_curve(replace(found, voices=()))
