"""Inline queries: how long an answer takes to be built, as somebody types a name."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from rapidfuzz import fuzz, process

from bench.in_process import times
from bench.row import Row
from bot.desk import Desk
from bot.store.database import open_database
from handlers.inline import Inline
from tests.fake_telegram import World
from tests.handlers.conftest import Stage

_CONTEXT = SimpleNamespace(bot=SimpleNamespace(username="helpdesk_bot"))


def inline(desk: Desk) -> Iterator[Row]:
    """Every beginning of every name, asked for the first time and again."""
    names = [row.name for row in desk.knowledge.catalog.occupations]
    queries = list(dict.fromkeys(name[:end] for name in names for end in range(len(name) + 1)))
    nearest = times(lambda query: process.extract(query, names, scorer=fuzz.ratio, limit=20), queries)
    with TemporaryDirectory() as folder, closing(open_database(Path(folder) / "bot.db")) as database:
        handler = Inline(Stage(World(), desk, database).services)
        for what in ("first time", "again"):
            taken = asyncio.run(_answered(handler, queries))
            yield Row(
                f"inline answer built, {what} ({len(queries)} queries)",
                f"median {median(taken) * 1e3:.2f} ms, p99 {quantiles(taken, n=100)[98] * 1e3:.2f} ms",
                f"median {median(nearest) * 1e3:.2f} ms, the nearest 20 names by rapidfuzz ratio",
                f"{median(taken) / median(nearest):.1f}",
            )


async def _answered(handler: Inline, queries: Sequence[str]) -> list[float]:
    async def answer(*_: object, **__: object) -> bool:
        return True

    taken = []
    for query in queries:
        update: Any = SimpleNamespace(inline_query=SimpleNamespace(query=query, offset="", answer=answer))
        started = time.perf_counter()
        await handler.on_query(update, _CONTEXT)
        taken.append(time.perf_counter() - started)
    return taken
