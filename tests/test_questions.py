"""Every question is kept once, with its outcome; what was not answered waits in the queue."""

import errno
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.dialogue.asked import Asked, Outcome
from bot.store.database import DatabaseError, open_database
from bot.store.people import people, recognise
from bot.store.questions import (
    Occasion,
    Questions,
    Queue,
    keep_handed_over,
    keep_picked,
    keep_question,
)

NOW = datetime(2026, 11, 23, 4, 27, 35, tzinfo=UTC)
ANSWERED = Asked("初审几天", Outcome.ANSWERED, ("faq:4", "faq:6"), 0.9, context="怎么报")
DECLINED = Asked("有补贴吗", Outcome.DECLINED, ("oos",), 0.8, kind="subsidy")
ASKED_BACK = Asked("那个怎么弄", Outcome.ASKED_BACK, ("faq:5", "faq:6"), 0.4)


@pytest.fixture
def questions(tmp_path: Path) -> Iterator[Questions]:
    with open_database(tmp_path / "bot.db") as database:
        yield Questions(database)


def keep(questions: Questions, *kept: Asked, person: str = "p") -> None:
    first = next(questions.database.query("SELECT coalesce(max(update_id), 0) AS n FROM questions"))["n"]
    with questions.database.conn as connection:
        for number, question in enumerate(kept, first + 1):
            keep_question(connection, question, Occasion(number, person, "private", NOW))


def texts(questions: Questions, *states: Queue) -> list[str]:
    return [question.text for question in (questions.queued(states) if states else questions.queued())]


def test_what_was_not_answered_is_queued(questions: Questions) -> None:
    keep(questions, ANSWERED, DECLINED, ASKED_BACK)
    assert texts(questions) == ["那个怎么弄", "有补贴吗"]
    first, second = questions.queued()
    assert (first.labels, first.outcome) == (("faq:5", "faq:6"), "asked_back")
    assert (second.kind, second.labels, second.helpful) == ("subsidy", ("oos",), None)


def test_an_answer_that_did_not_help_is_queued_and_one_that_did_is_not(questions: Questions) -> None:
    keep(questions, ANSWERED, ANSWERED)
    questions.rate(1, "p", True, NOW)
    questions.rate(2, "p", False, NOW)
    (queued,) = questions.queued()
    assert (queued.id, queued.helpful) == (2, False)


def test_each_person_rates_once_and_the_worst_rating_stands(questions: Questions) -> None:
    keep(questions, ANSWERED)
    assert [questions.rate(1, person, helpful, NOW) for person, helpful in (("a", 0), ("a", 1), ("b", 1))] == [
        True, False, True,
    ]  # fmt: skip
    kept = [(row["person"], row["helpful"]) for row in questions.database.query("SELECT * FROM feedback")]
    assert kept == [("a", 0), ("b", 1)]
    assert questions.queued()[0].helpful is False


def test_the_last_question_of_whoever_asks_for_a_person_is_queued(questions: Questions) -> None:
    keep(questions, ANSWERED, person="a")
    keep(questions, ANSWERED, person="b")
    with questions.database.conn as connection:
        keep_handed_over(connection, "a")
        keep_handed_over(connection, "nobody")
    (queued,) = questions.queued()
    assert (queued.id, queued.handed_over) == (1, True)


def test_a_choice_is_kept_with_its_question(questions: Questions) -> None:
    keep(questions, ASKED_BACK)
    with questions.database.conn as connection:
        keep_picked(connection, Occasion(77, "p", "private", NOW), "faq:6")
    questions.rate(77, "p", False, NOW)  # below the answer to the choice
    (queued,) = questions.queued()
    assert (queued.picked, queued.helpful) == ("faq:6", False)


def test_a_question_moves_through_the_queue_and_one_that_is_not_in_it_stays_out(questions: Questions) -> None:
    keep(questions, ANSWERED, DECLINED)
    assert questions.move([1, 2], Queue.IGNORED, NOW) == 1
    assert texts(questions) == []
    assert texts(questions, Queue.IGNORED) == ["有补贴吗"]
    assert questions.move([2], Queue.NEW, NOW) == 0  # who gives up a preview brings nothing back that others dealt with


def test_nothing_that_was_dealt_with_is_queued_again(questions: Questions) -> None:
    keep(questions, DECLINED)
    questions.move([1], Queue.DONE, NOW)
    questions.rate(1, "p", False, NOW)
    assert texts(questions) == []


def test_people_are_told_apart_and_the_key_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    first = people(None, path)
    assert first(1) == people(None, path)(1) != first(2)
    assert (tmp_path / "bot.db.key").stat().st_mode & 0o077 == 0
    other = people("another key, long enough", path)
    with open_database(path) as database:
        recognise(database, first)
        recognise(database, people(None, path))
        with pytest.raises(DatabaseError, match="another key"):
            recognise(database, other)
    assert other(1) not in (first(1), people("a third key, long enough", path)(1))
    assert len(first(1)) == 16


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40])
def test_a_key_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bot.db.key").write_bytes(content)
    with pytest.raises(OSError, match=r"holds no key of at least 16 characters: .*bot\.db\.key"):
        people(None, tmp_path / "bot.db")


def test_a_crash_while_the_key_is_made_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(handle: int) -> None:
        raise OSError(errno.EIO, "crash")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", crash)
        with pytest.raises(OSError, match="crash"):
            people(None, tmp_path / "bot.db")
    assert not list(tmp_path.iterdir())


def test_the_database_is_nobody_else_s_to_read(tmp_path: Path) -> None:
    path = tmp_path / "made" / "bot.db"
    with open_database(path):
        modes = [one.stat().st_mode & 0o077 for one in (path.parent, *path.parent.iterdir())]
    assert modes == [0] * len(modes)
