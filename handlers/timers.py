"""What happens by itself at its time: tickets that nobody claims, and whatever else is to be looked after."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.helpdesk.ticket import Unclaimed
from handlers.delivery import Delivery
from handlers.logs import described, note

Step = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Timers:
    """Looks at the clock; `steps` are taken each time and decide themselves whether it is time for them."""

    delivery: Delivery
    steps: Sequence[Step] = ()

    async def tick(self) -> None:
        """Deals with all whose time has come, and sends what follows; one that fails keeps no other from its turn."""
        for step in (self.unclaimed, *self.steps):
            try:
                await step()
            except Exception as error:
                note("unexpected", logging.ERROR, **described(error))
        await self.delivery.deliver_due()

    async def unclaimed(self) -> None:
        """Tells askers whose ticket nobody has claimed in time; those without a group of the staff have no tickets."""
        cases, services = self.delivery.cases, self.delivery.services
        for ticket in cases.tickets.overdue(services.terms.overdue(services.now())):
            cases.happen(ticket.number, Unclaimed())
