"""Tickets through restarts, repeated updates, and everything that goes wrong on either side."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.outbox import put_out
from bot.store.tickets import Tickets
from handlers.outgoing import Outgoing, TextMessage
from tests.fake_telegram import Kind, Person, happenings
from tests.fake_telegram.chats import Chat
from tests.handlers.conftest import Stage, topic_of


def test_a_restart_in_the_middle_loses_nothing(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    """Telegram cannot be reached when the ticket is opened, nor when it is answered; hours pass in between."""

    async def opened() -> None:
        stage.world.faults.add(Kind.REFUSED, chat_id=forum.id, times=99)
        await alice.send("转人工")
        await alice.send("年龄满几岁可以申报")
        assert forum.topics == {}

    async def answered() -> None:
        here = wang.at(forum, topic_of(forum, 1))
        assert here.replies[1].startswith("工单1 ")
        assert here.last.text == "年龄满几岁可以申报"
        stage.world.faults.add(Kind.REFUSED, chat_id=alice.user.id, times=99)
        await here.send("满十八岁")
        assert "满十八岁" not in alice.last.text

    async def arrived() -> None:
        assert alice.replies[-2:] == [stage.say("ticket.claimed", number=1), "工作人员回复：\n满十八岁"]
        assert len(forum.topics) == 1

    stage.play(opened)
    stage.world.faults.planned.clear()
    stage.now += timedelta(hours=3)
    stage.play(answered)
    stage.world.faults.planned.clear()
    stage.now += timedelta(hours=3)
    stage.play(arrived)
    assert stage.waiting() == []


@pytest.mark.parametrize("method", ["createForumTopic", "sendMessage", "copyMessage", "closeForumTopic"])
@pytest.mark.parametrize("kind", [Kind.STATUS, Kind.REFUSED, Kind.TIMEOUT_AFTER, Kind.RESET_BEFORE])
def test_a_request_that_fails_is_made_up_for(
    stage: Stage, forum: Chat, wang: Person, *, method: str, kind: Kind
) -> None:
    """Each step of a ticket's life meets an error; what did not arrive arrives with the next round."""
    alice = stage.world.user("Alice")

    async def scene() -> None:
        stage.world.faults.add(kind, method, chat_id=forum.id, times=3)
        await alice.send("转人工")
        await alice.send("年龄满几岁可以申报")

    async def afterwards() -> None:
        here = wang.at(forum, topic_of(forum, 1))
        assert [text for text in here.replies if text.startswith("工单1 ")]
        assert "年龄满几岁可以申报" in here.replies
        await here.send("满十八岁")
        assert alice.last.text.endswith("满十八岁")
        await alice.send("/end")
        assert topic_of(forum, 1).closed or method == "closeForumTopic"

    stage.play(scene)
    stage.world.faults.planned.clear()
    stage.play(afterwards)


