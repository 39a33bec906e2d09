"""Every button of every reply leads somewhere: all of them are pressed, breadth first."""

from collections import deque

import pytest

from bot.desk import Desk
from bot.dialogue.conversation import Commanded, Conversation, Event, Said
from bot.reply import Document, plain
from tests.dialogue.talker import Talker

STATES = 400
STARTS = (
    Commanded("start"),
    Commanded("faq"),
    Commanded("code"),
    Commanded("notice"),
    Commanded("about"),
    Said("初审要几天"),
    Said("维修工的代码"),
    Said("制造业有哪些职业"),
    Said("4-03开头的有哪些"),
    Said("我想考电工证"),
    Said("列入目录后管几年"),
    Said("明天天气怎么样"),
    Said("自测"),
    Commanded("quiz", "我们是企业，培训过800人次，想报电工和车工"),
)


def walk(desk: Desk, source: str, starts: tuple[Event, ...], states: int) -> tuple[int, set[str]]:
    """Presses every button reached from `starts` until `states` conversations were seen: how many, and all actions."""
    talker = Talker(desk, source)
    waiting: deque[tuple[Conversation, str | None, Event | None]] = deque((Conversation(), None, one) for one in starts)
    seen: set[tuple[Conversation, str | None, Event | None]] = set()
    pressed: set[str] = set()
    lost = plain(desk.dialogue.menu.help())
    while waiting and len(seen) < states:
        conversation, action, event = waiting.popleft()
        if (conversation, action, event) in seen:
            continue
        seen.add((conversation, action, event))
        talker.conversation = conversation
        reply = talker.turn(event) if event else talker.press(action or "")
        if action and action != "help":
            pressed.add(action)
            assert not plain(reply).startswith(lost), action
        waiting.extend((talker.conversation, button.action, None) for button in talker.buttons)
    return len(seen), pressed


def test_every_button_leads_somewhere(desk: Desk, source: str, vague: str) -> None:
    seen, pressed = walk(desk, source, (Said(vague), *STARTS), STATES)
    assert seen == STATES
    kinds = {action.partition(":")[0] for action in pressed}
    assert kinds >= {"entry", "pick", "list", "code", "quiz", "contact", "policy", "occupations", "none"}


def test_every_button_of_the_second_office_leads_somewhere(small_desk: Desk) -> None:
    seen, _ = walk(small_desk, "", (Commanded("start"), Said("怎么报名"), Said("我们够不够条件")), STATES)
    assert seen > 50


@pytest.mark.parametrize(
    "action",
    [
        "", "no_such", "entry:99", "entry:x", "entry:", "pick:faq:99", "pick:faq:", "pick:oos", "pick:occ:1",
        "pick:occ:list:制造业", "pick:smalltalk", "pick:", "code:1", "list:", "list:all-1:x", "list:no-1:0",
        "list:all-1:²", "quiz:press", "quiz:press:x:y", "quiz:change:nothing", "quiz:accept", "quiz:finish",
    ],
)  # fmt: skip
def test_a_button_that_no_longer_exists_still_gets_a_reply(action: str, desk: Desk, source: str) -> None:
    talker = Talker(desk, source)
    talker.press(action)
    talker.command("start " + action)
    talker.command("quiz")
    talker.press(action)


@pytest.mark.parametrize(
    "action", ["pick:faq:2", "pick:notice", "pick:contact", "pick:quiz", "pick:occ:6-31-01-03", "none"]
)
def test_a_choice_is_answered_when_its_question_is_forgotten(action: str, desk: Desk, source: str) -> None:
    assert Talker(desk, source).press(action).answer


@pytest.mark.parametrize("page", ["0", "1", "8", "9", "999"])
def test_any_page_of_a_list_is_brought_into_range(page: str, desk: Desk, source: str) -> None:
    talker = Talker(desk, source)
    assert talker.press(f"list:all-0:{page}").answer == (f"occ:list:{desk.knowledge.catalog.title}",)
    talker.say("上一页")
    assert "第" in talker.text


def test_the_notice_can_be_taken_along(desk: Desk, source: str) -> None:
    talker = Talker(desk, source)
    talker.command("notice")
    document: Document = talker.documents[0]
    assert all("".join(line.split()) in source for line in document.content.splitlines())
