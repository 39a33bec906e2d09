import pytest

from bot.desk import Desk
from tests.dialogue.scripts import Talk, play, talks
from tests.dialogue.talker import Talker

TALKS = talks()


@pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS)
def test_talk(talk: Talk, desk: Desk, source: str) -> None:
    play(talk, Talker(desk, source), desk.dialogue.phrases)
