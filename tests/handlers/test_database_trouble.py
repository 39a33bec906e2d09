"""A database that fails or that another program holds locked: nothing is lost, nothing is doubled."""

import json
import sqlite3
from collections.abc import Callable
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
