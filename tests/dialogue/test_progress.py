"""How far a self-test came, by its steps."""

from datetime import date

import pytest

from bot.desk import Desk
from bot.dialogue.conversation import Commanded, Conversation, Event, Said
from bot.dialogue.progress import Progress

TODAY = date(2025, 1, 1)  # a day on which the second office's notice is in force


def steps(desk: Desk, *events: Event) -> list[Progress | None]:
    """What each event of a talk does to the self-test."""
    conversation, found = Conversation(), []
    for event in events:
        after, _ = desk.dialogue.respond(conversation, event, TODAY)
        found.append(desk.dialogue.quiz.progress(conversation.quiz, after.quiz, TODAY))
        conversation = after
    return found


def test_a_self_test_moves_from_question_to_question_to_its_verdict(small_desk: Desk) -> None:
    said = ("家政培训机构", "5", "保洁员", "选好了", "没问题")
    first, *more = steps(small_desk, Commanded("quiz"), *map(Said, said))
    assert first == Progress(True, "kind")
    assert all(step and not step.is_new for step in more)
    assert [step.question for step in more if step][-2:] == ["check", None]
    assert more[-1] == Progress(False, None, "eligible")


def test_what_is_no_step_leaves_no_trace(small_desk: Desk) -> None:
    found = steps(small_desk, Said("4-10-01-02"), Commanded("quiz"), Said("4-10-01-02"), Commanded("help"))
    assert [step is None for step in found] == [True, False, True, True]


def test_a_self_test_is_cancelled_or_begun_anew(small_desk: Desk) -> None:
    begun = (Commanded("quiz"), Said("家政培训机构"))
    assert steps(small_desk, *begun, Said("取消"))[-1] == Progress(False, None, "cancelled")
    assert steps(small_desk, *begun, Said("重新开始"))[-1] == Progress(True, "kind")


def test_stepping_back_is_no_new_test(small_desk: Desk) -> None:
    found = steps(small_desk, Commanded("quiz"), Said("家政培训机构"), Said("上一题"))
    assert found[-1] == Progress(False, "kind")


@pytest.mark.parametrize("again", [False, True])
def test_an_unchanged_session_needs_no_rules(again: bool) -> None:
    from bot.dialogue.progress import progress
    from bot.eligibility import Session

    def fails(*_: object) -> object:
        raise AssertionError

    session = Session() if again else None
    assert progress(session, session, fails, fails) is None  # type: ignore[arg-type]
