"""How requests go out: few at once, again where that cannot double anything, and never before Telegram allows.

Replies are not paced: the Bot API's limits are for bulk messages, and it says 429 when it means it.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Sequence
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from handlers.failures import Failure, failure

AT_ONCE = 16  # requests; more wait for each other inside the HTTP client, which costs more than it gains
TRIES = 3
PAUSES = (0.5, 2.0)  # seconds before the second and third try
_LONGEST_HOLD = 30.0  # seconds a request waits for a 429 to end; beyond that it fails, and stays in the outbox
_REPEATABLE = (
    "edit",
    "answer",
    "set",
    "get",
    "delete",
)  # first words of methods that change nothing more when repeated

_Result = bool | dict[str, Any] | list[dict[str, Any]]


class Sender(BaseRateLimiter[None]):
    """The library's extension point for what surrounds every request but getUpdates."""

    def __init__(self, pauses: Sequence[float] = PAUSES, longest_hold: float = _LONGEST_HOLD) -> None:
        self._pauses = pauses
        self._longest_hold = longest_hold
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._held: dict[Hashable, float] = {}  # chat -> time from which Telegram takes requests again

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0917  # the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> _Result:
        """Makes a request, up to three times; the error of the last try where all fail."""
        chat = data.get("chat_id", endpoint)
        for pause in (*self._pauses, None):
            await self._wait(chat)
            try:
                async with self._slots:
                    return await callback(*args, **kwargs)
            except TelegramError as error:
                self._hold(chat, error)
                if pause is None or not _may_repeat(endpoint, error):
                    raise
            if chat not in self._held:
                await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")

    async def _wait(self, chat: Hashable) -> None:
        """Waits until Telegram takes requests for a chat; RetryAfter where that is too long."""
        while (seconds := self._held.get(chat, 0.0) - asyncio.get_running_loop().time()) > 0:
            if seconds > self._longest_hold:
                raise RetryAfter(round(seconds))
            await asyncio.sleep(seconds)
        self._held.pop(chat, None)

    def _hold(self, chat: Hashable, error: TelegramError) -> None:
        if isinstance(error, RetryAfter):
            self._held[chat] = asyncio.get_running_loop().time() + _seconds(error)


def _may_repeat(endpoint: str, error: TelegramError) -> bool:
    """Whether trying again can help and cannot double anything."""
    kind = failure(error)
    return kind in (Failure.HELD, Failure.UNSENT) or (kind is Failure.UNCERTAIN and endpoint.startswith(_REPEATABLE))


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
