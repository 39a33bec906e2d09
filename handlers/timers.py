"""What happens by itself at its time: tickets that nobody claims, and whatever else is to be looked after."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import time
from sqlite3 import Connection

from bot.helpdesk.ticket import Ended, Neglected, Released, Unclaimed
from bot.record import record
from bot.reply import Reply
from handlers.delivery import Delivery
from handlers.logs import described, note
from handlers.services import Services
from handlers.staff import StaffRoom

Step = Callable[[], Awaitable[None]]
_DONE = "INSERT OR REPLACE INTO daily (name, day) VALUES ('digest', ?)"


@record
class Digest:
    """Tells the staff once a day, from the hour `at` on their clock, what `compose` has to say, if anything."""

    room: StaffRoom
    at: time
    compose: Callable[[Services], Reply | None]

    async def __call__(self) -> None:
        """Tells them where it is time and they have not been told today."""
        services = self.room.services
        local, database = services.terms.local(services.now()), services.talks.database
        day = f"{local:%Y-%m-%d}"
        last = database.execute("SELECT day FROM daily WHERE name = 'digest'").fetchone()
        if local.time() < self.at or (last and last[0] >= day):
            return

        def done(connection: Connection) -> None:
            connection.execute(_DONE, (day,))

        reply = self.compose(services)
        if reply:
            await self.room.tell(reply, done)
        else:
            with database.conn as connection:
                done(connection)


@record
class Timers:
    """Looks at the clock; `steps` are taken each time and decide themselves whether it is time for them."""

    delivery: Delivery
    steps: Sequence[Step] = ()

    async def tick(self) -> None:
        """Deals with all whose time has come, and sends what follows; one that fails keeps no other from its turn."""
        for step in (self.tickets, *self.steps):
            try:
                await step()
            except Exception as error:
                note("unexpected", logging.ERROR, **described(error))
        await self.delivery.deliver_due()

    async def tickets(self) -> None:
        """Deals with tickets that nobody has claimed, answered or said anything in for too long.

        The staff are reminded within their hours only.
        """
        cases, terms, now = self.delivery.cases, self.delivery.services.terms, self.delivery.services.now()
        due = (
            (Unclaimed(), cases.tickets.overdue(terms.overdue(now))),
            (Neglected(), cases.tickets.neglected(terms.neglected(now)) if terms.is_on_duty(now) else []),
            (Released("silent"), cases.tickets.abandoned(terms.abandoned(now))),
            (Ended("silence"), cases.tickets.quiet(terms.quiet(now))),
        )
        for happening, tickets in due:
            for ticket in tickets:
                cases.happen(ticket.number, happening)
