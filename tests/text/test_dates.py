from datetime import date

import pytest

from bot.text.dates import find_date

TODAY = date(2026, 1, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月18日交的", date(2025, 3, 18)),
        ("1月20号提交", date(2026, 1, 20)),
        ("三月十八号交的", date(2025, 3, 18)),
        ("2021年3月18日", date(2021, 3, 18)),
        ("２０２１－０３－１８", date(2021, 3, 18)),
        ("12.20", date(2025, 12, 20)),
        ("2月29日", date(2024, 2, 29)),
        ("2027年1月1日交", date(2027, 1, 1)),
        ("13月40日", None),
        ("上周交的", None),
        ("2021年2月30日", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert find_date(text, TODAY) == day
