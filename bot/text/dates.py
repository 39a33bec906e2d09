"""Dates that a text names, as people write them."""

import re
from datetime import date

from bot.text.normalise import normalise

_DATE = re.compile(r"(?:(?P<year>\d{4})[年./-])?(?P<month>\d{1,2})[月./-](?P<day>\d{1,2})(?:[日号]|(?!\d))")
_CHINESE = re.compile(r"[零〇一二三四五六七八九十]+(?=[年月日号])")


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
    from bot.text.numbers import find  # noqa: PLC0415  # a large pattern, for few of the texts with dates

    found = find(numeral)
    return str(int(found[0].amount.low)) if found and found[0].amount.exact else numeral


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
