"""Personal numbers are hidden in every usual writing, and nothing else is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk
from bot.text.masking import KINDS, Masking

MASK = Masking({kind: f"<{kind}>" for kind in KINDS})

HIDDEN = {
    "phone": [
        "13812345678", "138 1234 5678", "138-1234-5678", "1381 234 5678", "+86 13812345678", "0086-13812345678",
        "１３８１２３４５６７８", "一三八一二三四五六七八", "幺三八幺二三四五六七八", "022-12345678", "(022)12345678",
        "02212345678", "0311 6666777", "022-12345678转12", "22345678",
    ],
    "identity_card": ["120101199001011234", "12010119900101123X", "12010119900101123x", "120101 19900101 123X"],
    "credit_code": ["91120101MA06ABCD1X", "12120000401234567G", "91120101ma06abcd1x", "AA123456ABCDEFGHJK"],
    "email": ["someone@example.com", "a.b-c_d@mail.example.com.cn", "wang@163．com", "wang ＠ 163.com"],
    "number": ["6222021234567890123", "6222 0212 3456 7890 123"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "number"), [(kind, number) for kind, all_ in HIDDEN.items() for number in all_])
@pytest.mark.parametrize("around", ["{}", "我的是{}，请回复", "请联系 {} 谢谢"])
def test_personal_numbers_are_hidden(kind: str, number: str, around: str) -> None:
    assert MASK(around.format(number)) == around.format(f"<{kind}>")


@pytest.mark.parametrize(
    "text",
    [
        "6-31-01-03", "6310103", "6-31-01-03 4-10-01-05 6-18-01-01", "6310103 4100105 6180101", "４-10-01-05",
        "津人社办发〔2020〕86号", "2020年5月25日", "2020-05-25 至 2022-05-24", "20200525", "2020-2022", "8200人次",
        "50000 人次", "12333", "12345 热线", "第1、3、5条", "做了13年，8个工种", "abc@ 你好",
    ],
)  # fmt: skip
def test_what_is_no_personal_number_stays(text: str) -> None:
    assert MASK(text) == text


@given(st.text("0123456789１一幺三@＠.x AX-（", max_size=30))
def test_a_text_is_passed_over_only_where_nothing_can_be_found(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.text.masking._FEWEST", 0)
        slow = MASK(text)
    assert MASK(text) == slow


def test_codes_and_names_of_the_catalogue_stay(desk: Desk) -> None:
    for row in desk.knowledge.catalog.occupations:
        for text in (row.code, row.code.replace("-", ""), row.name):
            assert MASK(f"{text}能报吗") == f"{text}能报吗"


@given(st.text(), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text())
def test_a_mobile_number_survives_in_no_text(before: str, number: str, after: str) -> None:
    masked = MASK(f"{before} {number} {after}")
    assert not re.search(rf"(?<!\d){number}(?!\d)", masked)
    assert MASK(masked) == masked


@given(
    st.text(st.characters(exclude_categories=("Nd",)).filter(lambda char: char not in "@＠零〇一幺二两三四五六七八九"))
)
def test_a_text_without_digits_and_at_signs_stays(text: str) -> None:
    assert MASK(text) == text
