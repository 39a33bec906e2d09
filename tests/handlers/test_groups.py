"""In groups the bot speaks when spoken to."""

from pathlib import Path

import pytest

from bot.desk import Desk
from bot.store.database import open_database
from tests.fake_telegram import Person, World, happenings, media
from tests.handlers.conftest import Stage

CODE, NAME = "4-10-01-02", "育婴员"


@pytest.fixture
def open_world() -> World:
    """A world whose bot sees everything said in groups."""
    return World(privacy=False)


def test_what_people_say_to_each_other_is_left_alone(desk: Desk, tmp_path: Path, open_world: World) -> None:
    bob, carol = open_world.user("Bob"), open_world.user("Carol")
    group = open_world.supergroup("家政群", bob, carol)
    with open_database(tmp_path / "bot.db") as database:
        stage = Stage(open_world, desk, database)

        async def scene() -> None:
            here = bob.at(group)
            asked = await here.send(CODE)
            await here.send_photo()
            await here.send_sticker()
            await here.send("@somebody_else 你看")
            await here.send("/code@another_bot")
            await here.send("/roll")
            await carol.at(group).send("是的", reply_to=asked)
            assert here.replies == []

        stage.play(scene)
    open_world.assert_clean()


def test_a_mention_is_answered_below_the_question(stage: Stage, alice: Person) -> None:
    here = alice.at(stage.world.supergroup("家政群", alice))

    async def scene() -> None:
        asked = await here.send(f"@Helpdesk_Test_Bot {CODE}")
        assert NAME in here.last.text
        assert here.last.message["reply_to_message"]["message_id"] == asked.id

    stage.play(scene)


def test_a_mention_alone_points_at_the_message_it_replies_to(stage: Stage, alice: Person) -> None:
    bob = stage.world.user("Bob")
    group = stage.world.supergroup("家政群", alice, bob)

    async def scene() -> None:
        question = await bob.at(group).send(CODE)
        await alice.at(group).send("@helpdesk_test_bot", reply_to=question)
        assert NAME in alice.at(group).last.text
        await alice.at(group).send("@helpdesk_test_bot")
        assert alice.at(group).last.text.startswith("您好")

    stage.play(scene)


def test_a_reply_to_the_bot_and_a_command_are_answered(stage: Stage, alice: Person) -> None:
    here = alice.at(stage.world.supergroup("家政群", alice))

    async def scene() -> None:
        await here.send("/contact@helpdesk_test_bot")
        assert "0999-1234567" in here.replies[0]
        await here.send(CODE, reply_to=here.screen[1])
        assert NAME in here.last.text
        await here.send("/help")
        assert here.last.text.startswith(stage.say("help.intro"))
        await here.send("/roll@helpdesk_test_bot")
        assert here.last.text == stage.say("telegram.unknown_command")

    stage.play(scene)


def test_answers_stay_in_their_topic(stage: Stage, alice: Person) -> None:
    forum = stage.world.forum("论坛", alice)
    topic = happenings.open_topic(stage.world, forum, alice.user, "职业")
    here = alice.at(forum, topic)

    async def scene() -> None:
        await here.send("/faq@helpdesk_test_bot")
        await here.tap("办法")
        assert [item.message["message_thread_id"] for item in here.screen if item.by_bot] == [topic.id, topic.id]
        happenings.delete_topic(stage.world, forum, topic.id)
        await stage.world.settled()

    stage.play(scene)


def test_being_added_to_a_group_it_says_how_to_be_asked(stage: Stage, alice: Person) -> None:
    group = stage.world.supergroup("家政群", alice)
    group.members[stage.world.bot.id] = "left"

    async def scene() -> None:
        await alice.at(group).set_bot("member")
        assert alice.at(group).replies == [stage.say("telegram.group")]
        await alice.at(group).set_bot("kicked")
        assert len(alice.at(group).replies) == 1

    stage.play(scene)


def test_a_group_that_becomes_a_supergroup_keeps_its_talks(stage: Stage, alice: Person) -> None:
    group = stage.world.group("家政群", alice)

    async def scene() -> None:
        await alice.at(group).send("/quiz@helpdesk_test_bot")
        supergroup = happenings.migrate(stage.world, group, alice.user)
        await stage.world.settled()
        await alice.at(supergroup).send("/back@helpdesk_test_bot")
        assert "您代表哪种单位" in alice.at(supergroup).last.text

    stage.play(scene)


def test_a_reply_that_meets_the_migration_goes_to_the_new_chat(stage: Stage, alice: Person) -> None:
    """The group moves between the question and the answer, and nobody has told the bot yet."""
    group = stage.world.group("家政群", alice)
    supergroup = stage.world.supergroup("家政群", alice)
    group.migrated_to = supergroup.id

    async def scene() -> None:
        await alice.at(group).send("/help@helpdesk_test_bot")
        assert alice.at(supergroup).last.text.startswith(stage.say("help.intro"))

    stage.play(scene)
    assert stage.waiting() == []


def test_nobody_takes_over_the_question_whether_to_delete(stage: Stage, alice: Person) -> None:
    bob = stage.world.user("Bob")
    group = stage.world.supergroup("家政群", alice, bob)

    async def scene() -> None:
        await bob.at(group).send("/quiz")
        await alice.at(group).send("/delete")
        toast = await bob.at(group).tap(stage.say("telegram.delete_yes"))
        assert toast
        assert toast.text == stage.say("telegram.not_yours")
        assert alice.at(group).last.text == stage.say("delete.ask")
        assert stage.talks.conversation(group.id, bob.user.id).quiz
        await alice.at(group).tap(stage.say("telegram.delete_yes"))
        assert alice.at(group).last.text == stage.say("delete.done")

    stage.play(scene)


def test_an_anonymous_administrator_is_answered(stage: Stage, alice: Person) -> None:
    group = stage.world.supergroup("家政群", alice)
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

    async def scene() -> None:
        sender = {"from": anonymous, "sender_chat": group.json()}
        await alice.at(group).post({**media.text(f"@helpdesk_test_bot {CODE}"), **sender})
        assert NAME in alice.at(group).last.text

    stage.play(scene)


def test_in_a_channel_it_says_nothing(stage: Stage, alice: Person) -> None:
    channel = stage.world.supergroup("频道", alice)
    channel.kind = "channel"
    channel.members[stage.world.bot.id] = "left"

    async def scene() -> None:
        await alice.at(channel).set_bot("administrator")
        assert alice.at(channel).replies == []

    stage.play(scene)
