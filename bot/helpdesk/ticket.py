"""A talk that was handed over to the staff, and what happens to it."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.record import record

Side = Literal["asker", "staff", "bot"]


class State(StrEnum):
    """Where a ticket stands: nobody's yet, somebody's who owes an answer, waiting for the asker, done with."""

    OPEN = "open"
    CLAIMED = "claimed"
    WAITING = "waiting"
    CLOSED = "closed"


@record
class Ticket:
    """One ticket. Texts are masked, times in UTC; `asker` and `claimed_by` are numbers of people.

    `asker` (also the number of their private chat) is None once they are forgotten, `claimed_by` is set only while the
    ticket is theirs. `told_at` is when the asker was told that nobody answers for now, `reminded_at` when the staff
    were told that the asker waits for an answer.
    """

    number: int
    asker: int | None
    person: str
    why: str
    question: str
    opened_at: datetime
    state: State = State.OPEN
    claimed_at: datetime | None = None
    claimed_by: int | None = None
    answered_at: datetime | None = None
    told_at: datetime | None = None
    reminded_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None

    @property
    def is_held(self) -> bool:
        """Whether a person has the talk, so that the bot stays out of it."""
        return self.state in (State.CLAIMED, State.WAITING)


@record
class Line:
    """Something said in a ticket, masked."""

    side: Side
    text: str


@record
class Wrote:
    """The asker wrote something, or changed it; `text` is masked. To small talk such as thanks no answer is `owed`."""

    text: str
    edited: bool = False
    owed: bool = True


@record
class Answered:
    """A member of the staff (`by`, shown as `name`) answered, or changed an answer; `text` is masked."""

    by: int
    name: str
    text: str
    edited: bool = False


@record
class Claimed:
    """A member of the staff takes the ticket."""

    by: int
    name: str


@record
class Ended:
    """One side has had enough; the asker's records are deleted, and nobody can be answered; or all has been said."""

    by: Literal["asker", "staff", "deletion", "silence"]


@record
class Released:
    """Whoever had the ticket has it no more: they left the staff, or did not answer even when reminded."""

    why: Literal["gone", "silent"] = "gone"


@record
class Neglected:
    """The ticket is somebody's, and the asker has waited long for an answer."""


@record
class Unclaimed:
    """Nobody claimed the ticket in the time that the asker was told."""


@record
class Unreachable:
    """The staff's group cannot be reached."""


@record
class Undelivered:
    """Something did not get to the other side.

    `blocked`: the asker stopped the bot. `answer`, `message`: the staff's answer, the asker's message cannot be copied.
    `unchecked`: Telegram could not be asked whether the author of an answer belongs to the staff.
    """

    what: Literal["blocked", "answer", "message", "unchecked"]


Happening = Wrote | Answered | Claimed | Ended | Released | Neglected | Unclaimed | Unreachable | Undelivered
