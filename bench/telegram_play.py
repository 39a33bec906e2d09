"""Scripts as they are replayed by many people at once, and whether each got exactly the replies of the recording."""

import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from typing import Any

from bench.telegram_script import Script

# Numbers that no other play has, so that one bot can be given several.
_PEOPLE, _UPDATES = count(10_000_001), count(100_000_001)


@dataclass(slots=True)
class _Pending:
    """A step that was handed to the bot, and what has come back for it."""

    person: "_Person"
    at: float
    messages: int  # still to come
    queries: int

    @property
    def is_over(self) -> bool:
        return not (self.messages or self.queries)


@dataclass(slots=True)
class _Person:
    script: Script
    number: int
    next_step: int = 0
    got: list[tuple[str, str]] = field(default_factory=list)
    pending: deque[_Pending] = field(default_factory=deque)


class Play:
    """People who each send the next update once the last was answered (`together`: all their updates at once).

    Who is `echoed` gets one message for each message or press; else the replies are compared with the recording.
    """

    def __init__(self, scripts: list[Script], people: int, echoed: bool = False, together: bool = False) -> None:
        self._echoed = echoed
        self._together = together
        self._people = {
            number: _Person(script, number) for number, script in zip(islice(_PEOPLE, people), cycle(scripts))
        }
        self._by_query: dict[str, _Pending] = {}
        self._answers: Counter[str] = Counter()
        self._unknown = 0
        self.updates = sum(len(person.script) for person in self._people.values())
        self.due: deque[tuple[int, bytes]] = deque()
        self.taken: list[float] = []  # seconds from handing over to the last request, of each update
        self.requests = 0

    @property
    def people(self) -> Iterator[int]:
        """Everyone's number."""
        return iter(self._people)

    def begin(self, number: int) -> None:
        """Somebody begins to write."""
        person = self._people[number]
        for _ in range(len(person.script) if self._together else 1):
            self._hand_over(person)

    def heard(self, method: str, fields: Mapping[str, Any]) -> None:
        """A request of the bot."""
        query = fields.get("callback_query_id") or fields.get("inline_query_id")
        person = self._people.get(int(fields.get("chat_id", 0)))
        if query is not None:
            self._answers[str(query)] += 1
            pending = self._by_query.pop(str(query), None)
        else:
            if person:
                person.got.append((method, str(fields.get("text", ""))))
            pending = next((one for one in person.pending if one.messages), None) if person else None
        if pending is None:
            self._unknown += 1
            return
        self.requests += 1
        pending.queries -= query is not None
        pending.messages -= query is None
        if pending.is_over:
            self._finish(pending)

    def faults(self) -> list[str]:
        """What was lost, doubled or out of order; empty where all is as it must be."""
        found = [f"{self._unknown} requests that nothing called for"] if self._unknown else []
        lost = self.updates - len(self.taken)
        found += [f"{lost} updates not answered"] if lost else []
        doubled = sum(1 for times in self._answers.values() if times > 1)
        found += [f"{doubled} queries answered twice"] if doubled else []
        if not self._echoed:
            wrong = [person.number for person in self._people.values() if not _as_recorded(person)]
            found += [f"{len(wrong)} people with other replies than recorded, such as {wrong[0]}"] if wrong else []
        return found

    def _hand_over(self, person: _Person) -> None:
        step = person.script[person.next_step]
        person.next_step += 1
        number = next(_UPDATES)
        messages = int(step.kind != "inline") if self._echoed else len(step.messages)
        pending = _Pending(person, time.perf_counter(), messages, step.queries)
        person.pending.append(pending)
        if step.queries:
            self._by_query[str(number)] = pending
        self.due.append((number, step.by(person.number, number)))

    def _finish(self, pending: _Pending) -> None:
        self.taken.append(time.perf_counter() - pending.at)
        person = pending.person
        person.pending.remove(pending)
        if not self._together and person.next_step < len(person.script):
            self._hand_over(person)


def _as_recorded(person: _Person) -> bool:
    return person.got == [message for step in person.script[: person.next_step] for message in step.messages]
