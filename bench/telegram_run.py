"""Runs a bot as a process of its own against the bench's Telegram, and says what a play took."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.in_process import CACHE, KNOWLEDGE, PROJECT
from bench.telegram_echo import PATH
from bench.telegram_play import Play
from bench.telegram_server import SECRET, TOKEN, Telegram
from tests.handlers.conftest import TODAY

_WARM = 0.1  # share of the updates that is played before the clock starts
_PATIENCE = 60.0  # seconds without any answer after which the rest is lost
_ECHO_CALM = 0.3  # seconds in which a doubled reply would come
Begin = Callable[[Telegram], Coroutine[Any, Any, None]]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Bot:
    """What is measured: its name, its command line for an address and perhaps a webhook, and whether it echoes."""

    name: str
    command: Callable[[str, str | None], list[str]]
    environment: Mapping[str, str]
    echoes: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Updates a second, by the clock and of CPU time of the bot; seconds each took; MiB it holds; what went wrong."""

    per_second: float
    per_cpu_second: float
    taken: list[float]
    memory: float
    faults: list[str]


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work."""

    telegram: Telegram
    process: asyncio.subprocess.Process
    start: float  # seconds until it was ready

    @property
    def cpu(self) -> float:
        """Seconds of CPU it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def memory(self) -> float:
        """MiB it holds now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def ours(without: str = "") -> Bot:
    """The product's bot on the product's knowledge; `without` names a package that is not to be found."""
    environment = {
        "BOT_KNOWLEDGE": str(KNOWLEDGE),
        "BOT_CACHE": str(CACHE),
        "BOT_TODAY": str(TODAY),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    code = f"import sys; sys.modules[{without!r}] = None; from bot.cli import main; sys.exit(main(['run']))"
    command = [sys.executable, "-c", code] if without else [sys.executable, "-m", "bot", "run"]
    return Bot(f"without {without}" if without else "ours", lambda *_: command, environment)


def echo(library: str) -> Bot:
    """A bare echo bot on ptb or aiogram."""

    def command(address: str, webhook: str | None) -> list[str]:
        return [sys.executable, "-m", f"bench.telegram_echo_{library}", address, *([webhook] if webhook else [])]

    return Bot(library, command, {}, echoes=True)


@asynccontextmanager
async def running(bot: Bot, by_webhook: bool = False, latency: float = 0.0) -> AsyncIterator[Running]:
    """A bot that is ready, with a database of its own."""
    with TemporaryDirectory() as folder:
        async with Telegram(latency) as telegram:
            environment = {**os.environ, **bot.environment, "TELEGRAM_BASE_URL": telegram.address, "NO_PROXY": "*"}
            environment |= {"BOT_DATABASE": f"{folder}/bot.db"}
            webhook = None
            if by_webhook:
                listen = f"127.0.0.1:{_free_port()}"
                webhook = f"http://{listen}/{PATH}"
                environment |= {"TELEGRAM_WEBHOOK_URL": webhook, "TELEGRAM_WEBHOOK_LISTEN": listen}
            command = bot.command(telegram.address, webhook)
            begun = time.perf_counter()
            process = await asyncio.create_subprocess_exec(
                *command, env=environment, cwd=PROJECT, stderr=asyncio.subprocess.DEVNULL
            )
            try:
                await asyncio.wait_for(telegram.ready.wait(), _PATIENCE)
                yield Running(telegram, process, time.perf_counter() - begun)
            finally:
                process.terminate()
                await asyncio.wait_for(process.wait(), _PATIENCE)


async def played(running: Running, play: Play, begin: Begin | None = None) -> Outcome:
    """Plays to the end; `begin` lets people begin in its own time, else all do at once."""
    telegram = running.telegram
    telegram.play = play
    await asyncio.sleep(0.5)  # what the bot does after its start
    beginning = asyncio.create_task((begin or _all_at_once)(telegram))
    warm = await _until(running, play, _WARM)
    end = await _until(running, play, 1.0)
    await beginning
    await asyncio.sleep(_ECHO_CALM)
    updates = end[0] - warm[0]
    return Outcome(
        updates / (end[1] - warm[1]),
        updates / max(end[2] - warm[2], 1 / _TICKS),
        play.taken,
        running.memory,
        play.faults(),
    )


async def _until(running: Running, play: Play, share: float) -> tuple[int, float, float]:
    """Updates answered, clock and CPU time, once a share of the play is over or nothing moves any more."""
    moved, before = time.perf_counter(), -1
    while len(play.taken) < share * play.updates and time.perf_counter() - moved < _PATIENCE:
        if len(play.taken) != before:
            moved, before = time.perf_counter(), len(play.taken)
        await asyncio.sleep(0.005)
    return len(play.taken), time.perf_counter(), running.cpu


async def _all_at_once(telegram: Telegram) -> None:
    assert telegram.play
    for person in telegram.play.people:
        telegram.begin(person)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
