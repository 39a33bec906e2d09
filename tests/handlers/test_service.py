"""`python -m bot run` as a process of its own, against the fake Telegram on the loopback."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.desk import Desk
from handlers.webhook import HEALTH
from tests.fake_telegram import Kind, Person, World
from tests.fake_telegram.server import Server
from tests.handlers.conftest import ROOT, SECOND_OFFICE

KIND, YEARS, OCCUPATIONS = "您代表哪种单位", "注册几年了", "想评价哪些职业"
QUESTIONS = (KIND, YEARS, OCCUPATIONS)
SECRET = "s3cret-s3cret"


@dataclass
class Bot:
    """The process, and what it logs."""

    environment: dict[str, str]
    process: asyncio.subprocess.Process | None = None
    log: list[str] = field(default_factory=list)

    async def start(self, until: str = "started") -> None:
        """Starts it and waits for an event in its log."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=self.environment, cwd=ROOT, stderr=asyncio.subprocess.PIPE
        )
        await self.logs(until)

    async def logs(self, event: str) -> dict[str, Any]:
        """Waits for an event in the log."""
        assert self.process
        assert self.process.stderr
        while line := (await asyncio.wait_for(self.process.stderr.readline(), 30)).decode():
            self.log.append(line)
            if line.startswith("{") and json.loads(line)["event"] == event:
                found: dict[str, Any] = json.loads(line)
                return found
        raise AssertionError(f"ended without {event!r}:\n" + "".join(self.log))

    async def stop(self, number: signal.Signals) -> int:
        """Sends a signal and waits for the end; the exit status."""
        assert self.process
        assert self.process.stderr
        self.process.send_signal(number)
        rest = await asyncio.wait_for(self.process.stderr.read(), 20)
        self.log += rest.decode().splitlines(keepends=True)
        return await self.process.wait()


Cast = tuple[World, Server, Bot]


