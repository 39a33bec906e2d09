from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.pinyin import folded, split_pinyin, syllables

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
