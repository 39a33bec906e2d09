"""Questions typed in pinyin, and questions that lean on the answer before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from bot.desk import Desk
from bot.matching.features import following, heard


@pytest.mark.parametrize(
    "text", ["初审要几天出结果", "要交哪些材料", "企业要培训多少人次", "申报有什么条件", "联系方式", "材料可以邮寄吗"]
)
@pytest.mark.parametrize("joiner", [" ", ""])
def test_a_question_typed_in_pinyin_is_read_like_the_one_in_characters(desk: Desk, text: str, joiner: str) -> None:
    typed = joiner.join(lazy_pinyin(text))
    assert desk.matcher.read(typed).is_pinyin
    assert desk.matcher.match(typed).best.label == desk.matcher.match(text).best.label
    assert desk.matcher.features(typed) == tuple(heard(desk.matcher.features(text)))


@pytest.mark.parametrize(
    "text", ["remote or on-site?", "what do I need", "who decides", "电工 code", "6-31-01-03", "wifi"]
)
def test_what_is_no_pinyin(desk: Desk, text: str) -> None:
    assert not desk.matcher.read(text).is_pinyin


@pytest.mark.parametrize(("after", "label"), [("faq:4", "faq:4"), ("faq:5", "faq:5"), ("faq:2", "faq:2")])
def test_a_short_question_is_about_what_was_answered_before(desk: Desk, after: str, label: str) -> None:
    assert desk.matcher.match("原文", after).best.label == label


@pytest.mark.parametrize(
    "after", ["faq:1", "faq:2", "faq:3", "faq:4", "faq:5", "faq:6", "faq:7", "occ", "contact", "quiz"]
)
@pytest.mark.parametrize(
    ("text", "label"), [("材料可以邮寄吗", "faq:6"), ("你们的电话是多少", "contact"), ("电工的代码是多少", "occ")]
)
def test_a_question_that_stands_alone_is_read_alone(desk: Desk, after: str, text: str, label: str) -> None:
    assert desk.matcher.match(text, after).best.label == label


@given(st.lists(st.sampled_from(["w:材料", "c:材", "c:材料", "s:cai", "s:cai.liao", "l:list"]), unique=True))
def test_what_follows_keeps_its_own_features(found: list[str]) -> None:
    whole = following(found, "faq:5")
    assert whole[: len(found)] == found
    assert all(name.startswith("p:faq:5") for name in whole[len(found) :])
    assert set(heard(whole)) <= set(whole)
