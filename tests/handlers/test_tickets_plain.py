"""Tickets in a staff group without topics: whatever answers a message of the ticket reaches its asker."""

from tests.fake_telegram import Person, happenings
from tests.fake_telegram.chats import Chat
from tests.handlers.conftest import Stage


def test_a_reply_to_any_message_of_the_ticket_reaches_the_asker(
    stage: Stage, group: Chat, alice: Person, wang: Person, li: Person
) -> None:
    bob = stage.world.user("Bob")

    async def scene() -> None:
        hall = wang.at(group)
        await alice.send("转人工")
        opening = hall.last
        assert opening.text.startswith("工单1 · 提问人要求转人工")
        await bob.send("转人工")
        await alice.send("年龄满几岁可以申报")
        copied = hall.last
        assert copied.text == "年龄满几岁可以申报"
        assert copied.message["reply_to_message"]["message_id"] == opening.id
        await hall.send("满十八岁", reply_to=copied)
        assert alice.last.text == "工作人员回复：\n满十八岁"
        claimed = hall.last
        await li.at(group).send("周二来", reply_to=claimed)
        assert alice.last.text == "工作人员回复：\n周二来"
        await li.at(group).send("也行", reply_to=opening)
        assert alice.last.text == "工作人员回复：\n也行"
        assert "工作人员回复" not in bob.last.text

    stage.play(scene)


def test_a_reply_to_a_colleague_reaches_the_asker_where_the_bot_sees_it(
    stage: Stage, group: Chat, alice: Person, wang: Person, li: Person
) -> None:
    group.members[stage.world.bot.id] = "administrator"

    async def scene() -> None:
        await alice.send("转人工")
        answer = await wang.at(group).send("下午来", reply_to=wang.at(group).last)
        await li.at(group).send("三点以后", reply_to=answer)
        assert alice.last.text == "工作人员回复：\n三点以后"
        await li.at(group).send("中午吃什么")
        await li.at(group).send("/tickets")
        await wang.at(group).send("收到", reply_to=li.at(group).last)  # of no ticket
        assert alice.last.text == "工作人员回复：\n三点以后"
        assert li.at(group).last.text == "收到"

    stage.play(scene)


def test_commands_in_reply_to_a_ticket_are_about_it(stage: Stage, group: Chat, alice: Person, wang: Person) -> None:
    async def scene() -> None:
        hall = wang.at(group)
        await alice.send("转人工")
        opening = hall.last
        await hall.send("/claim", reply_to=opening)
        assert alice.last.text == stage.say("ticket.claimed", number=1)
        await hall.send("/close", reply_to=hall.last)
        assert alice.last.text == stage.say("ticket.ended.staff", number=1)
        await hall.tap("接手", opening)
        assert hall.last.text == stage.say("staff.closed", number=1)

    stage.play(scene)


def test_a_forum_in_which_the_bot_may_make_no_topics(stage: Stage, forum: Chat, alice: Person, wang: Person) -> None:
    forum.members[stage.world.bot.id] = "member"

    async def scene() -> None:
        await alice.send("转人工")
        assert forum.topics == {}
        hall = wang.at(forum)
        assert hall.last.text.startswith("工单1 ")
        await hall.send("您好", reply_to=hall.last)
        assert alice.last.text == "工作人员回复：\n您好"

    stage.play(scene)


def test_a_basic_group_that_becomes_a_supergroup(stage: Stage, alice: Person, wang: Person) -> None:
    """The setting names the old number for ever; the ticket is posted anew, as old messages cannot be answered."""
    group = stage.world.group("值班", wang)
    stage.connect(group)
    moved: list[Chat] = []

    async def scene() -> None:
        await alice.send("转人工")
        moved.append(happenings.migrate(stage.world, group, wang.user))
        await stage.world.settled()
        hall = wang.at(moved[0])
        assert hall.last.text.startswith("工单1 ")
        await hall.send("您好", reply_to=hall.last)
        assert alice.last.text == "工作人员回复：\n您好"

    async def after_a_restart() -> None:
        hall = wang.at(moved[0])
        await alice.send("那明天呢")
        assert hall.last.text == "那明天呢"
        await hall.send("/tickets")
        assert hall.last.text.startswith("工单1 ")

    stage.play(scene)
    stage.play(after_a_restart)
