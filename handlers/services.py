"""What every handler needs, made once at start."""

from collections.abc import Callable
from dataclasses import field
from datetime import UTC, date, datetime

from bot.desk import Desk, InForce
from bot.helpdesk.helpdesk import Helpdesk
from bot.helpdesk.terms import Terms
from bot.phrases import Phrases
from bot.record import record
from bot.store.people import People
from bot.store.questions import Questions
from bot.store.talks import Talks
from bot.teaching.source import Source
from handlers.patience import Patience


@record
class Services:
    """The helpdesk, what is kept (of people by a hash), and the clocks.

    `today` decides what is in force, `now` (UTC) dates what is kept; `staff_chat` is the number that was set,
    `terms` what the staff promise, `source` where new knowledge comes from (None: there is never any). What is kept on
    the way of an update is kept with `patience`.
    """

    in_force: InForce
    talks: Talks
    people: People
    retention_days: int
    today: Callable[[], date]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    staff_chat: int | None = None
    terms: Terms = field(default_factory=Terms)
    source: Source | None = None
    patience: Patience = field(default_factory=Patience)

    @property
    def desk(self) -> Desk:
        """The helpdesk in force."""
        return self.in_force.desk

    @property
    def questions(self) -> Questions:
        """What was asked."""
        return Questions(self.talks.database)

    @property
    def staff_room(self) -> int | None:
        """The staff's group by the number it has today; None where none is connected."""
        return None if self.staff_chat is None else self.talks.moved(self.staff_chat)

    @property
    def helpdesk(self) -> Helpdesk:
        """The dialogue in force, with people behind it."""
        return Helpdesk(self.desk.dialogue, self.terms)

    @property
    def phrases(self) -> Phrases:
        """The wording in force."""
        return self.desk.dialogue.phrases
