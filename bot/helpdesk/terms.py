"""What the staff promise: how soon a ticket is claimed, and at which hours."""

from datetime import datetime, time, timedelta, tzinfo

from bot.record import record

_PATIENCE = 4  # times the minutes for claiming: so long an answer may take before the staff are reminded
_ABANDONED = timedelta(days=1)  # after the reminder: the ticket is anybody's again
_QUIET = timedelta(days=7)  # in which the asker says no more: the ticket is over


@record
class Terms:
    """Minutes in which a ticket is to be claimed, and the hours of the chat's staff (never the office's).

    `hours` is None where none are stated; they are meant in `zone`, None for the machine's.
    """

    claim_minutes: int = 15
    hours: tuple[time, time] | None = None
    zone: tzinfo | None = None

    def local(self, moment: datetime) -> datetime:
        """A moment on the staff's clock."""
        return moment.astimezone(self.zone)

    def is_on_duty(self, now: datetime) -> bool:
        """Whether it is within the hours, which include the first minute and not the last."""
        return self.hours is None or self.hours[0] <= self.local(now).time() < self.hours[1]

    def overdue(self, now: datetime) -> datetime:
        """When a ticket was opened whose time to be claimed is up just now."""
        return now - timedelta(minutes=self.claim_minutes)

    def neglected(self, now: datetime) -> datetime:
        """When an asker wrote who has waited for too long just now."""
        return now - _PATIENCE * timedelta(minutes=self.claim_minutes)

    def abandoned(self, now: datetime) -> datetime:
        """When the staff were reminded of a ticket that is taken from whoever has it just now."""
        return now - _ABANDONED

    def quiet(self, now: datetime) -> datetime:
        """When the last was said in a ticket that is over just now."""
        return now - _QUIET
