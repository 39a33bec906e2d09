"""Askers with people behind the dialogue: nothing is lost, nobody is left without an answer or the contact."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.conversation import Commanded, Conversation, Event, Pressed, Said
from bot.helpdesk.helpdesk import Case, Helpdesk, Outcome
from bot.helpdesk.pause import Pause
from bot.helpdesk.ticket import (
    Answered,
    Claimed,
    Ended,
    Happening,
    Released,
    State,
    Ticket,
    Unclaimed,
    Unreachable,
)
from bot.reply import plain
from tests.helpdesk.conftest import MISSES, NOW, TODAY, has_contact, relays, replies

CASE = Case(1001, "hash", number=1)
PAUSE = Pause(NOW, "通告正在修订", "creator")
Say = Callable[..., str]

SAID = ("年龄满几岁可以申报", "4-10-01-02", *MISSES, "转人工", "自测", "返回", "1", "")
EVENTS: tuple[Event | None, ...] = (
    *map(Said, SAID), None, Commanded("human"), Commanded("end"), Commanded("contact"), Commanded("quiz"),
    Commanded("code", "育婴员"), Pressed("handoff"), Pressed("end"), Pressed("quiz:back"), Pressed("occupations"),
)  # fmt: skip
HAPPENINGS: tuple[Happening, ...] = (
    Claimed(7, "王"), Claimed(8, "李"), Answered(7, "王", "答"), Answered(8, "李", "改", edited=True), Ended("staff"),
    Released(), Unclaimed(), Unreachable(),
)  # fmt: skip
STEPS = st.lists(st.sampled_from([*EVENTS, *HAPPENINGS, "pause", "resume"]), max_size=30)


def respond(helpdesk: Helpdesk, conversation: Conversation, event: Event | None, case: Case = CASE) -> Outcome:
    text = event.text if isinstance(event, Said) else ""
    return helpdesk.respond(conversation, event, replace(case, text=text), TODAY, NOW)


@given(STEPS)
def test_any_walk(helpdesk: Helpdesk, say: Say, steps: list[object]) -> None:
    """No message is lost, nobody is silent while nobody has the talk, and a handoff always brings the contact."""
    conversation, ticket, number, pause, now = Conversation(), None, 1, None, NOW
    for step in steps:
        now += timedelta(minutes=1)
        if step in ("pause", "resume"):
            pause = PAUSE if step == "pause" else None
        elif isinstance(step, HAPPENING_KINDS):
            ticket = happened(helpdesk, say, ticket, step, now) if ticket else None
        else:
            case = Case(1001, "hash", ticket, number, pause=pause, text=getattr(step, "text", "〔附件〕"))
            outcome = helpdesk.respond(conversation, step, case, TODAY, now)
            check(outcome, ticket, step, case, say)
            conversation = outcome.conversation
            ticket = outcome.ticket
        if ticket and ticket.state is State.CLOSED:
            ticket, number = None, number + 1
        assert ticket is None or (ticket.claimed_by is not None) == ticket.is_held


HAPPENING_KINDS = tuple({type(happening) for happening in HAPPENINGS})


def happened(helpdesk: Helpdesk, say: Say, ticket: Ticket, happening: Happening, now) -> Ticket:
    after = helpdesk.happens(ticket, happening, now)
    answers = relays(after.messages, "asker")
    assert answers == ([happening.text] if isinstance(happening, Answered) else [])
    for reply in replies(after.messages, "asker"):
        if not after.ticket.is_held:
            assert say("ticket.claimed", number=ticket.number) not in plain(reply)
            assert has_contact(reply) or after.ticket.state is State.CLOSED
    return after.ticket


def check(outcome: Outcome, ticket: Ticket | None, event: Event | None, case: Case, say: Say) -> None:
    words = event is None or isinstance(event, Said)
    told = replies(outcome.messages, "asker")
    assert relays(outcome.messages, "ticket") == ([case.text] if ticket and words else [])
    if ticket and ticket.is_held and words:
        assert told == []
    elif ticket or event is not None:
        assert len(told) == 1
    for reply in told:
        assert not reply.handoff or has_contact(reply)
        if outcome.ticket is None or not outcome.ticket.is_held:
            assert "已接手" not in plain(reply)
    if outcome.ticket and not ticket:
        assert outcome.ticket.number == case.number
        assert outcome.reply
        assert say("ticket.opened", number=case.number) in plain(outcome.reply)


def test_a_handoff_opens_a_ticket_with_what_was_said(helpdesk: Helpdesk) -> None:
    asked = respond(helpdesk, Conversation(), Said("几岁可以当保姆，我的电话13812345678"))
    outcome = respond(helpdesk, asked.conversation, Said("转人工"))
    assert outcome.ticket
    assert outcome.ticket.question == "几岁可以当保姆，我的电话〔电话〕"
    assert outcome.lines[0].text == outcome.ticket.question
    assert (outcome.ticket.asker, outcome.ticket.person, outcome.ticket.why) == (1001, "hash", "asked")


def test_without_a_group_of_the_staff_there_is_only_the_contact(helpdesk: Helpdesk) -> None:
    alone = helpdesk.dialogue.respond(Conversation(), Said("转人工"), TODAY)
    outcome = respond(helpdesk, Conversation(), Said("转人工"), replace(CASE, number=None))
    assert (outcome.conversation, outcome.messages) == alone
    assert outcome.ticket is None


def test_outside_of_the_hours_the_asker_counts_as_told(helpdesk: Helpdesk, say: Say) -> None:
    night = NOW.replace(hour=20)
    outcome = helpdesk.respond(Conversation(), Commanded("human"), CASE, TODAY, night)
    assert outcome.ticket
    assert outcome.ticket.told_at == night
    assert outcome.reply
    assert say("ticket.off_duty", hours="09:00-17:00") in plain(outcome.reply)


def test_a_pause_keeps_what_was_begun(helpdesk: Helpdesk, say: Say) -> None:
    begun = respond(helpdesk, Conversation(), Commanded("quiz")).conversation
    paused = replace(CASE, pause=PAUSE)
    for event in (Said("家政培训机构"), Commanded("cancel"), Pressed("quiz:restart"), Said("年龄满几岁可以申报")):
        outcome = respond(helpdesk, begun, event, paused)
        assert outcome.conversation == begun
        assert outcome.reply
        assert "通告正在修订" in plain(outcome.reply)
        assert has_contact(outcome.reply)
    looked_up = respond(helpdesk, begun, Said("4-10-01-02"), paused)
    assert looked_up.conversation.quiz == begun.quiz
    assert looked_up.reply
    assert looked_up.reply.answer == ("occ:4-10-01-02",)
