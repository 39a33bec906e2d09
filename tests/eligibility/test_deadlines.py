"""Working days by the announced calendar, and dates as people say them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.eligibility import Rulebook, deadline, due
from bot.knowledge.notice import read_notice
from tests.eligibility.conftest import ROOT


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 3, 18), 10, date(2026, 4, 1)),  # no holiday between: two weeks later
        (date(2021, 3, 26), 10, date(2021, 4, 12)),  # the Tomb-Sweeping holiday lies between
        (date(2020, 9, 25), 5, date(2020, 10, 9)),  # a Sunday is made up, then eight days are free
        (date(2026, 3, 20), 1, date(2026, 3, 23)),  # a Friday: the next working day is Monday
        (date(2026, 3, 18), 0, date(2026, 3, 18)),
    ],
)
def test_deadlines(start: date, days: int, last: date) -> None:
    assert deadline(start, days) == last


@pytest.mark.parametrize("start", [date(2026, 12, 25), date(2030, 1, 1), date(2003, 1, 1), date.max])
def test_nothing_is_said_beyond_the_calendar(start: date) -> None:
    assert deadline(start, 10) is None


@given(st.dates(date(2010, 1, 1), date(2025, 1, 1)), st.integers(1, 30), st.sets(st.integers(0, 6), max_size=6))
def test_counted_day_by_day(start: date, days: int, free: set[int]) -> None:
    last = deadline(start, days, lambda day: day.weekday() not in free)
    assert last is not None
    between = [start + timedelta(days=step) for step in range(1, (last - start).days + 1)]
    assert sum(day.weekday() not in free for day in between) == days
    assert last.weekday() not in free


def test_a_calendar_without_working_days_ends() -> None:
    assert deadline(date(2020, 1, 1), 1, lambda day: False) is None


def test_what_the_notices_limits_come_to(book: Rulebook) -> None:
    notice = read_notice(ROOT / "knowledge", [])
    assert notice is not None
    first, publicity, *assumed = due(date(2026, 3, 18), notice.time_limits, book)
    assert "10个工作日到2026-04-01为止" in first.text
    assert "5个工作日到2026-03-25为止" in publicity.text
    assert first.quote in book.clauses[first.place]
    assert len(assumed) == 2
    assert "无法推算" in due(date(2026, 12, 25), notice.time_limits, book)[0].text
