"""The bot on Telegram beside bots that do nothing but reply; `python -m bench.telegram [FURTHER UPDATES]` alone.

Updates a second are those of one second of the bot's own CPU time, which other programs on the machine change least.
"""

import asyncio
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from statistics import median, quantiles

from bench.in_process import CACHE, KNOWLEDGE
from bench.row import Row, show
from bench.telegram_inline import inline
from bench.telegram_play import Play
from bench.telegram_run import Begin, Bot, Outcome, Running, echo, ours, played, running
from bench.telegram_script import MIX, Mix, Script, record
from bench.telegram_server import Telegram
from bot.desk import open_desk

FURTHER = 10_000  # updates after the load
_CHATS, _ROUNDS, _STARTS = 200, 3, 5
_SCRIPTS, _STEPS = 50, 10  # different talks, and updates in each
_LATENCY = 0.05
_MESSAGES: Mix = {"look-up": 0.6, "question": 0.4}
_LOAD: Mix = {"question": 0.3, "look-up": 0.3, "tap": 0.3, "inline": 0.1}
_PEOPLE, _TOGETHER = 2000, 5  # people in the load, and updates that each sends at once
_SHARE = 0.5  # of what the bot can do is what the load asks of it
_BASELINE = echo("ptb")
_HTTPX = ours(without="aiohttp")


def telegram(further: int = FURTHER) -> Iterator[Row]:
    """All rows of this module; `further` updates show whether memory grows."""
    desk = open_desk(KNOWLEDGE, CACHE)
    yield from inline(desk)
    yield from _starts()
    yield from _mixed(record(desk, _SCRIPTS, _STEPS, MIX))
    yield from _delayed("messages", record(desk, _SCRIPTS, _STEPS, _MESSAGES))
    yield from _delayed("presses, two requests each,", record(desk, _SCRIPTS, _STEPS, {"tap": 1.0}))
    yield from _loaded(record(desk, _SCRIPTS, _TOGETHER, _LOAD), further)


def _starts() -> Iterator[Row]:
    async def start(bot: Bot) -> tuple[float, float, float]:
        async with running(bot) as one:
            return one.start, one.cpu, one.memory

    mine, theirs = (
        [median(figures) for figures in zip(*(asyncio.run(start(bot)) for _ in range(_STARTS)), strict=True)]
        for bot in (ours(), _BASELINE)
    )
    yield Row(
        "`run`: process start to the first request for updates",
        f"{mine[0]:.2f} s ({mine[1]:.2f} s of CPU)",
        f"{theirs[0]:.2f} s ({theirs[1]:.2f} s of CPU), bare python-telegram-bot echo",
        f"{mine[1] / theirs[1]:.1f}",
    )
    yield Row(
        "memory of `run` at start",
        f"{mine[2]:.0f} MiB",
        f"{theirs[2]:.0f} MiB, bare python-telegram-bot echo",
        f"{mine[2] / theirs[2]:.1f}",
    )


def _mixed(scripts: list[Script]) -> Iterator[Row]:
    peers = [("aiogram", echo("aiogram"))] if find_spec("aiogram") else []
    bots = [("over aiohttp", ours()), ("over httpx", _HTTPX), *((f"bare {name} echo", bot) for name, bot in peers)]
    for way in ("polling", "webhook"):
        outcomes = [
            [_play(bot, scripts, way) for bot in (_BASELINE, *(bot for _, bot in bots))] for _ in range(_ROUNDS)
        ]
        baseline, *others = (median(one.per_cpu_second for one in ours) for ours in zip(*outcomes, strict=True))
        for (name, _), rate in zip(bots, others, strict=True):
            yield Row(
                f"{way}, half taps, {_CHATS} chats: {name}",
                f"{rate:,.0f} updates a second of CPU",
                f"{baseline:,.0f}, bare python-telegram-bot echo",
                f"{rate / baseline:.2f}",
            )
    if not peers:
        yield Row("bare aiogram echo", "not installed (the extra `bench`)")


def _play(bot: Bot, scripts: list[Script], way: str = "polling", latency: float = 0.0, chats: int = _CHATS) -> Outcome:
    async def play() -> Outcome:
        async with running(bot, way == "webhook", latency) as one:
            return _proper(await played(one, Play(scripts, chats, bot.echoes)))

    return asyncio.run(play())


def _delayed(what: str, scripts: list[Script]) -> Iterator[Row]:
    mine = _play(ours(), scripts, latency=_LATENCY)
    theirs = _play(_BASELINE, scripts, latency=_LATENCY, chats=_CHATS // 10)  # it sends one request after the other
    yield Row(
        f"{what} answered while each request takes {_LATENCY * 1000:.0f} ms",
        f"{mine.per_second:,.0f} a second",
        f"{theirs.per_second:,.0f}, bare python-telegram-bot echo",
        f"{mine.per_second / theirs.per_second:.1f}",
    )


def _loaded(scripts: list[Script], further: int) -> Iterator[Row]:
    """Nothing lost, doubled or out of order, while many write at once; and what that leaves in memory."""

    async def load() -> tuple[Outcome, float, list[float]]:
        async with running(ours()) as one:
            fresh = one.memory
            fastest = await _round(one, scripts)
            rate = _SHARE * fastest.per_second
            paced = await _round(one, scripts, _at_a_rate(rate / _TOGETHER))
            held = [(await _round(one, scripts)).memory for _ in range(0, further, _PEOPLE * _TOGETHER)]
            return paced, rate, [fresh, fastest.memory, *held]

    paced, rate, memory = asyncio.run(load())
    taken, p99 = paced.taken, quantiles(paced.taken, n=100)[98]
    yield Row(
        f"{len(taken):,} updates of {_PEOPLE:,} people, {_TOGETHER} at once each, {rate:,.0f} a second",
        f"each answered once, in order; median {median(taken) * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms",
    )
    after = len(taken) * 2 + further
    yield Row(
        f"memory of `run` after {after:,} updates",
        f"{memory[-1]:.0f} MiB",
        f"{memory[1]:.0f} MiB after {len(taken):,} ({memory[0]:.0f} at start)",
        f"{memory[-1] / memory[1]:.2f}",
    )


async def _round(one: Running, scripts: list[Script], begin: Begin | None = None) -> Outcome:
    return _proper(await played(one, Play(scripts, _PEOPLE, together=True), begin))


def _at_a_rate(people: float) -> Begin:
    """So many people a second begin to write."""

    async def begin(telegram: Telegram) -> None:
        assert telegram.play
        start = asyncio.get_running_loop().time()
        for number, person in enumerate(list(telegram.play.people)):
            await asyncio.sleep(start + number / people - asyncio.get_running_loop().time())
            telegram.begin(person)

    return begin


def _proper(outcome: Outcome) -> Outcome:
    if outcome.faults:
        raise RuntimeError("; ".join(outcome.faults))
    return outcome


if __name__ == "__main__":
    show(telegram(*map(int, sys.argv[1:])))
