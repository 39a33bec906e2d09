"""Turns: what happens in one place happens one after the other."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Lanes:
    """One lane a chat; updates and deliveries take their turns in it."""

    def __init__(self) -> None:
        self._last: dict[Hashable, asyncio.Future[None]] = {}

    @asynccontextmanager
    async def turn(self, place: Hashable) -> AsyncIterator[None]:
        """Waits for everything that began earlier in a place."""
        before = self._last.get(place)
        done = self._last[place] = asyncio.get_running_loop().create_future()
        try:
            if before:
                await asyncio.shield(before)
            yield
        finally:
            done.set_result(None)
            if self._last[place] is done:
                del self._last[place]
