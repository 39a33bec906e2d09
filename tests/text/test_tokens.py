import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.tokens import Tokenizer, frequent_words, latin_words, stretches
from tests.conftest import ROOT

WORDS = {"评价组织": 50_000, "评价": 300, "组织": 400, "申报": 100, "申报材料": 50_000, "材料": 90}
TOKENIZER = Tokenizer(WORDS)


def test_words_of_the_list_stay_whole() -> None:
    assert TOKENIZER.words("评价组织的申报材料，有哪些?") == ["评价组织", "的", "申报材料", "有", "哪", "些"]


def test_latin_words_and_numbers_stay_whole() -> None:
    assert TOKENIZER.words("it行业 500人") == ["it", "行", "业", "500", "人"]


@given(st.text("评价组织申报材料的a1 ，。?", max_size=20))
def test_tokens_are_the_text_without_blanks_and_punctuation(text: str) -> None:
    tokens = TOKENIZER.words(text)
    assert "".join(tokens) == "".join(char for char in text if char.isalnum())


def test_hidden_names_stay() -> None:
    assert TOKENIZER.words("申报\ue000要材料") == ["申报", "\ue000", "要", "材料"]


@given(st.text("评价组织申报材料的aB1 ，。?+.-_%㐀é", max_size=20))
def test_tokens_are_those_of_jieba_itself(text: str) -> None:
    import jieba

    plain = jieba.Tokenizer()
    prefixes = {word[:end]: 0 for word in WORDS for end in range(1, len(word))}
    plain.FREQ, plain.total, plain.initialized = prefixes | WORDS, sum(WORDS.values()), True
    slow = [token for token in plain.cut(text, HMM=False) if any(char.isalnum() for char in token)]
    assert TOKENIZER.words(text) == slow


@given(st.text(st.characters(exclude_categories=("C",)), max_size=40))
def test_any_text_is_cut(text: str) -> None:
    letters = "".join(char for char in "".join(TOKENIZER.words(text)) if char.isalnum())
    assert letters == "".join(char for char in text if char.isalnum())


def test_frequent_words_are_words_of_the_texts_known_to_jieba() -> None:
    found = frequent_words(["职业技能鉴定中心在哪里", "龘靐"])
    assert found["职业技能"] > 0 or found["职业"] > 0
    assert list(found) == sorted(found)
    assert all(len(word) > 1 and word in "职业技能鉴定中心在哪里" for word in found)


@pytest.fixture(scope="module")
def full() -> Any:
    """jieba with its whole dictionary, read by itself."""
    import jieba

    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = plain.gen_pfdict(plain.get_dict_file())
    plain.initialized = True
    return plain


def by_jieba(full: Any, texts: list[str]) -> dict[str, int]:
    found = {word for text in texts for word in full.cut(text, HMM=False) if len(word) > 1}
    return {word: full.FREQ[word] for word in sorted(found) if full.FREQ.get(word)}


@settings(max_examples=8)
@given(data=st.data())
def test_frequent_words_are_those_of_the_whole_dictionary(full: Any, data: st.DataObject) -> None:
    words = sorted(word for word, frequency in full.FREQ.items() if frequency)
    pieces = st.sampled_from(words) | st.text("职业技能鉴定的了不起点a1 ，", max_size=4)
    texts = data.draw(st.lists(st.lists(pieces, max_size=8).map("".join), max_size=40))
    wanted = list(by_jieba(full, texts).items())
    assert list(frequent_words(texts).items()) == list(frequent_words(stretches(texts)).items()) == wanted


def test_frequent_words_of_the_examples_are_those_of_the_whole_dictionary(full: Any) -> None:
    lines = (ROOT / "knowledge" / "voices" / "g.txt").read_text(encoding="utf-8").splitlines()
    assert frequent_words(stretches(lines)) == by_jieba(full, lines)


def test_latin_words() -> None:
    assert latin_words("what's the code of 电工 it行业") == ["what's", "the", "code", "of", "it"]


def test_jieba_leaves_nothing_on_disk(tmp_path: Path) -> None:
    code = "from bot.text.tokens import *; Tokenizer({'评价': 3}).words('评价组织'); frequent_words(['评价组织'])"
    shared = Path(tempfile.gettempdir()) / "jieba.cache"
    before = shared.stat().st_mtime_ns if shared.exists() else None
    environment = {**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
    assert (shared.stat().st_mtime_ns if shared.exists() else None) == before
