"""Dates by working days: when the office must answer, counted by the published holiday calendar of China."""

from collections.abc import Callable
from datetime import date, timedelta

IsWorkday = Callable[[date], bool]

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
