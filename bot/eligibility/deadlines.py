"""Dates by working days: when the office must answer, counted by the published holiday calendar of China."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.text.normalise import normalise
from bot.text.numbers import find

IsWorkday = Callable[[date], bool]

_DATE = re.compile(r"(?:(?P<year>\d{4})[年./-])?(?P<month>\d{1,2})[月./-](?P<day>\d{1,2})(?:[日号]|(?!\d))")
_CHINESE = re.compile(r"[零〇一二三四五六七八九十]+(?=[年月日号])")
_FARTHEST = 366  # days that are searched at most: no time limit of an office is longer


def deadline(start: date, working_days: int, is_workday: IsWorkday | None = None) -> date | None:
    """The last day of a time limit of `working_days` that an event on `start` sets off; None beyond the calendar.

    The day of the event is not counted (民法典 201条). The calendar is the State Council's, make-up days included; it
    ends with the last year whose holidays have been announced.
    """
    day, left = start, working_days
    is_workday = is_workday or _calendar()
    try:
        for _ in range(_FARTHEST):
            if left == 0:
                return day
            day += timedelta(days=1)
            left -= is_workday(day)
    except (NotImplementedError, OverflowError):  # what chinese_calendar raises beyond its years; the end of time
        return None
    return None


def _calendar() -> IsWorkday:
    import chinese_calendar  # noqa: PLC0415  # a start need not pay for what few questions need

    found: IsWorkday = chinese_calendar.is_workday
    return found


def find_date(text: str, today: date) -> date | None:
    """The first date a text names ("3月18日交的", "2021-03-18"); without a year, the latest not after `today`."""
    plain = _CHINESE.sub(lambda found: _digits(found[0]), normalise(text))
    for match in _DATE.finditer(plain):
        years = [int(match["year"])] if match["year"] else range(today.year, today.year - 5, -1)
        for year in years:
            day = _day(year, int(match["month"]), int(match["day"]))
            if day and (match["year"] or day <= today):
                return day
    return None


def _digits(numeral: str) -> str:
    found = find(numeral)
    return str(int(found[0].amount.low)) if found and found[0].amount.exact else numeral


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
