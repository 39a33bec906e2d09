from dataclasses import replace
from pathlib import Path

import pytest

from bot.evaluation.measures import MEASURES, Share
from bot.evaluation.outcome import Case, Given, Outcome
from bot.evaluation.report import printed
from bot.evaluation.scoreboard import Scoreboard, run
from tests.evaluation.conftest import TODAY, office


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Scoreboard:
    place = tmp_path_factory.mktemp("board")
    return run(office(place), place / "cache", TODAY, quick=True)


def test_measures_every_case_once(board: Scoreboard) -> None:
    assert board.measures["wrong"].of == 5
    assert board.measures["in_scope"].of == 4
    assert board.measures["oos_recall"].of == 1
    assert board.measures["none_recall"].of == 0
    assert board.measures["focus"].of == 1
    assert board.measures["turn2"].of == 2
    assert board.measures["focus_turn2"].of == 1
    assert sum(right.of for right, _ in board.labels.values()) == 5
    assert sum(right.of for right, _ in board.registers.values()) == 5
    right = board.measures["turn2"].hits + sum(right.hits for right, _ in board.labels.values())
    assert len(board.misses) == 7 - right
    assert board.speed.median <= board.speed.p99


def test_exact_look_ups_are_right(board: Scoreboard) -> None:
    assert board.labels["occ:CODE"][0] == Share(1, 1)
    assert board.labels["occ:list"][0] == Share(1, 1)


def test_baselines_stand_beside_the_product_on_the_same_questions(board: Scoreboard) -> None:
    assert len(board.baselines) == 4
    assert {measures["wrong"].of for measures in board.baselines.values()} == {3}
    assert {measures["turn2"].of for measures in board.baselines.values()} == {2}


def test_prints_every_table(board: Scoreboard) -> None:
    text = printed(replace(board, ablation={"no context": board.measures}))
    for measure in MEASURES:
        assert (f"\n{measure.name} " in text) is (board.measures[measure.name].of > 0)
    for name in ("occ:CODE", "keyword", "this product", "no context", "CLINC150 full", "Dialogflow"):
        assert name in text
    assert "+0.0" in text
    assert "in_scope" in text.splitlines()[4]
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_a_quick_run_has_no_ablation(board: Scoreboard) -> None:
    assert board.ablation == {}
    assert "ablation" not in printed(board)


def test_misses_are_ordered_from_untrue_to_asked_back(board: Scoreboard) -> None:
    ranks = [(miss.is_wrong, bool(miss.given.answer), miss.given.confidence) for miss in board.misses]
    assert ranks == sorted(ranks, reverse=True)


def test_prints_no_more_misses_than_asked_for(board: Scoreboard) -> None:
    case = Case("e1", ("问",), ("faq:1",))
    misses = tuple(
        Outcome(replace(case, id=id), Given(answer, choices, confidence=sure))
        for id, answer, choices, sure in [
            ("w1", ("faq:2",), (), 0.9),
            ("d1", ("oos",), (), 0.99),
            ("a1", (), ("faq:2",), 0.4),
        ]
    )
    text = printed(replace(board, misses=misses), errors=2)
    assert "the worst 2 of 3 misses" in text
    assert [line.split()[:3] for line in text.splitlines()[-2:]] == [
        ["0.90", "WRONG", "w1"],
        ["0.99", "declined", "d1"],
    ]
    assert "misses" not in printed(replace(board, misses=()), errors=2)


def test_tells_before_what_takes_long(folder: Path, tmp_path: Path) -> None:
    told: list[str] = []
    board = run(folder, tmp_path / "cache", TODAY, tell=told.append)
    assert told[0].startswith("fitting")
    assert [step for step in told if "no sounds" in step]
    assert len(board.ablation) == 9
    assert all(measures["wrong"].of == 5 for measures in board.ablation.values())


def test_a_run_from_the_cache_gives_the_same_figures(folder: Path, tmp_path: Path) -> None:
    told: list[str] = []
    first, second = (run(folder, tmp_path / "cache", TODAY, quick=True, tell=told.append) for _ in range(2))
    assert [step for step in told if step.startswith("fitting")] == told[:1]
    assert replace(second, speed=first.speed, misses=()) == replace(first, misses=())
    assert [miss.case for miss in second.misses] == [miss.case for miss in first.misses]
