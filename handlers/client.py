"""The library's Bot API client, with a way to make a request without building objects for it."""

from typing import Any

from telegram.ext import ExtBot


class Client(ExtBot[None]):
    """Every reply goes out by `post`: objects for keyboards and for the answer cost a third of the time of a turn."""

    async def post(self, method: str, data: dict[str, Any]) -> None:
        """Makes a request of the Bot API; fields that are None are left out. TelegramError as for any request."""
        await self._post(method, data)
