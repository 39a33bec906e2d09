"""Text in pieces that fit, callback data, keyboards, and replies as messages."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.conversation import Conversation
from bot.eligibility import start
from bot.knowledge.notice import Contact
from bot.reply import Button, Card, Copy, Document, Quotation, Reply, Rows, Text
from handlers.buttons import Tap
from handlers.formatting import LONGEST, Block, escaped, messages, pieces, units
from handlers.keyboards import keyboard
from handlers.outgoing import ContactCard, File, Key, Outgoing, TextMessage
from handlers.render import rendered, vcard
from tests.fake_telegram.formatted import utf16_length
from tests.fake_telegram.text import format_text
from tests.handlers.conftest import Stage

WORDS = st.text(st.sampled_from("学校。，；！\n 𠮷<&>”a"), max_size=60)
CONTACT = Contact("海湾市中心", "中心", "陈小海", "0999-1", "a@example.com", "灯塔路1号", "999000")


def shown(html: str) -> str:
    """What Telegram shows of HTML; an error where it would refuse it."""
    formatted = format_text(html, "HTML", None)
    assert not formatted.ignored
    return formatted.text


@given(st.text())
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    whole = f"<b>{escaped(text)}|</b>"
    assert shown(whole) == text.encode("utf-8", "replace").decode() + "|"


@given(st.text())
def test_units_are_telegram_s(text: str) -> None:
    assert units(text) == utf16_length(text)


@given(st.lists(WORDS, max_size=6), st.integers(8, 40))
def test_messages_fit_and_lose_nothing(texts: list[str], longest: int) -> None:
    html = messages([Block(text, "<blockquote>", "</blockquote>") for text in texts], longest)
    seen = [shown(message) for message in html]
    assert all(0 < utf16_length(message) <= longest for message in seen)
    assert "".join("".join(seen).split()) == "".join("".join(texts).split())


@given(WORDS, st.integers(8, 40))
def test_a_cut_is_made_at_the_end_of_a_clause_where_there_is_one(text: str, longest: int) -> None:
    for piece in list(pieces(Block(text), longest))[:-1]:
        tail = piece.text[len(piece.text) // 2 + 1 :]
        if not piece.text.endswith(("。", "；", "！", "”")):
            assert "。" not in tail[:-1]


def test_short_parts_share_a_message() -> None:
    assert messages([Block("一"), Block("二", "<b>", "</b>")]) == ["一\n\n<b>二</b>"]


def test_a_long_clause_goes_to_the_next_message_whole() -> None:
    long = "条" * 3000
    assert messages([Block(long), Block(long)]) == [long, long]
    assert messages([]) == []


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=58))
def test_callback_data_comes_back(action: str) -> None:
    tap = Tap.on(action, Conversation(quiz=start()))
    assert len(tap.data.encode()) <= 64
    assert Tap.read(tap.data) == tap


@pytest.mark.parametrize("action", ["", "代码", "a b", "x" * 63])
def test_what_does_not_fit_into_callback_data_is_refused(action: str) -> None:
    with pytest.raises(ValueError, match="no callback data"):
        Tap(action).data  # noqa: B018


@pytest.mark.parametrize("data", [None, "", "contact", "0:contact", "2:contact", "1abcd:quiz:no", "1:", "1:代码"])
def test_data_of_another_version_is_no_tap(data: str | None) -> None:
    assert Tap.read(data) is None


def test_only_buttons_of_the_self_test_grow_stale() -> None:
    before, after = Conversation(quiz=start()), Conversation(quiz=replace(start(), confirmed=True))
    assert Tap.on("quiz:no", before).is_stale(after)
    assert not Tap.on("quiz:no", before).is_stale(replace(before, misses=1))
    assert not Tap.on("contact", before).is_stale(after)
    assert Tap("quiz:no").is_stale(before)


def test_buttons_that_are_too_wide_get_rows_of_their_own(stage: Stage) -> None:
    row = tuple(Button(label, "x") for label in ("是", "否", "一个很长很长的选项", "另一个很长很长的选项"))
    rows = keyboard(Reply((), (row,)), Conversation(), 1, stage.services.phrases)
    assert [[key.label for key in keys] for keys in rows] == [
        ["是", "否"],
        ["一个很长很长的选项"],
        ["另一个很长很长的选项"],
    ]
    many = tuple(Button(str(number), "x") for number in range(10))
    assert [len(keys) for keys in keyboard(Reply((), (many,)), Conversation(), 1, stage.services.phrases)] == [7, 3]


def test_copies_and_ratings_become_keys(stage: Stage) -> None:
    reply = Reply((), ((Copy("电话", "0999-1"),),), answer=("faq:1",))
    rows = keyboard(reply, Conversation(), 77, stage.services.phrases)
    assert rows[0] == (Key("复制电话", "copy", "0999-1"),)
    assert [key.value for key in rows[1]] == ["1:rate:1:77", "1:rate:0:77"]


@pytest.mark.parametrize("label", ["oos", "smalltalk", "quiz", "contact"])
def test_no_rating_where_nothing_is_asserted(stage: Stage, label: str) -> None:
    assert keyboard(Reply((), answer=(label,)), Conversation(), 77, stage.services.phrases) == ()


def test_a_reply_as_messages(stage: Stage) -> None:
    keys = ((Key("好", "press", "1:x"),),)
    reply = Reply(
        (
            Quotation("原文<1>"),
            Text("标题", strong=True),
            Quotation("整条", long=True),
            Rows(("甲", "乙")),
            Document("a.txt", "全文", "说明"),
        )
    )
    text, file = rendered(reply, keys, stage.services.phrases)
    assert text == TextMessage(
        "<blockquote>原文&lt;1&gt;</blockquote>\n\n<b>标题</b>\n\n<blockquote expandable>整条</blockquote>\n\n甲\n乙",
        keys,
    )
    assert file == File("a.txt", "全文", "说明")


def test_a_long_reply_has_its_buttons_below_the_last_piece(stage: Stage) -> None:
    keys = ((Key("好", "press", "1:x"),),)
    contents = rendered(Reply((Text("很长的一句话。" * 1000),)), keys, stage.services.phrases)
    assert [content.keyboard for content in contents if isinstance(content, TextMessage)] == [(), keys]
    assert all(units(shown(content.html)) <= LONGEST for content in contents if isinstance(content, TextMessage))


def test_choices_come_with_a_hint(stage: Stage) -> None:
    content = rendered(
        Reply((Text("哪个？"),), choices=("faq:1",)), ((Key("一", "press", "1:x"),),), stage.services.phrases
    )
    assert content == [TextMessage(f"哪个？\n\n{stage.say('telegram.pick')}", ((Key("一", "press", "1:x"),),))]


def test_a_card_is_sent_where_the_contact_was_asked_for(stage: Stage) -> None:
    card = Card(CONTACT, ("电话：0999-1",), "注意：试试")
    asked = rendered(Reply((card,), answer=("contact",)), (), stage.services.phrases)
    assert asked == [TextMessage("电话：0999-1\n注意：试试"), ContactCard("0999-1", "陈小海", vcard(CONTACT))]
    assert len(rendered(Reply((card,), answer=("oos",)), (), stage.services.phrases)) == 1


def test_a_vcard_stays_in_its_bounds() -> None:
    lines = vcard(replace(CONTACT, address="路;1,号")).splitlines()
    assert "ADR;TYPE=WORK:;;路\\;1\\,号;;;999000;" in lines
    assert "ORG:海湾市中心" in lines
    endless = vcard(replace(CONTACT, address="路" * 1000))
    assert len(endless.encode()) <= 2048
    assert endless.endswith("END:VCARD")


KEY = st.builds(Key, st.text(max_size=5), st.sampled_from(["press", "copy"]), st.text(max_size=5))
KEYS = st.lists(st.lists(KEY, max_size=3).map(tuple), max_size=3).map(tuple)
CONTENTS = (
    st.builds(TextMessage, st.text(max_size=9), KEYS)
    | st.builds(ContactCard, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9))
    | st.builds(File, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9))
)
NUMBERS = st.none() | st.integers(1, 2**40)


@given(st.builds(Outgoing, CONTENTS, NUMBERS, NUMBERS, NUMBERS))
def test_a_message_comes_back_from_the_outbox_as_it_was(outgoing: Outgoing) -> None:
    assert Outgoing.load(outgoing.dump()) == outgoing
    assert type(Outgoing.load(outgoing.dump()).content) is type(outgoing.content)
    assert json.loads(outgoing.dump())
