from bot.desk import Desk
from bot.reply import Text
from tests.conftest import TODAY
from tests.dialogue.talker import check


def test_every_keyword_of_a_fact_finds_it(desk: Desk, source: str) -> None:
    lost = []
    for fact in desk.knowledge.notice.facts:
        for word in fact.words:
            reply = desk.dialogue.answers.fact(word, TODAY)
            check(reply, source)
            if reply.parts[0] != Text(fact.title, strong=True):
                lost.append((word, fact.title, reply.parts[0]))
    assert lost == []


def test_every_quote_of_a_fact_is_shown_with_its_place(desk: Desk) -> None:
    for fact in desk.knowledge.notice.facts:
        reply = desk.dialogue.answers.fact(fact.words[0], TODAY)
        shown = "".join(part.text for part in reply.parts if not isinstance(part, tuple) and hasattr(part, "text"))
        assert all(quote.text in shown and quote.place in shown for quote in fact.quotes), fact.id
