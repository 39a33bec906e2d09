"""Asking Telegram for updates: one that cannot be read, an answer that is none, and the last word."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable

import pytest

from handlers import polling as module
from handlers.client import Client
from handlers.polling import Polling
from tests.fake_telegram import Person
from tests.handlers.conftest import Stage


def poll(stage: Stage, scene: Callable[[Polling], Awaitable[None]]) -> None:
    """Plays a scene while the application asks the fake for updates."""

    async def at_work() -> None:
        async with (application := stage.application()):
            polling = Polling(application)
            await application.start()
            await polling.start()
            try:
                await scene(polling)
            finally:
                await polling.stop()
                await application.stop()

    asyncio.run(at_work())


def test_an_update_that_cannot_be_read_costs_only_itself(
    stage: Stage, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "helpdesk")

    async def scene(_: Polling) -> None:
        stage.world.tell("message", {"text": "甲乙丙丁", "chat": 5}, alice.user.id)
        await alice.send("/help")
        await alice.sees(stage.say("help.intro"))

    poll(stage, scene)
    (record,) = (record for record in caplog.records if record.getMessage() == "no_update")
    assert record.__dict__["fields"]["update"] == 100_000_001
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "甲乙" not in json.dumps([record.__dict__ for record in caplog.records], default=str, ensure_ascii=False)


def test_an_answer_that_is_none_stops_nothing(stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST_PAUSE", 0.01)
    answers = iter([True, [{}], [5]])
    fetch = Client.fetch

    async def odd(*args: object, **kwargs: object) -> object:
        return next(answers, None) or await fetch(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "fetch", odd)

    async def scene(_: Polling) -> None:
        await alice.send("/help")
        await alice.sees(stage.say("help.intro"))

    poll(stage, scene)


@pytest.mark.parametrize("later", [0.0, 0.2])
def test_the_last_word_is_quick_and_told_once(stage: Stage, alice: Person, later: float) -> None:
    """Telegram lets a bot that repeats an offset wait for 3 seconds (Client.cpp)."""
    stage.world.updates.paced = True

    async def scene(polling: Polling) -> None:
        await alice.send("/help")
        await alice.sees(stage.say("help.intro"))
        await asyncio.sleep(later)
        await polling.stop()
        await asyncio.wait_for(polling.confirm(), 1)
        assert stage.world.updates.waiting() == []

    poll(stage, scene)
