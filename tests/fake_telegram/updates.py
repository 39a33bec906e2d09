"""The queue of updates that wait for the bot, and getUpdates' rules for taking them.

Source: tdlib/telegram-bot-api, Client.cpp (process_get_updates_query, do_get_updates, add_update_impl).
"""

import asyncio
import time
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field

from telegram.constants import UpdateType

from tests.fake_telegram.clock import Bell, Clock
from tests.fake_telegram.faults import Faults
from tests.fake_telegram.refusal import Json, Refusal

DAY = 86400
LIFETIMES = {"inline_query": 30, "callback_query": 150, "chosen_inline_result": 600}
# These three must be asked for by name.
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
KINDS = {str(kind) for kind in UpdateType}
# The webhook keeps order within a lane only: a chat's messages are one lane, a user's button presses another.
LANES = {"inline_query": 1, "chosen_inline_result": 2, "callback_query": 3, "my_chat_member": 5, "chat_member": 6}
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Pending:
    """An update the bot has not confirmed. `lane` is the webhook queue it belongs to."""

    update_id: int
    kind: str
    payload: Json
    expires_at: float
    lane: tuple[int, int]

    def json(self) -> Json:
        return {"update_id": self.update_id, self.kind: self.payload}


@dataclass(slots=True)
class Webhook:
    """What setWebhook left; an empty `url` means polling."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0


@dataclass(slots=True)
class UpdateQueue:
    """Updates in order. `paced`: like the real server, hold back a bot that asks the same thing again at once."""

    clock: Clock
    faults: Faults
    paced: bool = False
    allowed: frozenset[str] = frozenset(KINDS - ON_REQUEST)
    webhook: Webhook = field(default_factory=Webhook)
    changed: Bell = field(default_factory=Bell)
    next_id: int = 100_000_001
    history: dict[int, Pending] = field(default_factory=dict)
    _pending: deque[Pending] = field(default_factory=deque)
    _soonest: float = float("inf")
    _poller: "asyncio.Future[None] | None" = None
    _last_poll: tuple[int, float] = (0, float("-inf"))

    def __len__(self) -> int:
        self._expire()
        return len(self._pending)

    def push(self, kind: str, payload: Json, owner: int) -> int | None:
        """Queues an update; None when the bot did not ask for that kind. `owner` is the chat or user it is about."""
        if kind not in KINDS:
            raise ValueError(f"no such kind of update: {kind}")
        if kind not in self.allowed:
            return None
        update_id, self.next_id = self.next_id, self.next_id + 1
        expires_at = self.clock.now() + LIFETIMES.get(kind, DAY)
        self._add(Pending(update_id, kind, payload, expires_at, (LANES.get(kind, 0), owner)))
        return update_id

    def repeat(self, update_id: int) -> Pending:
        """Queues an update once more under its own id, as Telegram does when it is not sure it arrived."""
        pending = self.history[update_id]
        self._add(pending)
        return pending

    def allow(self, kinds: Collection[str] | None) -> None:
        """allowed_updates: None keeps what was set, an empty list means the default set."""
        if kinds is not None:
            known = frozenset(kinds) & KINDS
            self.allowed = known or frozenset(KINDS - ON_REQUEST)

    def confirm(self, offset: int) -> None:
        """Forgets all updates before `offset`; a negative offset keeps that many from the end."""
        if offset < 0:
            offset = self._pending[offset].update_id if -offset < len(self._pending) else 0
        while self._pending and self._pending[0].update_id < offset:
            self._pending.popleft()
        self.changed.ring()

    def waiting(self) -> list[Pending]:
        """All that wait, oldest first, without the expired."""
        self._expire()
        return list(self._pending)

    def drop(self, pending: Pending) -> None:
        """Takes one update out (delivered by webhook, or given up)."""
        if pending in self._pending:
            self._pending.remove(pending)
        self.changed.ring()

    def clear(self) -> None:
        self._pending.clear()
        self.changed.ring()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """getUpdates. Raises Refusal 409 while a webhook is set or when another getUpdates takes over."""
        if self.webhook.url:
            raise Refusal(WEBHOOK_ACTIVE, 409)
        if self.paced:
            limit, timeout = self._pace(offset, limit, timeout)
        self.confirm(offset)
        batch = self._batch(limit)
        if batch or not timeout:
            return batch
        self.interrupt(OTHER_POLLER)
        return await self._wait(limit, timeout)

    def interrupt(self, reason: str) -> None:
        """Ends a getUpdates that waits, with 409."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refusal(reason, 409))

    async def _wait(self, limit: int, timeout: float) -> list[Json]:
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poller, timeout)
        except TimeoutError:
            return []
        finally:
            if self._poller is poller:
                self._poller = None
        return self._batch(limit)

    def _pace(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        """The same offset again within 3 s waits 3 s, and within half a second gets one update."""
        last_offset, last_time = self._last_poll
        now = time.monotonic()
        self._last_poll = (offset, now)
        if offset != last_offset or now >= last_time + 3:
            return limit, timeout
        return (1 if now < last_time + 0.5 else limit), max(timeout, 3)

    def _batch(self, limit: int) -> list[Json]:
        self._expire()
        batch = [self._pending[index] for index in range(min(limit, len(self._pending)))]
        return [pending.json() for pending in self.faults.disturbed(batch)]

    def _add(self, pending: Pending) -> None:
        self.history[pending.update_id] = pending
        self._pending.append(pending)
        self._soonest = min(self._soonest, pending.expires_at)
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        self.changed.ring()

    def _expire(self) -> None:
        now = self.clock.now()
        if self._soonest <= now:
            self._pending = deque(pending for pending in self._pending if pending.expires_at > now)
            self._soonest = min((pending.expires_at for pending in self._pending), default=float("inf"))
