"""The life of a ticket, step by step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.helpdesk.helpdesk import Helpdesk
from bot.helpdesk.ticket import (
    Answered,
    Claimed,
    Ended,
    Happening,
    Line,
    Neglected,
    Released,
    State,
    Ticket,
    Unclaimed,
    Undelivered,
    Unreachable,
    Wrote,
)
from bot.reply import Button, Relay, plain
from tests.helpdesk.conftest import NOW, has_contact, relays, replies

OPEN = Ticket(3, 1001, "hash", "asked", "年龄满几岁可以申报", NOW)
CLAIMED = replace(OPEN, state=State.CLAIMED, claimed_by=7, claimed_at=NOW)
WAITING = replace(CLAIMED, state=State.WAITING, answered_at=NOW)
REMINDED = replace(CLAIMED, reminded_at=NOW)
CLOSED = replace(OPEN, state=State.CLOSED, closed_at=NOW, closed_by="staff")
LATER = NOW + timedelta(minutes=20)

Say = Callable[..., str]


@pytest.mark.parametrize(
    ("before", "happening", "state", "held_by"),
    [
        (OPEN, Wrote("x"), "open", None),
        (CLAIMED, Wrote("x"), "claimed", 7),
        (WAITING, Wrote("x"), "claimed", 7),
        (WAITING, Wrote("x", owed=False), "waiting", 7),
        (OPEN, Claimed(7, "王"), "claimed", 7),
        (CLAIMED, Claimed(8, "李"), "claimed", 8),
        (WAITING, Claimed(8, "李"), "waiting", 8),
        (OPEN, Answered(7, "王", "x"), "waiting", 7),
        (CLAIMED, Answered(8, "李", "x"), "waiting", 7),
        (OPEN, Released(), "open", None),
        (CLAIMED, Released(), "open", None),
        (WAITING, Released(), "open", None),
        (REMINDED, Released("silent"), "open", None),
        (CLAIMED, Neglected(), "claimed", 7),
        (WAITING, Ended("silence"), "closed", None),
        (OPEN, Ended("asker"), "closed", None),
        (WAITING, Ended("staff"), "closed", None),
        (CLAIMED, Ended("deletion"), "closed", None),
        (OPEN, Unclaimed(), "open", None),
        (CLAIMED, Unclaimed(), "claimed", 7),
        (OPEN, Unreachable(), "open", None),
        (CLAIMED, Unreachable(), "open", None),
        (WAITING, Unreachable(), "open", None),
        (WAITING, Undelivered("blocked"), "waiting", 7),
        (CLOSED, Answered(7, "王", "x"), "closed", None),
        (CLOSED, Claimed(7, "王"), "closed", None),
        (CLOSED, Wrote("x"), "closed", None),
        (CLOSED, Ended("asker"), "closed", None),
    ],
)
def test_states(helpdesk: Helpdesk, before: Ticket, happening: Happening, state: str, *, held_by: int | None) -> None:
    after = helpdesk.happens(before, happening, LATER).ticket
    assert (after.state, after.claimed_by) == (state, held_by)
    assert (after.closed_at is not None) == (after.state is State.CLOSED)


def test_the_first_answer_claims_and_is_noted(helpdesk: Helpdesk, say: Say) -> None:
    step = helpdesk.happens(OPEN, Answered(7, "王", "满十八岁"), LATER)
    assert (step.ticket.claimed_at, step.ticket.answered_at) == (LATER, LATER)
    assert [plain(reply) for reply in replies(step.messages, "asker")] == [say("ticket.claimed", number=3)]
    assert step.messages[-1] == Relay("asker", "满十八岁", say("ticket.answer"))
    again = helpdesk.happens(step.ticket, Answered(7, "王", "十八"), LATER + timedelta(minutes=1))
    assert again.messages == (Relay("asker", "十八", say("ticket.answer")),)
    assert again.ticket.answered_at == LATER


def test_who_takes_over_is_told_to_the_staff_only(helpdesk: Helpdesk, say: Say) -> None:
    step = helpdesk.happens(CLAIMED, Claimed(8, "李"), LATER)
    assert replies(step.messages, "asker") == []
    assert [plain(reply) for reply in replies(step.messages, "ticket")] == [say("staff.claimed", name="李", number=3)]
    assert step.ticket.claimed_at == NOW
    assert helpdesk.happens(CLAIMED, Claimed(7, "王"), LATER).messages == ()


@pytest.mark.parametrize("happening", [Unclaimed(), Unreachable()])
def test_that_nobody_answers_is_told_once_with_the_contact(helpdesk: Helpdesk, happening: Happening) -> None:
    step = helpdesk.happens(OPEN, happening, LATER)
    (reply,) = replies(step.messages, "asker")
    assert has_contact(reply)
    for repeated in (Unclaimed(), Unreachable()):
        assert helpdesk.happens(step.ticket, repeated, LATER).messages == ()


def test_who_was_let_down_is_told_so_with_the_contact(helpdesk: Helpdesk, say: Say) -> None:
    step = helpdesk.happens(WAITING, Released(), LATER)
    (reply,) = replies(step.messages, "asker")
    assert has_contact(reply)
    (told,) = replies(step.messages, "ticket")
    assert [button.action for row in told.buttons for button in row if isinstance(button, Button)] == [
        "claim:3",
        "close:3",
    ]
    assert helpdesk.happens(step.ticket, Unclaimed(), LATER).messages == ()


def test_the_staff_are_reminded_once_for_each_answer_that_is_owed(helpdesk: Helpdesk, say: Say) -> None:
    step = helpdesk.happens(CLAIMED, Neglected(), LATER)
    assert [plain(reply) for reply in replies(step.messages, "ticket")] == [say("staff.neglected", number=3)]
    assert replies(step.messages, "asker") == []
    for before in (step.ticket, OPEN, WAITING):
        assert helpdesk.happens(before, Neglected(), LATER).messages == ()
    answered = helpdesk.happens(step.ticket, Answered(7, "王", "x"), LATER).ticket
    assert helpdesk.happens(helpdesk.happens(answered, Wrote("y"), LATER).ticket, Neglected(), LATER).messages


def test_nobody_has_a_ticket_while_the_group_cannot_be_reached(helpdesk: Helpdesk, say: Say) -> None:
    """Else the bot would stay silent, and what is asked would reach nobody."""
    step = helpdesk.happens(replace(WAITING, told_at=NOW), Unreachable(), LATER)
    (reply,) = replies(step.messages, "asker")
    assert plain(reply).startswith(say("ticket.unreachable", number=3))
    assert helpdesk.happens(step.ticket, Unreachable(), LATER).messages == ()


def test_both_sides_hear_of_the_end(helpdesk: Helpdesk, say: Say) -> None:
    for by in ("asker", "staff", "silence"):
        step = helpdesk.happens(WAITING, Ended(by), LATER)
        assert [plain(reply) for reply in replies(step.messages, "asker")] == [say(f"ticket.ended.{by}", number=3)]
        assert [plain(reply) for reply in replies(step.messages, "ticket")] == [say(f"staff.ended.{by}", number=3)]
    gone = helpdesk.happens(WAITING, Ended("deletion"), LATER)
    assert replies(gone.messages, "asker") == []
    assert gone.ticket.asker is None


def test_a_change_is_announced(helpdesk: Helpdesk, say: Say) -> None:
    step = helpdesk.happens(CLAIMED, Wrote("周四", edited=True), LATER)
    assert plain(replies(step.messages, "ticket")[0]) == say("staff.edited", number=3)
    assert relays(step.messages, "ticket") == ["周四"]
    (relay,) = helpdesk.happens(WAITING, Answered(7, "王", "周五", edited=True), LATER).messages
    assert relay == Relay("asker", "周五", say("ticket.corrected"))


def test_the_opening_says_why_and_what_was_asked(helpdesk: Helpdesk, say: Say) -> None:
    lines = [Line("asker", f"问题{number}") for number in range(20)] + [Line("bot", "字" * 900)]
    opening = helpdesk.wording.opening(OPEN, lines)
    assert say("staff.why.asked") in plain(opening)
    assert "问题19" in plain(opening)
    assert "问题5" not in plain(opening)
    assert len(plain(opening)) < 1000
    assert plain(opening).endswith("以 // 或 # 开头的只有本群看得到。")
    assert helpdesk.wording.opening(CLOSED, lines).buttons == ()


@pytest.mark.parametrize("question", ["", "年龄", "长" * 500, "两行\n的问题", "𠮷" * 200])
def test_names_of_topics(helpdesk: Helpdesk, question: str) -> None:
    name = helpdesk.wording.name(replace(OPEN, question=question))
    assert name.startswith("工单3")
    assert len(name) <= 128
    assert name == " ".join(name.split())


@pytest.mark.parametrize(
    ("minutes", "age"), [(0, "0分钟"), (59, "59分钟"), (60, "1小时"), (47 * 60 + 59, "47小时"), (48 * 60, "2天")]
)
def test_the_list_says_how_old_a_ticket_is(helpdesk: Helpdesk, minutes: int, age: str) -> None:
    listed = helpdesk.wording.listed([(OPEN, "https://t.me/c/1/2")], NOW + timedelta(minutes=minutes))
    assert plain(listed) == f"工单3 · 待接手 · {age} · 年龄满几岁可以申报 https://t.me/c/1/2"


def test_the_hours_include_their_first_minute_and_not_their_last(helpdesk: Helpdesk) -> None:
    on_duty = [NOW.replace(hour=hour, minute=minute) for hour, minute in ((9, 0), (16, 59))]
    off_duty = [NOW.replace(hour=hour, minute=minute) for hour, minute in ((8, 59), (17, 0), (0, 0))]
    assert all(map(helpdesk.terms.is_on_duty, on_duty))
    assert not any(map(helpdesk.terms.is_on_duty, off_duty))
