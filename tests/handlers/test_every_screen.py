"""Every screen of the product's own self-test and menus, on any way through them, is one that Telegram accepts."""

import random
from functools import cache
from pathlib import Path

import pytest

from bot.dialogue.answers import Answers
from bot.dialogue.conversation import Conversation
from bot.dialogue.lookups import PAGE, Lookups
from bot.dialogue.menu import Menu
from bot.dialogue.quiz import Quiz
from bot.eligibility import Session
from bot.knowledge.faults import Fault
from bot.knowledge.loader import load
from bot.occupations.lookup import Lookup
from bot.phrases import read_phrases
from bot.reply import Button, Reply
from handlers.buttons import Tap
from handlers.formatting import LONGEST
from handlers.keyboards import keyboard, markup
from handlers.outgoing import Outgoing, TextMessage
from handlers.render import rendered
from tests.fake_telegram.formatted import utf16_length
from tests.fake_telegram.markup import check_markup
from tests.fake_telegram.text import format_text
from tests.handlers.conftest import ROOT, TODAY

OFFICE = ROOT / "knowledge"
SAID = (
    "我们是民办学校，做了6年，想报电工和美容师",
    "企业",
    "8000",
    "六年",
    "都有",
    "没有",
    "电工、焊工、美发师",
    "不清楚",
    "5000",
)
BACKWARD = (":cancel", ":restart", ":reject", ":back", ":why")  # steps that would keep the walk from its end


@cache
def office(folder: Path = OFFICE) -> tuple[Answers, Quiz]:
    knowledge, faults = load(folder), list[Fault]()
    phrases = read_phrases(folder, faults)
    assert phrases, faults
    answers = Answers(knowledge, phrases)
    return answers, Quiz(answers, Lookup(knowledge.catalog), phrases)


def check(reply: Reply, conversation: Conversation) -> None:
    """Raises for what Telegram would refuse or cut off."""
    phrases = office()[0].phrases
    notes: list[str] = []
    contents = rendered(reply, keyboard(reply, conversation, 2**31, phrases, owner=2**52 - 1), phrases)
    assert contents
    for content in contents:
        assert Outgoing.load(Outgoing(content).dump()).content == content
        if isinstance(content, TextMessage):
            formatted = format_text(content.html, "HTML", None)
            notes += formatted.ignored
            assert 0 < utf16_length(formatted.text) <= LONGEST
            keys = markup(content.keyboard)
            if keys:
                check_markup(keys, notes.append)
    assert notes == []


@pytest.mark.parametrize("seed", range(12))
def test_any_way_through_the_self_test(seed: int) -> None:
    chance, quiz = random.Random(seed), office()[1]
    step = quiz.begin(chance.choice(["", SAID[0]]), TODAY)
    session: Session | None = step.session
    for _ in range(60):
        check(step.reply, Conversation(quiz=session))
        if session is None:
            session = quiz.begin("", TODAY).session
        assert session
        actions = [button.action for row in step.reply.buttons for button in row if isinstance(button, Button)]
        actions = [action for action in actions if chance.random() < 0.1 or not action.endswith(BACKWARD)]
        if actions and chance.random() < 0.8:
            step = quiz.step(session, Tap(chance.choice(actions)).action.partition(":")[2], TODAY)
        else:
            step = quiz.said(session, chance.choice(SAID), TODAY)
        session = step.session


def test_every_entry_list_and_fixed_reply() -> None:
    answers = office()[0]
    lookups = Lookups(answers)
    menu = Menu(answers, lookups)
    rows = answers.knowledge.catalog.occupations
    replies = [menu.greeting(), menu.help(), menu.entries(), menu.branches(), menu.catalog(), menu.about(TODAY)]
    replies += [menu.notice(TODAY), menu.which_occupation(), answers.contact()]
    replies += [answers.whole_entry(entry, TODAY) for entry in answers.knowledge.faq.entries]
    replies += [lookups.rows([row], (), TODAY) for row in rows]
    for button in (button for row in menu.branches().buttons for button in row if isinstance(button, Button)):
        listed = menu.listing(button.action.removeprefix("list:"))
        assert listed
        replies += [lookups.listing(listed[0], page, TODAY) for page in range(len(listed[0].rows) // PAGE + 1)]
    for reply in replies:
        check(reply, Conversation())
    assert len(replies) > 100
