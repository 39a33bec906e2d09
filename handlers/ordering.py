"""Updates of one chat are dealt with one after the other, those of different chats side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from handlers.flood import Flood
from handlers.lanes import Lanes

BACKLOG = 2048  # updates in hand; more are left with Telegram

Tell = Callable[[Update], Awaitable[None]]


class Ordering(BaseUpdateProcessor):
    """Bounds the updates in hand, keeps the order within a chat, and slows down who is too fast.

    Waiting for a turn takes nobody else's: how many requests run at once is bounded where they are made (`sending`).
    `counts` says whether an update counts for its person; `slow_down` is called once in a flood, `skipped` for every
    update that a newer one has overtaken. `afterwards` is awaited when an update's turn is over.
    """

    def __init__(
        self,
        lanes: Lanes,
        flood: Flood,
        counts: Callable[[Update], bool],
        slow_down: Tell,
        skipped: Tell,
        *,
        afterwards: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(BACKLOG)
        self._lanes = lanes
        self._flood = flood
        self._counts = counts
        self._slow_down = slow_down
        self._skipped = skipped
        self._afterwards = afterwards

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Deals with an update when its turn has come."""
        assert isinstance(update, Update)
        assert isinstance(coroutine, Coroutine)
        try:
            if await self._is_in_time(update):
                async with self._lanes.turn(_place(update)):
                    await coroutine
                if self._afterwards:
                    await self._afterwards()
            else:
                await self._skipped(update)
        finally:
            coroutine.close()  # it may never have begun; where it has ended this does nothing

    async def _is_in_time(self, update: Update) -> bool:
        """True at once within the allowance; past it, when an update could wait as its person's newest."""
        if update.effective_sender is None or not self._counts(update):
            return True
        person, number = update.effective_sender.id, update.update_id
        wait = self._flood.spend(person, number)
        if wait and update.effective_chat and self._flood.must_tell(person):  # an inline query has nowhere to be told
            await self._slow_down(update)
        while wait:
            await asyncio.sleep(wait)
            if not self._flood.is_newest(person, number):
                return False
            wait = self._flood.spend(person, number)
        return True


def _place(update: Update) -> Hashable:
    """What an update must wait for: its chat; an inline query, which has none, waits for nothing."""
    return update.effective_chat.id if update.effective_chat else f"update {update.update_id}"
