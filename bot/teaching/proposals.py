"""Changes that wait for a decision after their preview, in memory: after a restart they are simply proposed again."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.knowledge.taught import Teaching
from bot.record import record
from bot.teaching.changes import Change

_MOST = 50  # that wait at once; the oldest is forgotten for the next


@record
class Proposal:
    """A change, the teaching it is about, and the questions of the queue that are done with it."""

    change: Change
    teaching: Teaching
    questions: tuple[int, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is taught, or was: questions, else the name."""
        return self.teaching.questions or ((self.teaching.name,) if self.teaching.name else ())


@dataclass(slots=True)
class Proposals:
    """The proposals by a key that no other one ever has, so that an old button cannot mean a new proposal."""

    _waiting: OrderedDict[str, Proposal] = field(default_factory=OrderedDict)

    @property
    def questions(self) -> frozenset[int]:
        """The questions that a proposal waits for."""
        return frozenset(number for proposal in self._waiting.values() for number in proposal.questions)

    def put(self, proposal: Proposal, key: str = "") -> str:
        """Keeps a proposal, under the `key` it had before if any; its key."""
        key = key or secrets.token_hex(6)
        self._waiting[key] = proposal
        while len(self._waiting) > _MOST:
            self._waiting.popitem(last=False)
        return key

    def take(self, key: str) -> Proposal | None:
        """The proposal, which waits no more; None where there is none."""
        return self._waiting.pop(key, None)
