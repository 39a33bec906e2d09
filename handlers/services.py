"""What every handler needs, made once at start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.desk import Desk, InForce
from bot.phrases import Phrases
from bot.store.people import People
from bot.store.talks import Talks


@dataclass(frozen=True, slots=True)
class Services:
    """The helpdesk, what is kept (of people by a hash), and the clocks.

    `today` decides what is in force, `now` (UTC) dates what is kept.
    """

    in_force: InForce
    talks: Talks
    people: People
    retention_days: int
    today: Callable[[], date]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def desk(self) -> Desk:
        """The helpdesk in force."""
        return self.in_force.desk

    @property
    def phrases(self) -> Phrases:
        """The wording in force."""
        return self.desk.dialogue.phrases
