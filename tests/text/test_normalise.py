import unicodedata
from pathlib import Path

import jieba
import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalise import is_chinese, normalise
from bot.text.pinyin import gb_2312

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)  # lone surrogates too


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("６－３１－０１－０３", "6-31-01-03"),
        ("ＡＢＣ", "abc"),
        ("初審要幾天", "初审要几天"),
        ("職業技能等級認定", "职业技能等级认定"),
        ("軟件和文件", "软件和文件"),
        ("  怎么\t\t申报\n", "怎么 申报"),
        ("怎么\u200b申\u2060报", "怎么申报"),
        ("\u202e怎么申报\u200f", "怎么申报"),
        ("怎么\x00申报\x07", "怎么申报"),
        ("怎么\ud800申报", "怎么申报"),
        ("怎么\ue000申报", "怎么申报"),  # private use marks hidden names, so nobody may type it
        ("\u3000怎么\u00a0申报\u3000", "怎么 申报"),
        ("①②", "12"),
        ("", ""),
        ("\u200b\u202e\x00", ""),
    ],
)
def test_one_form_of_many_writings(typed: str, read: str) -> None:
    assert normalise(typed) == read


@given(ANYTHING)
def test_nothing_invisible_is_left(text: str) -> None:
    said = normalise(text)
    assert not [char for char in said if unicodedata.category(char)[0] == "C"]
    assert said == " ".join(said.split())


@given(st.text(st.characters(max_codepoint=0x9FFF, exclude_categories=("C", "M")), max_size=60))
def test_a_normalised_text_stays_as_it_is(text: str) -> None:
    said = normalise(text)
    assert normalise(said) == said


@given(st.text("发發后後里裡面麵台臺干乾幹职職业業审審几幾", max_size=12))
def test_traditional_characters_read_like_simplified_ones(text: str) -> None:
    simplified = str.maketrans("發後裡麵臺乾幹職業審幾", "发后里面台干干职业审几")
    assert normalise(text) == normalise(text.translate(simplified))


def test_words_in_simplified_characters_need_no_conversion() -> None:
    """The words of jieba's dictionary, without old writings, and without 坏, which is 坯 in traditional writing."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    words = [line.split(" ")[0] for line in lines]
    simplified = [word for word in words if gb_2312() >= set(word) and normalise(word) == word and "坏" not in word]
    convert = opencc.OpenCC("t2s").convert
    different = [word for word in simplified if convert(word) != word]
    assert len(simplified) > 300_000
    assert different == []


def test_what_is_broken_is_no_clay_in_simplified_writing() -> None:
    assert normalise("设备打坏了") == "设备打坏了"


@pytest.mark.parametrize(("typed", "read"), [("回覆", "回复"), ("藉口", "借口"), ("明瞭", "明了"), ("乾淨", "干净")])
def test_old_writings_are_brought_into_today_s(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_ordinary_mainland_words_are_not_rewritten() -> None:
    for word in ("文件", "软件", "程序", "信息", "网络", "复印件", "打印机", "里程", "干部", "后台"):
        assert normalise(word) == word


def test_chinese_characters() -> None:
    assert all(map(is_chinese, "申报一㐀鿿"))
    assert not any(map(is_chinese, "a1，。ーかﾊ한"))
