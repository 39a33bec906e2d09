from datetime import date

import pytest

from bot.desk import Desk
from bot.dialogue.conversation import Conversation, Said


@pytest.fixture(scope="session")
def vague(desk: Desk) -> str:
    """A word that fits several labels and none clearly, so that it is asked back about."""
    words = (*desk.knowledge.lexicon.words, *(word for fact in desk.knowledge.notice.facts for word in fact.words))
    pairs = (first + second for first in words for second in ("", "和材料", "怎么办", "吗"))
    for word in pairs:
        _, messages = desk.dialogue.respond(Conversation(), Said(word), date(2021, 6, 1))
        labels = messages[0].reply.choices
        if len(labels) > 1 and all(label.startswith("faq:") for label in labels):
            return word
    raise AssertionError("nothing is asked back about")