@pytest.fixture
def environment(desk: Desk, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings for the second office; the models were fitted for `desk`."""
    cache = next(tmp_path_factory.getbasetemp().glob("cache*"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "BOT_"))}
    return {
        **kept,
        "BOT_KNOWLEDGE": str(SECOND_OFFICE),
        "BOT_CACHE": str(cache),
        "BOT_DATABASE": str(tmp_path / "bot.db"),
        "BOT_TODAY": "2025-01-01",
        "NO_PROXY": "127.0.0.1",
    }


@asynccontextmanager
async def theatre(world: World, environment: dict[str, str], webhook_target: str = "") -> AsyncIterator[Cast]:
    """A fake Telegram, and a bot that knows its address and is not yet started; it is gone at the end."""
    async with Server(world, webhook_target=webhook_target) as server:
        address = {"TELEGRAM_BASE_URL": server.address, "TELEGRAM_BOT_TOKEN": world.token}
        bot = Bot({**environment, **address})
        try:
            yield world, server, bot
        finally:
            if bot.process and bot.process.returncode is None:
                bot.process.kill()
                await bot.process.communicate()


def play(world: World, environment: dict[str, str], scene: Callable[[World, Server, Bot], Awaitable[None]]) -> None:
    async def at_work() -> None:
        async with theatre(world, environment) as cast:
            await scene(*cast)

    asyncio.run(at_work())


@pytest.fixture(params=["with aiohttp", "without aiohttp"])
def installed(request: pytest.FixtureRequest, environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment with and without the extra."""
    if request.param == "with aiohttp":
        return environment
    (tmp_path / "aiohttp.py").write_text('raise ImportError("not installed")')
    return environment | {"PYTHONPATH": str(tmp_path)}


def test_polling_talks_and_stops_when_told(world: World, installed: dict[str, str]) -> None:
    async def scene(_: World, __: Server, bot: Bot) -> None:
        alice = world.user("Alice")
        await bot.start()
        await alice.start()
        await alice.sees("您好！我是")
        await alice.tap("资格自测")
        await alice.sees(KIND)
        await alice.tap("家政培训机构")
        await alice.sees(YEARS)
        await alice.send("说不清楚甲乙丙丁")
        assert await alice.inline("育婴员")
        await alice.send("/notice")
        await alice.sees("<document")
        assert await bot.stop(signal.SIGTERM) == 0
        events = [json.loads(line)["event"] for line in bot.log]
        assert events == ["started", "stopping", "stopped"]
        assert world.token.partition(":")[2] not in "".join(bot.log)
        assert "甲乙" not in "".join(bot.log)

    play(world, installed, scene)
    assert [command["command"] for command in world.profile.commands['{"type": "default"}', ""]][:3] == [
        "start", "faq", "code"
    ]  # fmt: skip


def test_webhook_talks_and_stops_when_told(world: World, environment: dict[str, str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"

    async def at_work() -> None:
        async with theatre(world, environment, f"http://{listen}") as (_, __, bot):
            bot.environment |= {
                "TELEGRAM_WEBHOOK_URL": "https://bot.example.com/hook",
                "TELEGRAM_WEBHOOK_LISTEN": listen,
                "TELEGRAM_WEBHOOK_SECRET": SECRET,
            }
            alice = world.user("Alice")
            await bot.start()
            await alice.start()
            await alice.sees("您好！我是")
            await alice.tap("联系方式")
            await alice.sees("0999-1234567")
            async with aiohttp.ClientSession() as session, session.get(f"http://{listen}{HEALTH}") as response:
                assert response.status == 200
            assert await bot.stop(signal.SIGTERM) == 0
            assert world.updates.webhook.url == "https://bot.example.com/hook"
            assert SECRET not in "".join(bot.log)

    asyncio.run(at_work())


def test_sigterm_in_mid_load_answers_everyone_first(world: World, environment: dict[str, str]) -> None:
    async def scene(_: World, __: Server, bot: Bot) -> None:
        world.faults.latency = 0.05
        people = [world.user(f"P{number}") for number in range(60)]
        await bot.start()
        for person in people:
            await person.send("/help")
        await people[0].sees("直接用一句话问就行")
        begun = time.monotonic()
        assert await bot.stop(signal.SIGTERM) == 0
        assert time.monotonic() - begun < 10
        assert all(len(person.replies) == 1 for person in people)

    play(world, environment, scene)
    assert world.updates.waiting() == []


async def self_test(person: Person, patience: float) -> None:
    """Answers the question on the screen until the last one is shown; asks for the self-test where there is none."""
    deadline = time.monotonic() + patience
    while (shown := _shown(person)) < 2:
        assert time.monotonic() < deadline, person.screen
        if shown < 0:
            await person.send("/quiz")
            await person.sees("", patience)
        else:
            await person.tap(("家政培训机构", "不清楚")[shown])
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("moment", [0.2, 0.5])
def test_sigkill_in_mid_load_loses_nothing_that_was_shown(
    world: World, environment: dict[str, str], moment: float
) -> None:
    """An answer whose next question was shown is kept; what is on the screen can be answered after the restart."""

    async def scene(_: World, __: Server, bot: Bot) -> None:
        people = [world.user(f"P{number}") for number in range(16)]
        await bot.start()
        world.faults.latency = 0.08
        testing = [asyncio.create_task(self_test(person, 60)) for person in people]
        await asyncio.sleep(moment)
        await bot.stop(signal.SIGKILL)
        for task in testing:
            task.cancel()
        await asyncio.gather(*testing, return_exceptions=True)
        shown = [_shown(person) for person in people]
        kept = _answers(Path(environment["BOT_DATABASE"]))
        assert min(shown) < 2
        assert all(len(kept.get(person.user.id, [])) >= number for person, number in zip(people, shown, strict=True))
        world.faults.latency = 0.0
        await bot.start()
        await asyncio.gather(*(self_test(person, 20) for person in people))
        assert await bot.stop(signal.SIGTERM) == 0
        assert {len(answers) for answers in _answers(Path(environment["BOT_DATABASE"])).values()} == {2}

    play(world, environment, scene)


def _answers(path: Path) -> dict[int, list[object]]:
    """Answers kept for each person."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT user_id, state FROM conversations").fetchall()
    connection.close()
    return {user: (json.loads(state).get("quiz") or {}).get("answers", []) for user, state in rows}


def _shown(person: Person) -> int:
    """Number of the question that stands lowest on the person's screen, -1 where there is none."""
    text = "".join(person.replies[-1:])
    return next((number for number, question in enumerate(QUESTIONS) if question in text), -1)


def test_it_starts_before_telegram_can_be_reached(world: World, environment: dict[str, str]) -> None:
    async def scene(_: World, server: Server, bot: Bot) -> None:
        await server.down()
        await bot.start(until="not_reached")
        await server.up()
        await bot.logs("started")
        alice = world.user("Alice")
        await alice.send("/help")
        await alice.sees("直接用一句话问就行")
        world.faults.add(Kind.STATUS, "getUpdates", times=1, status=404)
        await alice.send("/about")
        await alice.sees("答案逐字摘自")
        assert await bot.stop(signal.SIGINT) == 0

    play(world, environment, scene)


@pytest.mark.parametrize(
    ("changes", "complaints"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, ["TELEGRAM_BOT_TOKEN: is needed"]),
        ({"TELEGRAM_BOT_TOKEN": "12345:AAAAAAAAAAAAAAAAAA"}, ["TELEGRAM_BOT_TOKEN: is not known to Telegram"]),
        (
            {"TELEGRAM_BASE_URL": "ftp://x", "RETENTION_DAYS": "often", "BOT_TODAY": "soon"},
            ["TELEGRAM_BASE_URL: ", "RETENTION_DAYS: ", "BOT_TODAY: "],
        ),
        (
            {
                "TELEGRAM_WEBHOOK_URL": "https://bot.example.com",
                "TELEGRAM_WEBHOOK_SECRET": SECRET,
                "TELEGRAM_WEBHOOK_LISTEN": "192.0.2.1:8080",  # an address of nobody (RFC 5737)
            },
            ["TELEGRAM_WEBHOOK_LISTEN: 192.0.2.1:8080: "],
        ),
        ({"BOT_DATABASE": "/proc/none/bot.db"}, ["BOT_DATABASE: /proc/none/bot.db: "]),
    ],
)
def test_settings_that_cannot_be_used_end_it_with_2(
    world: World, environment: dict[str, str], changes: dict[str, str], complaints: list[str]
) -> None:
    async def scene(_: World, __: Server, bot: Bot) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=bot.environment | changes, cwd=ROOT, stderr=asyncio.subprocess.PIPE
        )
        _, errors = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode == 2
        assert len(errors.decode().splitlines()) == len(complaints)
        assert all(complaint in errors.decode() for complaint in complaints)
        assert "AAAA" not in errors.decode()

    play(world, environment, scene)