def test_everything_comes_twice_and_happens_once(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        stage.world.faults.duplicate_updates = True
        await alice.send("转人工")
        assert len(forum.topics) == 1
        here = wang.at(forum, topic_of(forum, 1))
        await alice.send("年龄满几岁可以申报")
        assert [item.text for item in here.screen].count("年龄满几岁可以申报") == 1
        await here.tap("接手")
        await here.send("满十八岁")
        assert alice.replies.count("工作人员回复：\n满十八岁") == 1
        assert alice.replies.count(stage.say("ticket.claimed", number=1)) == 1
        await here.send("/close")
        assert alice.replies.count(stage.say("ticket.ended.staff", number=1)) == 1
        assert [text for text in here.replies if text == stage.say("staff.ended.staff", number=1)]

    stage.play(scene)


def test_a_deleted_topic_is_made_anew_with_what_was_said(
    stage: Stage, forum: Chat, alice: Person, wang: Person
) -> None:
    async def scene() -> None:
        await alice.send("年龄满几岁可以申报")
        await alice.send("转人工")
        happenings.delete_topic(stage.world, forum, topic_of(forum, 1).id)
        await alice.send("还在吗")
        here = wang.at(forum, topic_of(forum, 1))
        assert "年龄满几岁可以申报" in here.replies[1]
        assert here.last.text == "还在吗"
        await here.send("在")
        assert alice.last.text == "工作人员回复：\n在"

    stage.play(scene)


def test_an_asker_who_stops_the_bot(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        alice.user.blocked = True  # Telegram has not told yet
        await here.send("您好")
        told = stage.say("staff.undelivered.blocked", number=1)
        assert here.replies.count(told) == 1
        await alice.block()
        await alice.send("我回来了")
        assert here.last.text == "我回来了"
        await here.send("欢迎")
        assert alice.last.text == "工作人员回复：\n欢迎"

    stage.play(scene)
    assert stage.waiting() == []


def test_an_asker_who_says_goodbye_by_blocking(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        stage.world.faults.duplicate_updates = True
        await alice.block()
        here = wang.at(forum, topic_of(forum, 1))
        assert here.replies.count(stage.say("staff.undelivered.blocked", number=1)) == 1

    stage.play(scene)


def test_who_cannot_be_looked_up_is_told_to_try_again(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    """Without knowing that the author belongs to the group nothing goes out in the staff's name."""

    async def scene() -> None:
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        stage.world.faults.add(Kind.STATUS, "getChatMember", times=3)
        await here.send("您好")
        assert "您好" not in alice.last.text
        assert here.last.text == stage.say("staff.undelivered.unchecked", number=1)
        await here.send("您好")
        assert alice.last.text == "工作人员回复：\n您好"
        stage.world.faults.add(Kind.STATUS, "getChatMember", times=3)
        await here.send("/close")
        assert here.last.text == stage.say("staff.unchecked")
        stage.world.faults.add(Kind.STATUS, "getChatMember", times=3)
        toast = await here.tap("结束")
        assert toast
        assert toast.text == stage.say("staff.unchecked")
        assert not topic_of(forum, 1).closed

    stage.play(scene)


def test_what_cannot_be_copied_is_told(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        await here.post(
            {
                "invoice": {
                    "title": "x",
                    "description": "x",
                    "start_parameter": "x",
                    "currency": "CNY",
                    "total_amount": 1,
                }
            }
        )
        assert here.last.text == stage.say("staff.undelivered.answer", number=1)
        stage.world.faults.add(Kind.REFUSED, "copyMessage", times=9)
        await alice.send("别看")
        stage.world.faults.planned.clear()
        written = next(item for item in reversed(alice.screen) if item.text == "别看")
        del alice.chat.messages[written.id]

    async def after_a_restart() -> None:
        here = wang.at(forum, topic_of(forum, 1))
        assert stage.say("staff.undelivered.message", number=1) in here.replies

    stage.play(scene)
    stage.play(after_a_restart)


@pytest.mark.parametrize("how", ["leaves", "is removed", "has gone unnoticed"])
def test_a_member_who_leaves_has_no_tickets_any_more(
    stage: Stage, forum: Chat, alice: Person, wang: Person, *, li: Person, how: str
) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        topic = topic_of(forum, 1)
        here = li.at(forum, topic)
        opening = here.screen[1]
        await here.tap("接手")
        if how == "leaves":
            await li.at(forum).leave()
        elif how == "is removed":
            happenings.change_member(stage.world, forum, wang.user, li.user, "kicked")
            await stage.world.settled()
        else:
            forum.members[li.user.id] = "left"
            await here.send("我再说一句")
        assert wang.at(forum, topic).last.text == stage.say("staff.released.gone", number=1)
        assert alice.last.text.startswith(stage.say("ticket.released", number=1))
        assert "0999-1234567" in alice.last.text
        before = len(alice.replies)
        await here.send("这句不能过去")
        toast = await here.tap("结束", opening)
        assert toast
        assert toast.text == stage.say("staff.members_only")
        await li.at(forum).send("/pause 捣乱")
        assert len(alice.replies) == before
        await alice.send("4-10-01-02")
        assert "育婴员" in alice.last.text  # nobody has the talk: the bot answers again
        await wang.at(forum, topic).send("我来")
        assert alice.last.text == "工作人员回复：\n我来"

    stage.play(scene)


def test_a_group_that_cannot_be_reached(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await wang.at(forum).set_bot("kicked")
        await alice.send("转人工")
        assert alice.last.text.startswith(stage.say("ticket.unreachable", number=1))
        assert "0999-1234567" in alice.last.text
        await alice.send("年龄满几岁可以申报")
        await stage.later(60)
        assert len([text for text in alice.replies if stage.say("ticket.unreachable", number=1) in text]) == 1
        await wang.at(forum).set_bot("administrator")
        assert wang.at(forum).last.text == stage.say("staff.welcome")

    async def after_a_restart() -> None:
        here = wang.at(forum, topic_of(forum, 1))
        assert here.last.text == "年龄满几岁可以申报"
        await here.send("满十八岁")
        await wang.at(forum).set_bot("kicked")
        await alice.send("还有一个问题")
        assert alice.last.text.startswith(stage.say("ticket.unreachable", number=1))
        await alice.send("4-10-01-02")
        assert "育婴员" in alice.last.text  # the bot answers, as nobody else does

    stage.play(scene)
    stage.play(after_a_restart)


def test_the_office_changes_the_group(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    other = stage.world.forum("新值班群", wang)

    async def in_the_old_group() -> None:
        await alice.send("年龄满几岁可以申报")
        await alice.send("转人工")
        await wang.at(forum, topic_of(forum, 1)).send("稍等")

    async def in_the_new_group() -> None:
        here = wang.at(other, topic_of(other, 1))
        assert "年龄满几岁可以申报" in here.replies[1]
        assert "稍等" in here.replies[1]
        await alice.send("好的")
        assert here.last.text == "好的"
        await here.send("满十八岁")
        assert alice.last.text == "工作人员回复：\n满十八岁"
        await wang.at(forum, topic_of(forum, 1)).send("旧群里的话")
        assert "旧群里的话" not in alice.last.text

    stage.play(in_the_old_group)
    stage.connect(other)
    stage.play(in_the_new_group)


def test_without_a_group_the_bot_answers_again(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def claimed() -> None:
        await alice.send("转人工")
        await wang.at(forum, topic_of(forum, 1)).tap("接手")

    async def disconnected() -> None:
        await alice.send("4-10-01-02")
        assert "育婴员" in alice.last.text
        await alice.send("转人工")
        assert "工单" not in "".join(alice.replies[-2:])

    async def again() -> None:
        assert wang.at(forum, topic_of(forum, 1)).last.text == "最后一句"

    stage.play(claimed)
    with stage.talks.database.conn as connection:
        put_out(connection, forum.id, [Outgoing(TextMessage("最后一句")).dump()], stage.now, ticket=1)
    before = len(forum.messages)
    connected, stage.services = stage.services, replace(stage.services, staff_chat=None)
    stage.play(disconnected)
    assert len(forum.messages) == before  # what waits for the group waits on
    stage.services = connected
    stage.play(again)


def test_a_topic_that_goes_before_anything_stands_in_it(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def opened() -> None:
        stage.world.faults.add(Kind.STATUS, "sendMessage", chat_id=forum.id, times=3)
        await alice.send("转人工")
        happenings.delete_topic(stage.world, forum, topic_of(forum, 1).id)

    async def afterwards() -> None:
        assert wang.at(forum, topic_of(forum, 1)).last.text.startswith("工单1 ")

    stage.play(opened)
    stage.play(afterwards)


def test_a_member_of_the_staff_who_is_forgotten_has_no_tickets(
    stage: Stage, forum: Chat, alice: Person, wang: Person
) -> None:
    async def scene() -> None:
        await alice.send("转人工")
        await wang.at(forum, topic_of(forum, 1)).tap("接手")
        await wang.send("/delete")
        await wang.tap(stage.say("telegram.delete_yes"))
        assert alice.last.text.startswith(stage.say("ticket.released", number=1))
        assert wang.at(forum, topic_of(forum, 1)).last.text == stage.say("staff.released.gone", number=1)

    stage.play(scene)


def test_an_asker_who_has_everything_deleted(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        await alice.send("年龄满几岁可以申报")
        await alice.send("转人工")
        await alice.send("/delete")
        await alice.tap(stage.say("telegram.delete_yes"))
        here = wang.at(forum, topic_of(forum, 1))
        assert stage.say("staff.ended.deletion", number=1) in here.replies
        assert topic_of(forum, 1).closed
        await here.send("还有一件事")
        assert here.last.text == stage.say("staff.closed_already", number=1)
        ticket = Tickets(stage.talks.database).ticket(1)
        assert ticket
        assert (ticket.asker, ticket.person, ticket.question) == (None, "", "")
        assert "满几岁" not in "".join(stage.talks.database.conn.iterdump())

    stage.play(scene)
