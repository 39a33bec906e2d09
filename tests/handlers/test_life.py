"""The life of the process, as far as it can be played without one."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.settings import Settings
from handlers import service
from handlers.cases import Cases
from handlers.service import _Service
from tests.fake_telegram import Kind, Person
from tests.fake_telegram.server import Server
from tests.handlers.conftest import Stage


def told_to_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_it_stops_at_once_while_telegram_hangs(stage: Stage) -> None:
    """Somebody takes the connection and never answers."""
    asked = asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        asked.set()
        await reader.read()
        writer.close()

    async def scene() -> None:
        server = await asyncio.start_server(hang, "127.0.0.1", 0)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        running = asyncio.create_task(
            _Service(replace(Settings(), token=stage.world.token, base_url=address), stage.services).run()
        )
        await asyncio.wait_for(asked.wait(), 5)
        told_to_stop()
        await asyncio.wait_for(running, 2)
        server.close()

    asyncio.run(scene())


def serve(stage: Stage, scene: Callable[[], Awaitable[None]]) -> None:
    """Plays a scene with the whole service, which talks to the fake over the loopback."""

    async def at_work() -> None:
        async with Server(stage.world) as server:
            settings = replace(Settings(), token=stage.world.token, base_url=server.address)
            running = asyncio.create_task(_Service(settings, stage.services).run())
            await scene()
            told_to_stop()
            await asyncio.wait_for(running, 10)

    asyncio.run(at_work())


def test_what_an_outage_held_up_comes_without_being_asked_for(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_AGAIN", 0.1)
    monkeypatch.setattr("handlers.sending.PAUSES", (0.0, 0.0))

    async def scene() -> None:
        fault = stage.world.faults.add(Kind.STATUS, "sendMessage", times=3)
        await alice.send("/help")
        await alice.sees(stage.say("help.intro"), 10)
        assert fault.met == 3

    serve(stage, scene)
    assert len(alice.replies) == 1


def test_a_locked_database_does_not_end_the_daily_purge(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_DAY", 0.01)
    monkeypatch.setattr("handlers.patience.LONGEST", 0.0)
    purges: list[int] = []
    again = asyncio.Event()

    def locked(*_: object) -> None:
        purges.append(1)
        if len(purges) > 2:
            again.set()
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(service, "purge", locked)

    async def scene() -> None:
        await asyncio.wait_for(again.wait(), 5)

    serve(stage, scene)


def test_what_goes_wrong_while_settling_in_leaves_a_line(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Cases, "post_anew", failing)

    async def scene() -> None:
        await alice.send("/help")
        await alice.sees(stage.say("help.intro"), 10)

    serve(stage, scene)
    (line,) = [record for record in caplog.records if record.getMessage() == "unexpected"]
    assert vars(line)["fields"]["error"] == "OperationalError"
