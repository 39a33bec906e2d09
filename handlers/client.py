"""The library's Bot API client, with ways to make requests without building objects for what they carry."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from telegram.ext import ExtBot


class Client(ExtBot[None]):
    """Every reply goes out by `post`: objects for keyboards and for the answer cost a third of the time of a turn."""

    async def post(self, method: str, data: dict[str, Any]) -> Any:
        """Makes a request of the Bot API; fields that are None are left out. TelegramError as for any request.

        The result is as Telegram wrote it.
        """
        return await self._post(method, data)

    async def fetch(
        self, offset: int | None, kinds: Sequence[str], wait: timedelta = timedelta(), limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The updates from `offset` on, as Telegram wrote them: one that cannot be read must not take others with it.

        TelegramError as for any request.
        """
        seconds = int(wait.total_seconds())
        data = {"offset": offset, "timeout": seconds, "limit": limit, "allowed_updates": kinds}
        patience = (self._request[0].read_timeout or 0) + seconds
        updates: list[dict[str, Any]] = await self._post("getUpdates", data, read_timeout=patience)
        return updates
