"""The staff's commands about tickets and pauses."""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec

from bot.helpdesk.pause import Pause
from bot.helpdesk.ticket import Claimed, Ended, Happening, State, Ticket
from bot.record import record
from bot.reply import Reply, Text
from bot.store.pauses import Pauses
from handlers.staff import StaffCall, StaffCommand, StaffRoom

_SUPERGROUP = 1_000_000_000_000  # core.telegram.org/bots/api: a supergroup's number is -100 followed by its own
_LONGEST_REASON = 200  # characters
P = ParamSpec("P")


@record
class TicketCommands:
    """Lists, claims and closes tickets; pauses the bot and lets it go on."""

    room: StaffRoom

    def all(self) -> dict[str, StaffCommand]:
        """The commands by name."""
        return {
            "tickets": self.tickets,
            "claim": self.claim,
            "close": self.close,
            "pause": self.pause,
            "resume": self.resume,
        }

    async def tickets(self, _: StaffCall) -> Reply:
        """Those that are not closed, with links."""
        services, tickets = self.room.services, self.room.delivery.cases.tickets
        listed = [(ticket, self._link(ticket)) for ticket in tickets.unclosed()]
        return services.helpdesk.wording.listed(listed, services.now())

    async def claim(self, call: StaffCall) -> Reply | None:
        """Takes a ticket; from a colleague too."""
        return await self._patiently(self._change, call, Claimed(call.user_id, call.name))

    async def close(self, call: StaffCall) -> Reply | None:
        """Ends a ticket."""
        return await self._patiently(self._change, call, Ended("staff"))

    async def pause(self, call: StaffCall) -> Reply | None:
        """Pauses the bot for the reason given."""
        return await self._patiently(self._pause, call)

    def _pause(self, call: StaffCall) -> Reply | None:
        services, pauses = self.room.services, self._pauses
        lasting, now = pauses.current(), services.now()
        if lasting:
            since = f"{services.terms.local(lasting.since):%m-%d %H:%M}"
            return self._say("paused_before", since=since, reason=lasting.reason)
        reason = services.desk.dialogue.mask(call.argument)[:_LONGEST_REASON]
        if not reason:
            return self._say("pause_why")
        said = self._say("paused", reason=reason)
        self.room.keep(call, said, lambda connection: pauses.begin(connection, Pause(now, reason, call.role)))
        return None

    async def resume(self, call: StaffCall) -> Reply | None:
        """Lets the bot go on."""
        return await self._patiently(self._resume, call)

    def _resume(self, call: StaffCall) -> Reply | None:
        pauses, now = self._pauses, self.room.services.now()
        if pauses.current() is None:
            return self._say("not_paused")
        self.room.keep(call, self._say("resumed"), lambda connection: pauses.end(connection, call.role, now))
        return None

    async def _patiently(self, step: Callable[P, Reply | None], *values: P.args, **named: P.kwargs) -> Reply | None:
        """Takes a step that reads and keeps, once the database can be written."""
        return await self.room.services.patience(partial(step, *values, **named))

    def _change(self, call: StaffCall, happening: Happening) -> Reply | None:
        """Does something to the ticket that the call is about; what is to be said is said in the ticket."""
        ticket = self._named(call)
        if not isinstance(ticket, Ticket):
            return ticket
        if ticket.state is State.CLOSED:
            return self._say("closed", number=ticket.number)
        if isinstance(happening, Claimed) and ticket.claimed_by == call.user_id:
            return self._say("claimed_before", number=ticket.number)
        step = self.room.services.helpdesk.happens(ticket, happening, self.room.services.now())
        self.room.keep(call, None, lambda connection: self.room.delivery.cases.keep(connection, step))
        return None

    def _named(self, call: StaffCall) -> Ticket | Reply:
        """The ticket named, else the one in whose place the call was made."""
        digits = call.argument.removeprefix("#").strip()
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else call.ticket
        if number is None or (digits and str(number) != digits.lstrip("0")):
            return self._say("which")
        return self.room.delivery.cases.tickets.ticket(number) or self._say("no_ticket", number=number)

    def _say(self, key: str, **values: object) -> Reply:
        return Reply((Text(self.room.services.phrases(f"staff.{key}", **values)),))

    def _link(self, ticket: Ticket) -> str:
        """Leads to the ticket's topic or first message; "" in a basic group, which has no links."""
        place = self.room.delivery.cases.tickets.place(ticket.number)
        if place is None or place.chat_id > -_SUPERGROUP:
            return ""
        return f"https://t.me/c/{-place.chat_id - _SUPERGROUP}/{place.thread_id or place.head}"

    @property
    def _pauses(self) -> Pauses:
        return Pauses(self.room.services.talks.database)
