"""Numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.numbers import Amount, find

DIGITS = "零一二三四五六七八九"


def only(text: str) -> Amount:
    (number,) = find(text)
    return number.amount


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8千", 8000),
        ("八千整", 8000),
        ("5万", 50000),
        ("1.2万", 12000),
        ("一万二", 12000),
        ("1万2", 12000),
        ("1万2千3百", 12300),
        ("一万零二", 10002),
        ("一千零五", 1005),
        ("二百五", 250),
        ("两千五", 2500),
        ("两万五", 25000),
        ("二十五万", 250000),
        ("一百零五", 105),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("１２００", 1200),
        ("1,200", 1200),
        ("12,345,678", 12345678),
        ("8k", 8000),
        ("12W", 120000),
        ("1w2", 12000),
        ("二〇一四", 2014),
        ("壹万贰仟", 12000),
        ("1亿", 100000000),
        ("6.5", 6.5),
        ("零", 0),
        ("-5", -5),
        ("负五", -5),
        ("六年半", 6.5),
        ("半年", 0.5),
        ("6年零3个月", 6.25),
    ],
)
def test_exact_numbers(text: str, value: float) -> None:
    amount = only(text)
    assert (amount.low, amount.high) == (value, value)
    assert amount.exact


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("两三百", 200, 300),
        ("七八百", 700, 800),
        ("五六年", 5, 6),
        ("十五六年", 15, 16),
        ("三十五六", 35, 36),
        ("一两年", 1, 2),
        ("三五百", 300, 500),
        ("几百人", 200, 999),
        ("十几年", 11, 19),
        ("几十万", 200000, 999999),
        ("数百人", 200, 999),
        ("近八千", 7500, 7999),
        ("快8000了", 7500, 7999),
        ("十来个", 8, 12),
        ("四百八十来", 475, 485),
        ("大概六年半", 6.25, 6.75),
        ("大概8000", 7500, 8500),
        ("8000左右", 7500, 8500),
        ("8000人左右", 7500, 8500),
        ("大约1万", 8000, 12000),
        ("五千多", 5001, 5999),
        ("一万多", 10001, 19999),
        ("480多人", 481, 489),
        ("千余人", 1001, 1999),
        ("6年多", 6.1, 6.9),
        ("8000+", 8000, None),
        ("上万", 10000, None),
        ("成百上千", 100, None),
        ("成千上万", 1000, None),
        ("500以上", 500, None),
        ("至少500", 500, None),
        ("超过500", 501, None),
        ("不到500", 0, 499),
        ("500人次不到", 0, 499),
        ("不超过500", 0, 500),
        ("500以下", 0, 500),
        ("不到六年", 0, 5.9),
        ("差一点到六年", 0, 5.9),
        ("差点六年", 0, 5.9),
        ("六年还差一点", 0, 5.9),
        ("六年欠一点", 0, 5.9),
        ("六年还没到", 0, 5.9),
        ("没有六年", 0, 5.9),
        ("500还不够", 0, 499),
        ("将满六年", 5.5, 5.9),
        ("快到六年", 5.5, 5.9),
        ("不止六年", 6.1, None),
        ("六年不止", 6.1, None),
        ("大概有六年", 5.5, 6.5),
        ("大概培训了8000人次", 7500, 8500),
        ("可能六年", 5.5, 6.5),
        ("5000到8000人次", 5000, 8000),
        ("5-6年", 5, 6),
        ("5到8千", 5000, 8000),
        ("5千~8千", 5000, 8000),
    ],
)
def test_rough_numbers(text: str, low: float, high: float | None) -> None:
    amount = only(text)
    assert (amount.low, amount.high) == (low, high)
    assert not amount.exact


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("600人次", "人次"),
        ("600人", "人"),
        ("六年", "年"),
        ("18个月", "个月"),
        ("600名学员", "名"),
        ("8千", ""),
        ("3个", "个"),
    ],
)
def test_units(text: str, unit: str) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    "text",
    ["", "6-31-01-03", "6-31-01", "2020-05-25", "022-83635027", "第3条", "一般", "统一安排", "万一", "百货", "几乎"],
)
def test_what_counts_nothing(text: str) -> None:
    assert find(text) == ()


def test_spans_point_at_the_text() -> None:
    text = "我们培训了８千多人次，办学６年半"
    assert [text[number.start : number.end] for number in find(text)] == ["８千多人次", "６年半"]


def test_several_numbers_stay_apart() -> None:
    assert [number.amount.low for number in find("电工8200，车工9000人次")] == [8200, 9000]
    assert [number.amount.low for number in find("9000到8000")] == [9000, 8000]


def in_chinese(number: int) -> str:
    """A whole number below a hundred million in Chinese, the plain way."""
    if number >= 10000:
        low = number % 10000
        return in_chinese(number // 10000) + "万" + ("" if not low else ("零" if low < 1000 else "") + in_chinese(low))
    words, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + name
        gap = digit == 0
    return words or "零"


@given(st.integers(0, 99_999_999))
def test_every_number_in_chinese_is_read_back(number: int) -> None:
    assert only(in_chinese(number)) == Amount(number, number)


@given(st.integers(0, 10**9))
def test_every_number_in_digits_is_read_back(number: int) -> None:
    assert only(f"{number:,}") == only(str(number)) == Amount(number, number)


@given(st.integers(1, 10**6), st.sampled_from(["大概{}", "近{}", "{}多", "{}左右", "{}以上", "不到{}", "至多{}"]))
def test_rough_words_bound_what_they_say(number: int, frame: str) -> None:
    amount = only(frame.format(number))
    assert amount.high is None or amount.low <= amount.high
    if "近" not in frame and "多" not in frame and "不到" not in frame:
        assert amount.low <= number <= (amount.high or number)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    for number in find(text):
        assert 0 <= number.start < number.end <= len(text)
        assert number.amount.high is None or number.amount.low <= number.amount.high


@given(st.text(alphabet="零一二三十百千万几多来半年人次-大概近到5.,", max_size=12))
def test_no_numeral_breaks_it(text: str) -> None:
    for number in find(text):
        assert number.amount.high is None or number.amount.low <= number.amount.high
