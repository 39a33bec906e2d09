"""Everything that goes wrong between a bot and Telegram, asked for by tests. Both faces take their faults from here."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from tests.fake_telegram.refusal import Answer, Breach, Refusal

T = TypeVar("T")
PUNCTUALITY = 0.05  # seconds a retry may come early


class Kind(StrEnum):
    """What happens to a request. "after" means Telegram did what was asked and the bot does not learn it."""

    STATUS = "status"
    REFUSED = "connection refused"
    TIMEOUT_BEFORE = "time-out before handling"
    TIMEOUT_AFTER = "time-out after handling"
    RESET_BEFORE = "connection reset before handling"
    RESET_AFTER = "connection reset after handling"

    @property
    def handled(self) -> bool:
        """Whether Telegram does what was asked nevertheless."""
        return self in (Kind.TIMEOUT_AFTER, Kind.RESET_AFTER)


@dataclass(slots=True)
class Fault:
    """A fault for the next `times` requests that fit; `method` and `chat_id` of None fit all (but not getUpdates)."""

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    status: int = 502
    met: int = 0

    def fits(self, method: str, chat_id: object) -> bool:
        if self.met >= self.times or (self.chat_id is not None and str(self.chat_id) != str(chat_id)):
            return False
        return method == self.method if self.method else method != "getUpdates"

    def answer(self) -> Answer:
        return Answer(self.status, Refusal(code=self.status).body())


@dataclass(slots=True)
class Flood:
    """A 429 that holds `retry_after` seconds from the first request it hits; who asks again earlier breaks a rule."""

    retry_after: int
    method: str | None = None
    chat_id: int | None = None
    until: float | None = None
    told: set[str] = field(default_factory=set)
    met: int = 0

    def fits(self, method: str, chat_id: object) -> bool:
        if method == "getUpdates" or (self.method or method) != method:
            return False
        return self.chat_id is None or str(self.chat_id) == str(chat_id)

    def hit(self, chat_id: object, now: float) -> Refusal | None:
        """The refusal for a request at `now`, None once the wait is over."""
        if self.until is None:
            self.until = now + self.retry_after
        if now >= self.until:
            return None
        self.met += 1
        early = str(chat_id) in self.told
        self.told.add(str(chat_id))
        seconds = max(1, round(self.until - now))
        refusal = Breach if early and self.until - now > PUNCTUALITY else Refusal
        return refusal(f"retry after {seconds}", 429, {"retry_after": seconds})


@dataclass(slots=True)
class Faults:
    """The plan of faults. `latency` seconds pass before each answer; updates may come twice or out of order."""

    latency: float = 0.0
    duplicate_updates: bool = False
    reorder_updates: bool = False
    seed: int = 0
    now: Callable[[], float] = time.monotonic
    planned: list[Fault] = field(default_factory=list)
    floods: list[Flood] = field(default_factory=list)

    def add(
        self, kind: Kind, method: str | None = None, chat_id: int | None = None, times: int = 1, status: int = 502
    ) -> Fault:
        """Plans a fault and returns it (`met` counts the requests it has hit)."""
        fault = Fault(kind, method, chat_id, times, status)
        self.planned.append(fault)
        return fault

    def flood(self, retry_after: int, method: str | None = None, chat_id: int | None = None) -> Flood:
        """Plans a 429 that begins with the next request that fits."""
        flood = Flood(retry_after, method, chat_id)
        self.floods.append(flood)
        return flood

    def next(self, method: str, chat_id: object) -> Fault | None:
        """The fault that hits this request, if any."""
        for fault in self.planned:
            if fault.fits(method, chat_id):
                fault.met += 1
                return fault
        return None

    def check_flood(self, method: str, chat_id: object) -> None:
        """Raises Refusal 429 while a flood wait holds for this request, Breach when the bot did not wait."""
        for flood in list(self.floods):
            if not flood.fits(method, chat_id):
                continue
            refusal = flood.hit(chat_id, self.now())
            if refusal is not None:
                raise refusal
            self.floods.remove(flood)

    def disturbed(self, batch: Sequence[T]) -> list[T]:
        """A batch of updates as it arrives."""
        updates = list(batch)
        chance = random.Random(self.seed + len(updates))
        if self.reorder_updates:
            chance.shuffle(updates)
        if self.duplicate_updates:
            updates = [update for update in updates for _ in range(2)]
        return updates
