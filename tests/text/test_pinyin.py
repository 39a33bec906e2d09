import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.pinyin import folded, folds, in_letters, letters_of, read, split_pinyin, syllables, syllables_of_each

KNOWN = sorted({sound for code in range(0x4E00, 0x9FA6) for sound in syllables(chr(code))})


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("初审", "chu shen"),
        ("银行", "yin hang"),
        ("行业", "hang ye"),
        ("重新", "chong xin"),
        ("A电1工。", "dian gong"),
        ("abc 123", ""),
        ("", ""),
    ],
)
def test_syllables(text: str, sounds: str) -> None:
    assert syllables(text) == tuple(sounds.split())


@given(st.text("初审申报电工职业abc1，", max_size=12))
def test_one_syllable_a_character(text: str) -> None:
    assert len(syllables(text)) == sum("\u4e00" <= char <= "\u9fff" for char in text)


@pytest.mark.parametrize("heard", [("zhang", "zan"), ("lan", "nan"), ("ren", "leng"), ("shi", "si"), ("qing", "qin")])
def test_confusable_sounds_fold_together(heard: tuple[str, str]) -> None:
    one, other = heard
    assert folded(one) == folded(other)


def test_clear_sounds_stay_apart() -> None:
    for one, other in (("bao", "pao"), ("dian", "tian"), ("gong", "kong"), ("che", "she"), ("mo", "mu")):
        assert folded(one) != folded(other)


@given(st.lists(st.sampled_from(KNOWN), max_size=6), st.lists(st.sampled_from(KNOWN), max_size=6))
def test_readings_are_the_same_letters_where_they_fold_to_the_same(one: list[str], other: list[str]) -> None:
    assert len(in_letters(one)) == len(one)
    assert (in_letters(one) == in_letters(other)) == (list(map(folded, one)) == list(map(folded, other)))


def test_every_fold_has_a_letter_of_its_own() -> None:
    assert len(set(map(in_letters, ([sound] for sound in KNOWN)))) == len(set(map(folded, KNOWN)))


def test_what_is_no_syllable_stays_in_a_reading() -> None:
    assert in_letters(["dian", "𠀀"])[1] == "𠀀"


TEXTS = st.text("银行业重新得多初审a1 ，𠀀㐀\ue000", max_size=12)
STRETCH = re.compile("([㐀-鿿]+)")


def test_sounds_of_words_that_are_read_unlike_their_characters_have_letters_too() -> None:
    assert len(letters_of("非得去")) == 3
    assert folds(letters_of("非得去")) == ("fei", "dei", "qu")


@given(TEXTS)
def test_a_text_sounds_as_its_stretches_of_chinese_do(text: str) -> None:
    slow = [
        in_letters(read(piece)) if at % 2 else re.sub("[^\ue000]", " ", piece)
        for at, piece in enumerate(STRETCH.split(text))
    ]
    assert letters_of(text) == "".join(slow)


@given(st.lists(TEXTS))
def test_many_texts_are_read_as_each_is(texts: list[str]) -> None:
    assert list(syllables_of_each(texts)) == list(map(syllables, texts))


@given(TEXTS)
def test_letters_stand_for_the_folded_syllables(text: str) -> None:
    assert folds(letters_of(text)) == tuple(
        sound
        for piece in re.split("(\ue000)", text)
        for sound in ([piece] if piece == "\ue000" else map(folded, syllables(piece)))
    )


@given(TEXTS)
def test_each_character_is_read(text: str) -> None:
    assert tuple(sound for sound, char in zip(read(text), text, strict=True) if sound != char) == syllables(text)


def test_folding_twice_changes_nothing() -> None:
    assert [sound for sound in KNOWN if folded(folded(sound)) != folded(sound)] == []


@pytest.mark.parametrize(
    ("typed", "sounds"),
    [
        ("chushen", "chu shen"),
        ("diangong", "dian gong"),
        ("xian", "xian"),  # fewest syllables, not xi an
        ("zhongshipengtiaoshi", "zhong shi peng tiao shi"),
        ("hello", None),
        ("", None),
        ("zsptsh", None),
    ],
)
def test_typed_pinyin(typed: str, sounds: str | None) -> None:
    assert split_pinyin(typed) == (tuple(sounds.split()) if sounds else None)


@given(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=8))
def test_pinyin_is_cut_into_known_syllables_that_join_back(sounds: list[str]) -> None:
    letters = "".join(sounds)
    cut = split_pinyin(letters)
    assert cut is not None
    assert "".join(cut) == letters
    assert set(cut) <= set(KNOWN)
    assert len(cut) <= len(sounds)


@given(st.text("aeioubnghzx", max_size=9))
def test_a_cut_is_the_shortest_there_is(letters: str) -> None:
    cut = split_pinyin(letters)
    shortest = _fewest(letters)
    assert (len(cut) if cut else None) == shortest


def _fewest(letters: str) -> int | None:
    """By trying every way of cutting."""
    counts = []
    for cuts in product((False, True), repeat=max(0, len(letters) - 1)):
        pieces, start = [], 0
        for end, cut in enumerate((*cuts, True), 1):
            if cut:
                pieces.append(letters[start:end])
                start = end
        if letters and all(piece in KNOWN for piece in pieces):
            counts.append(len(pieces))
    return min(counts, default=None)
