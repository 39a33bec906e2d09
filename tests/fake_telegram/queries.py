"""Inline queries and button presses: who asked, for how long they can be answered, and the cache of inline answers."""

from dataclasses import dataclass, field

from tests.fake_telegram.chats import User
from tests.fake_telegram.clock import Clock
from tests.fake_telegram.refusal import Breach, Json, Refusal
from tests.fake_telegram.updates import LIFETIMES

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
FIRST_ID = 4_000_000_000
CACHE_TIME = 300  # seconds an inline answer holds unless it says otherwise


@dataclass(slots=True)
class Query:
    """An inline query or button press. `answer` holds the arguments the bot answered with."""

    id: str
    kind: str
    user: User
    asked_at: float
    answer: Json | None = None


@dataclass(slots=True)
class Queries:
    """All queries of a world by id."""

    clock: Clock
    asked: dict[str, Query] = field(default_factory=dict)
    _kept: dict[tuple[str, str, int], tuple[float, Json]] = field(default_factory=dict)

    def ask(self, kind: str, user: User) -> Query:
        """A new query (its update is told by the caller)."""
        query = Query(str(FIRST_ID + len(self.asked)), kind, user, self.clock.now())
        self.asked[query.id] = query
        return query

    def answer(self, kind: str, query_id: str, answer: Json) -> Query:
        """Takes the bot's answer. Raises Breach for an id never given out, Refusal for one too old or answered."""
        query = self.asked.get(query_id)
        if query is None or query.kind != kind:
            raise Breach(TOO_OLD)
        if query.answer is not None or self.clock.now() - query.asked_at >= LIFETIMES[kind]:
            raise Refusal(TOO_OLD)
        query.answer = answer
        return query

    def keep(self, text: str, offset: str, user: User, answer: Json) -> None:
        """Keeps an inline answer for its cache_time, for everyone unless it is personal."""
        until = self.clock.now() + answer.get("cache_time", CACHE_TIME)
        self._kept[text, offset, user.id if answer.get("is_personal") else 0] = (until, answer)

    def kept(self, text: str, offset: str, user: User) -> Json | None:
        """An inline answer that still holds."""
        for owner in (user.id, 0):
            until, answer = self._kept.get((text, offset, owner), (0.0, {}))
            if until > self.clock.now():
                return answer
        return None
