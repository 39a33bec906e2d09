"""Waiting for a database that another program holds locked, while everything else goes on."""

import asyncio
from collections.abc import Callable
from dataclasses import field
from sqlite3 import OperationalError
from typing import TypeVar

from bot.record import record

LONGEST = 10.0  # seconds for which a step waits; then its error is raised
PAUSE = 0.5  # seconds between two tries, each of which holds up everything as long as the connection waits

T = TypeVar("T")


@record
class Patience:
    """Takes steps that write. While the database is locked one step tries and the others wait behind it, in order."""

    _trying: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self, step: Callable[[], T]) -> T:
        """What a step gives, which is taken again from its beginning where the database was locked.

        A step must read what it depends on itself, and change nothing but the database, which keeps all of it or
        nothing.
        """
        clock = asyncio.get_running_loop().time
        end = clock() + LONGEST
        async with self._trying:
            while True:
                try:
                    return step()
                except OperationalError as error:
                    if "is locked" not in str(error) or clock() >= end:
                        raise
                await asyncio.sleep(PAUSE)
