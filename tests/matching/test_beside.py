import os
from operator import add, floordiv, mul

import pytest

from bot.matching.beside import Beside


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_another_process_does_what_is_asked_in_turn() -> None:
    with Beside(worth=True) as other:
        first, second = other.ask(add, [1], [2]), other.ask(os.getpid)
        assert second() != os.getpid()
        assert first() == [1, 2]


def test_large_answers_and_questions_do_not_wait_for_each_other() -> None:
    with Beside(worth=True) as other:
        answers = [other.ask(mul, b"x" * 300_000, 2) for _ in range(4)]
        assert [len(answer()) for answer in answers] == [600_000] * 4


def test_what_is_not_worth_it_is_done_here() -> None:
    with Beside(worth=False) as other:
        assert other.ask(os.getpid)() == os.getpid()
        assert other.shares("abc", 0.5) == ("abc", "")


def test_one_core_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    with Beside(worth=True) as other:
        assert other.ask(os.getpid)() == os.getpid()


def test_a_process_that_came_to_nothing_is_replaced_by_this_one() -> None:
    with Beside(worth=True) as other:
        assert other._process is not None
        other._process.kill()
        assert other.ask(os.getpid)() == os.getpid()
        assert other.ask(add, 1, 2)() == 3


def test_what_fails_there_fails_here_too(capfd: pytest.CaptureFixture[str]) -> None:
    with Beside(worth=True) as other, pytest.raises(ZeroDivisionError):
        other.ask(floordiv, 1, 0)()
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_the_process_ends_with_what_it_was_started_for() -> None:
    with Beside(worth=True) as other:
        process = other._process
    assert process is not None
    assert process.poll() is not None


def test_shares_are_the_whole() -> None:
    with Beside(worth=True) as other:
        own, rest = other.shares(range(100), 0.6)
    assert [*own, *rest] == list(range(100))
    assert len(own) == 60
