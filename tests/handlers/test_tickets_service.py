"""A ticket through the death of the process: `python -m bot run` is killed in its middle and started anew."""

import signal

from tests.fake_telegram import Kind, World
from tests.fake_telegram.server import Server
from tests.handlers.conftest import topic_of
from tests.handlers.test_service import Bot, environment, play  # noqa: F401  # a fixture


def test_killed_in_the_middle_of_a_ticket(world: World, environment: dict[str, str]) -> None:  # noqa: F811
    wang, alice = world.user("小王"), world.user("Alice")
    forum = world.forum("值班", wang)

    async def scene(_: World, __: Server, bot: Bot) -> None:
        bot.environment["TELEGRAM_STAFF_CHAT"] = str(forum.id)
        await bot.start()
        fault = world.faults.add(Kind.RESET_BEFORE, chat_id=forum.id, times=999)
        await alice.start()
        await alice.send("转人工")
        await alice.sees("工单1")
        await bot.stop(signal.SIGKILL)
        assert forum.topics == {}
        fault.times = 0
        await bot.start()
        here = wang.at(forum)
        await here.sees("提问人要求转人工")
        await wang.at(forum, topic_of(forum, 1)).send("您好")
        await alice.sees("工作人员回复：")
        assert len(forum.topics) == 1

    play(world, environment, scene)
