"""The figures against a slow count in Python."""

from collections import Counter
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.dialogue.asked import Outcome
from bot.knowledge.overlay import same
from bot.report.counts import Counts, Share
from bot.report.figures import Range, figures
from bot.report.waiting import Wait
from bot.store.forgetting import forget
from bot.store.retention import purge
from tests.report.conftest import NOW, QUESTIONS, Question, keep, memory

TODAY = NOW.astimezone().date()


def counted(questions: list[Question]) -> Counts:
    """Slow, and plain."""
    return Counts(
        questions=len(questions),
        answered=sum(one.outcome is Outcome.ANSWERED for one in questions),
        asked_back=sum(one.outcome is Outcome.ASKED_BACK for one in questions),
        declined=sum(one.outcome is Outcome.DECLINED for one in questions),
        handed_over=sum(one.handed_over for one in questions),
        helpful=sum(one.helpful is True for one in questions),
        unhelpful=sum(one.helpful is False for one in questions),
        reviewed=sum(one.reviewed is not None for one in questions),
        wrong=sum(one.reviewed is False for one in questions),
    )


def grouped(questions: list[Question], by: Callable[[Question], str]) -> dict[str, Counts]:
    return {key: counted([one for one in questions if by(one) == key]) for key in {by(one) for one in questions}}


@given(QUESTIONS, st.integers(1, 8), st.integers(0, 3))
def test_counts_are_those_of_a_slow_count(questions: list[Question], days: int, ago: int) -> None:
    database, range = memory(), Range.ending(TODAY - timedelta(days=ago), days)
    keep(database, questions)
    first, last = range
    within = [one for one in questions if first <= one.day <= last]
    found = figures(database.conn, range, NOW, top=100)
    database.close()
    assert found.total == counted(within)
    assert found.days == grouped(within, lambda one: one.day)
    assert found.labels == grouped(within, lambda one: one.label)
    assert found.channels == grouped(within, lambda one: one.channel)
    assert found.refusals == Counter(one.kind for one in within if one.outcome is Outcome.DECLINED)
    assert found.people == {day: len({one.person for one in within if one.day == day}) for day in found.days}
    queued = [
        one
        for one in within
        if one.outcome is not Outcome.ANSWERED or one.handed_over or one.helpful is False or one.reviewed is False
    ]
    assert {same(one.text): one.times for one in found.unanswered} == Counter(same(one.text) for one in queued)
    assert [one.times for one in found.unanswered] == sorted((one.times for one in found.unanswered), reverse=True)
    assert sum(share.part for share in found.replies.values()) == found.total.questions


@given(QUESTIONS)
def test_counts_stay_when_what_was_asked_is_forgotten_or_old(questions: list[Question]) -> None:
    database, range = memory(), Range.ending(TODAY, 8)
    keep(database, questions)
    before = figures(database.conn, range, NOW)
    with database.conn as connection:
        forget(connection, 1, "a", 0, NOW)
    purge(database, 2, NOW)
    after = figures(database.conn, range, NOW)
    left = {row["person"] for row in database.table("questions").rows}
    database.close()
    assert "a" not in left
    assert (after.total, after.days, after.labels, after.people) == (
        before.total, before.days, before.labels, before.people,
    )  # fmt: skip


def test_nothing_asked_gives_figures_of_nothing(database: Database) -> None:
    found = figures(database.conn, Range.ending(TODAY, 7), NOW)
    assert (found.total, found.days, found.unanswered) == (Counts(), {}, ())
    assert found.total.shares()["answered"].rate is None
    assert (found.waiting.tickets, found.waiting.to_claim, found.self_tests.begun) == (0, None, 0)


def test_a_range_holds_its_first_and_last_day() -> None:
    range = Range.ending(date(2026, 3, 2), 3)
    assert (tuple(range), range.days) == (("2026-02-28", "2026-03-02"), 3)


STEPS = st.tuples(
    st.sampled_from(["eligible", "unclear", "cancelled", None]),
    st.sampled_from(["years", "check"]),
    st.integers(0, 150),
)


@given(st.lists(STEPS, max_size=12))
def test_self_tests_are_under_way_or_left_or_came_to_something(tests: list[tuple[str | None, str, int]]) -> None:
    database = memory()
    for outcome, question, minutes in tests:
        at = f"{NOW - timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S}"
        row = {"person": "p", "channel": "private", "started_at": at, "changed_at": at, "outcome": outcome}
        over = outcome not in (None, "cancelled")
        database.table("self_tests").insert(row | {"question": None if over else question})
    found = figures(database.conn, Range.ending(TODAY, 2), NOW).self_tests
    database.close()
    moving = [test for test in tests if test[0] is None and test[2] <= 60]
    stopped = [question for outcome, question, minutes in tests
               if outcome == "cancelled" or (outcome is None and minutes > 60)]  # fmt: skip
    assert (found.begun, found.under_way) == (len(tests), len(moving))
    assert found.outcomes == Counter(outcome for outcome, *_ in tests if outcome)
    assert found.left_at == Counter(stopped)
    assert found.left == len([1 for outcome, _, minutes in tests if outcome is None and minutes > 60])


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_a_percentile_is_the_least_wait_that_so_many_do_not_exceed(waits: list[int]) -> None:
    wait = Wait.of(waits)
    assert wait
    for percentile, part in ((wait.median, 0.5), (wait.most, 0.9)):
        fitting = [one for one in waits if sum(other <= one for other in waits) >= part * len(waits) - 1e-9]
        assert percentile == min(fitting)


def test_waits_and_who_came_out_of_hours(database: Database) -> None:
    opened = NOW.astimezone().replace(hour=12)
    for number, (hour, claim, answer) in enumerate([(9, 60, 600), (12, 120, None), (17, None, None), (8, 300, 900)]):
        at = opened.replace(hour=hour)
        times = {"claimed_at": claim, "answered_at": answer}
        row = {name: seconds and utc(at + timedelta(seconds=seconds)) for name, seconds in times.items()}
        fixed = {"id": number, "person": "p", "why": "asked", "question": "", "state": "closed" if answer else "open"}
        database.table("tickets").insert({**fixed, "opened_at": utc(at), **row})
    found = figures(database.conn, Range.ending(TODAY, 1), NOW, hours=(time(9), time(17))).waiting
    assert (found.tickets, found.unclaimed, found.closed, found.out_of_hours) == (4, 1, 2, 2)
    assert (found.to_claim, found.to_answer) == (Wait(120, 300), Wait(600, 900))
    assert figures(database.conn, Range.ending(TODAY, 1), NOW).waiting.out_of_hours is None


def utc(at: object) -> str:
    from datetime import UTC, datetime

    assert isinstance(at, datetime)
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(("share", "rate"), [(Share(0, 0), None), (Share(0, 2), 0.0), (Share(1, 4), 0.25)])
def test_a_share_of_nothing_has_no_rate(share: Share, rate: float | None) -> None:
    assert share.rate == rate
