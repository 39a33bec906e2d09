"""Asks Telegram for updates, for as long as the bot runs.

The library's own Updater stops for good at the first 401 or 404, as a proxy may answer once, and fetches without end
while updates pile up; this loop does neither.
"""

import asyncio
import logging
from datetime import timedelta

from telegram.error import Conflict, RetryAfter, TelegramError, TimedOut

from handlers.application import ALLOWED_UPDATES, App
from handlers.client import Client
from handlers.logs import described, note
from handlers.updates import read_update

_POLL = timedelta(seconds=30)  # how long Telegram waits for an update before it answers with none
_LONGEST_PAUSE = 30.0  # seconds between two tries while Telegram cannot be reached
_FULL = 400  # updates in hand from which no more are fetched: more than a second's work, at some 20 KiB each


class Polling:
    """A source of updates."""

    def __init__(self, application: App) -> None:
        self._application = application
        self._bot: Client = application.bot
        self._offset: int | None = None
        self._told: int | None = None  # the offset of the last request, which confirms all before it
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to fetch updates."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Fetches no more; what was fetched is in the application's queue."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def confirm(self) -> None:
        """Tells Telegram that all that was fetched has been dealt with; who says so twice waits for 3 s."""
        if self._offset != self._told:
            await self._bot.fetch(self._offset, ALLOWED_UPDATES, limit=1)

    async def _run(self) -> None:
        pause, is_polling = 0.0, False
        while True:
            try:
                if not is_polling:
                    await self._bot.delete_webhook()
                    is_polling = True
                await self._fetch()
                pause = 0.0
            except TimedOut:
                pause = 0.0 if is_polling else 1.0
            except TelegramError as error:
                pause = _next_pause(pause, error)
                is_polling = is_polling and not isinstance(error, Conflict)  # perhaps a webhook was set
                note("polling_failed", logging.WARNING, error=type(error).__name__, pause=pause)
            except Exception as error:  # whatever it is, the bot must not fall silent for good
                pause = _LONGEST_PAUSE
                note("unexpected", logging.ERROR, **described(error))
            await asyncio.sleep(pause)

    async def _fetch(self) -> None:
        self._told = self._offset
        for plain in await self._bot.fetch(self._offset, ALLOWED_UPDATES, _POLL):
            update = read_update(plain, self._bot)
            if update:
                await self._application.update_queue.put(update)
            self._offset = plain["update_id"] + 1
        while self._application.update_processor.current_concurrent_updates > _FULL:
            await asyncio.sleep(0.05)


def _next_pause(pause: float, error: TelegramError) -> float:
    """Twice the last pause, up to half a minute, or what Telegram asks for."""
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return float(after) if isinstance(after, int) else after.total_seconds()
    return min(_LONGEST_PAUSE, max(1.0, pause * 2))
