from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk import Desk
from tests.dialogue.talker import Talker
from tests.soak import WATCH, talk

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)  # lone surrogates too


def test_a_few_hundred_random_strings(desk: Desk, source: str) -> None:
    talk(desk, source, 400, 1)


def test_a_few_hundred_random_strings_in_the_second_office(small_desk: Desk) -> None:
    talk(small_desk, "", 400, 2)


@settings(max_examples=60)
@given(st.lists(ANYTHING, min_size=1, max_size=5))
def test_random_talks(desk: Desk, source: str, texts: list[str]) -> None:
    talker = Talker(desk, source)
    with WATCH.on():
        for text in texts:
            talker.say(text)
    assert WATCH.seen == []


def test_a_write_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WATCH, "seen", [])
    (tmp_path / "unwatched").write_text("x")
    with WATCH.on():
        (tmp_path / "file").write_text("x")
        (tmp_path / "file").read_text()
        (tmp_path / "folder").mkdir()
    assert [seen.partition(" ")[0] for seen in WATCH.seen] == ["open", "os.mkdir"]
