"""A database that fails or that another program holds locked: nothing is lost, nothing is doubled."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.store.talks import Talks
from bot.store.tickets import Tickets
from handlers.logs import JsonLines
from tests.fake_telegram import Person
from tests.fake_telegram.chats import Chat
from tests.handlers.conftest import Stage, topic_of

Failing = Callable[[type, str], None]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Lets a method fail once, as it does where the disk does."""

    def fail(shape: type, name: str) -> None:
        method, failed = getattr(shape, name), []

        def called(*values: object) -> object:
            if not failed:
                failed.append(1)
                raise sqlite3.OperationalError("disk I/O error")
            return method(*values)

        monkeypatch.setattr(shape, name, called)

    return fail


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, Any]]]:
    """The lines of the log, as they are written."""
    formatter = JsonLines(())
    return lambda: [json.loads(formatter.format(record)) for record in caplog.records if record.name == "helpdesk"]


async def next_round(stage: Stage) -> None:
    """What is repeated twice a minute."""
    assert stage.timers
    await stage.timers.delivery.deliver_all()


@pytest.mark.parametrize("method", ["place", "put"])
def test_a_ticket_survives_an_error_of_the_database_while_it_is_posted(
    stage: Stage, forum: Chat, alice: Person, wang: Person, *, failing: Failing, method: str
) -> None:
    async def scene() -> None:
        await alice.send("年龄满几岁可以申报")
        failing(Tickets, method)
        await alice.send("转人工")
        assert stage.waiting() == [forum.id]
        await next_round(stage)
        here = wang.at(forum, topic_of(forum, 1))
        assert len(forum.topics) == 1
        assert "年龄满几岁可以申报" in here.last.text
        await alice.send("在吗")
        assert here.last.text == "在吗"
        await here.send("在")
        assert alice.last.text == "工作人员回复：\n在"

    stage.play(scene)
    assert stage.waiting() == []


def test_a_line_of_a_ticket_survives_an_error_of_the_database(
    stage: Stage, group: Chat, alice: Person, wang: Person, failing: Failing
) -> None:
    """It may stand there twice, and a reply to it leads to the asker."""

    async def scene() -> None:
        here = wang.at(group)
        await alice.send("转人工")
        failing(Tickets, "arrived")
        await alice.send("在吗")
        assert stage.waiting() == [group.id]
        await next_round(stage)
        assert here.last.text == "在吗"
        await here.send("在", reply_to=here.last)
        assert alice.last.text == "工作人员回复：\n在"

    stage.play(scene)
    assert stage.waiting() == []


def test_what_was_sent_is_not_sent_again_where_the_outbox_did_not_take_it(
    stage: Stage, alice: Person, failing: Failing, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    async def scene() -> None:
        failing(Talks, "sent")
        await alice.send("/help")
        assert stage.waiting() == [alice.user.id]
        await next_round(stage)
        await alice.send("/about")
        assert len(alice.replies) == 2

    stage.play(scene)
    assert stage.waiting() == []
    assert [(line["event"], line["failure"]) for line in lines()] == [("not_delivered", "not_kept")]


def lock(stage: Stage, seconds: float) -> None:
    """Another program writes for so long from now on."""
    (_, _, path), *_ = stage.talks.database.execute("PRAGMA database_list")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(seconds, other.close)


async def longest_standstill(of: Awaitable[object]) -> float:
    """The seconds for which nothing else could go on while something was done."""
    done, longest = asyncio.ensure_future(of), 0.0
    while not done.done():
        begun = time.monotonic()
        await asyncio.sleep(0.01)
        longest = max(longest, time.monotonic() - begun)
    await done
    return longest


def test_a_locked_database_holds_up_answers_and_not_the_bot(stage: Stage, alice: Person) -> None:
    bob = stage.world.user("Bob")

    async def scene() -> None:
        await bob.start()
        lock(stage, 2.0)
        stage.world.faults.duplicate_updates = True
        asked = asyncio.gather(alice.send("/help"), alice.send("/about"), bob.tap("联系方式"), bob.inline("育婴员"))
        assert await longest_standstill(asked) < 1
        assert [reply[:4] for reply in alice.replies] == [stage.say("help.intro")[:4], "答案逐字"]
        assert len([reply for reply in bob.replies if reply.startswith("<contact")]) == 1

    stage.play(scene)
    assert stage.waiting() == []
    first_sent = stage.requests("sendMessage", "answerInlineQuery")[1]
    assert first_sent == "answerInlineQuery"  # it needs nothing of the database


def test_a_database_that_stays_locked_is_apologised_for_once(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.patience.LONGEST", 0.5)
    monkeypatch.setattr("handlers.patience.PAUSE", 0.1)

    async def scene() -> None:
        lock(stage, 2.0)
        await alice.send("/help")
        assert [reply[:5] for reply in alice.replies] == ["出了点问题"]
        await asyncio.sleep(1.5)
        await alice.send("/help")
        assert len(alice.replies) == 2

    stage.play(scene)
    assert stage.waiting() == []


def test_the_staff_are_waited_for_too(
    stage: Stage, forum: Chat, alice: Person, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.patience.PAUSE", 0.1)

    async def scene() -> None:
        lock(stage, 0.6)
        await alice.send("转人工")
        here = wang.at(forum, topic_of(forum, 1))
        stage.world.faults.duplicate_updates = True
        for said in ("接手", "满十八岁", "/close"):
            lock(stage, 0.6)
            await (here.tap(said) if said == "接手" else here.send(said))
        assert alice.replies[-3:] == [
            stage.say("ticket.claimed", number=1),
            "工作人员回复：\n满十八岁",
            stage.say("ticket.ended.staff", number=1),
        ]
        lock(stage, 0.6)
        await here.send("/pause 修订")
        assert here.last.text == stage.say("staff.paused", reason="修订")

    stage.play(scene)
    assert stage.waiting() == []
    assert len(forum.topics) == 1
