import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.faults import Fault
from bot.phrases import Phrases, phrases_hash, read_phrases
from bot.text.normalise import normalise

SURFACES = ("terminal.", "telegram.", "staff.")
SURFACE_WORDS = ("按钮", "点击", "点按", "点下面", "编号", "输入", "键盘", "下方", "回车", "/", "@")
LONG = {"greeting", "about", "privacy"}  # read once, on purpose


def phrases_of(folder: Path | None = None) -> Phrases:
    faults: list[Fault] = []
    phrases = read_phrases(folder, faults)
    assert phrases, faults
    return phrases


def faults_of(folder: Path, text: str) -> list[str]:
    (folder / "phrases.yaml").write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    assert read_phrases(folder, faults) is None
    return [str(fault) for fault in faults]


PHRASES = phrases_of()
TEXTS = PHRASES.texts


def test_phrases_are_short_and_only_surfaces_speak_of_buttons() -> None:
    for key, text in TEXTS.items():
        assert len(text) <= (200 if key in LONG else 80) or key.startswith(("words.", "cues.")), key
        assert text == text.strip() or key in {"terminal.prompt", "terminal.choice"}, key
        if not key.startswith(SURFACES):
            assert not [word for word in SURFACE_WORDS if word in text], key


def test_nothing_of_one_office_stands_in_the_product() -> None:
    for key, text in TEXTS.items():
        assert not re.search(r"天津|津人社|鉴定中心|\d-\d\d-\d\d-\d\d|\d{3,4}-\d{7}|@\w+\.", text), key


def test_lists_of_words_are_what_a_normalised_message_can_equal() -> None:
    words = [word for key in TEXTS if key.startswith("words.") for word in PHRASES.words(key)]
    assert all(word and word == normalise(word) for word in words)
    assert [word for word, count in Counter(words).items() if count > 1] == []


def test_a_phrase_with_its_placeholders_filled_in() -> None:
    row = PHRASES("occupation.row", name="车工", code="1-02", industry="制造业", category="紧缺")
    assert row == "车工（1-02）· 制造业 · 紧缺"
    assert "取消" in PHRASES.words("words.cancel")


@given(st.text())
def test_what_is_filled_in_stays_as_it_is(said: str) -> None:
    """Braces in what people type are no placeholders."""
    assert PHRASES("absent.name", said=said) == f"目录里没有“{said}”。"


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(KeyError, match=r"phrases\.yaml has no phrase 'gretting'"):
        PHRASES("gretting")


@pytest.mark.parametrize("values", [{}, {"said": "x", "name": "y"}, {"name": "y"}])
def test_other_values_than_the_placeholders_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"phrases\.yaml:\d+: absent\.name: takes the placeholders \['said'\]"):
        PHRASES("absent.name", **values)


def test_a_folder_lays_its_words_over_the_product_s(tmp_path: Path) -> None:
    text = 'ask_back: 请问是哪一项？\nplace: "见{number}"\n'
    (tmp_path / "phrases.yaml").write_text(text, encoding="utf-8")
    phrases = phrases_of(tmp_path)
    assert phrases("ask_back") == "请问是哪一项？"
    assert phrases("place", number="1号", place="二", entry=2) == "见1号"
    assert phrases("related") == PHRASES("related")


def test_a_folder_without_phrases_changes_nothing(tmp_path: Path) -> None:
    assert phrases_of(tmp_path)("ask_back") == PHRASES("ask_back")


def test_faults_of_a_folder_s_phrases_are_all_named(tmp_path: Path) -> None:
    text = """# our words
ask_back: 请问是{what}哪一项？
gretting: 您好。
related: "相关{}："
context: "您问{question"
error: "{office!r}、{phone}"
place.row: "{number:>9}"
"""
    assert sorted(faults_of(tmp_path, text)) == [
        "phrases.yaml:2: ask_back: unknown placeholder what (known: none)",
        "phrases.yaml:3: gretting: the product has no phrase of this key",
        "phrases.yaml:4: related: a placeholder is small Latin letters and _ between braces, not {}",
        "phrases.yaml:5: context: expected '}' before end of string",
        "phrases.yaml:6: error: a placeholder is small Latin letters and _ between braces, not {office}",
        "phrases.yaml:7: place.row: a placeholder is small Latin letters and _ between braces, not {number}",
    ]


@pytest.mark.parametrize("text", ["", "- 您好\n", "ask_back: [1]\n", "ask_back: yes\n", "a: 1\na: 2\n"])
def test_what_is_no_mapping_of_texts_is_a_fault(tmp_path: Path, text: str) -> None:
    assert all(fault.startswith("phrases.yaml:") for fault in faults_of(tmp_path, text))


def test_what_is_kept_comes_back() -> None:
    kept = Phrases.loads(PHRASES.dumps())
    assert kept.texts == PHRASES.texts
    assert kept("date", year=2020, month=5, day=25) == PHRASES("date", year=2020, month=5, day=25)
    with pytest.raises(ValueError, match=r"phrases\.yaml:\d+: date"):
        kept("date")


def test_the_name_of_the_content_changes_with_it(tmp_path: Path) -> None:
    bare = phrases_hash(tmp_path)
    (tmp_path / "phrases.yaml").write_text("date: 2020", encoding="utf-8")
    assert phrases_hash(tmp_path) != bare
