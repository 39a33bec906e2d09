"""Keeps what becomes of tickets: the new state and all that is to be sent, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from sqlite3 import Connection
from typing import NamedTuple

from bot.dialogue.conversation import Conversation
from bot.helpdesk.ticket import Happening, Line, State, Ticket
from bot.helpdesk.transitions import Said, Step
from bot.record import record
from bot.reply import Message, Relay, Reply
from bot.store.outbox import put_out
from bot.store.tickets import Tickets
from handlers.formatting import LONGEST, escaped, units
from handlers.keyboards import keyboard
from handlers.outgoing import Closing, Content, Copied, Opening, Outgoing, TextMessage
from handlers.render import rendered
from handlers.services import Services


class Source(NamedTuple):
    """The message that a relay passes on, perhaps changed; of a text its words and its HTML, else they are empty."""

    chat_id: int
    message_id: int
    text: str = ""
    html: str = ""
    is_edited: bool = False


@record
class Cases:
    """Carries out the steps of tickets. `due` are the chats for which that left something to be sent."""

    services: Services
    due: set[int] = field(default_factory=set)

    @property
    def tickets(self) -> Tickets:
        """The tickets that are kept."""
        return Tickets(self.services.talks.database)

    def happen(self, number: int, happening: Happening) -> None:
        """What follows for a ticket from something that no update brought about."""
        ticket = self.tickets.ticket(number)
        if ticket:
            step = self.services.helpdesk.happens(ticket, happening, self.services.now())
            with self.services.talks.database.conn as connection:
                self.keep(connection, step)

    def open(self, connection: Connection, ticket: Ticket, lines: Iterable[Line]) -> None:
        """Keeps a new ticket, with what was said before, and that it is to be posted."""
        self.tickets.keep(connection, ticket)
        for line in lines:
            self.tickets.say(connection, ticket.number, line, self.services.now())
        self._put(connection, ticket, self.services.staff_room, Outgoing(Opening()))

    def keep(self, connection: Connection, step: Step, source: Source | None = None) -> None:
        """Keeps a ticket as it is after a step, and what is said in it; `source` is what a relay passes on."""
        before = self.tickets.ticket(step.ticket.number)
        self.tickets.keep(connection, step.ticket)
        for said in step.messages:
            if said.recipient == "ticket":
                self._to_ticket(connection, step.ticket, said, source)
            elif step.ticket.asker is not None:
                self._to_asker(connection, step.ticket, said, source)
        if step.ticket.state is State.CLOSED and before and before.state is not State.CLOSED:
            self._put(connection, step.ticket, self.services.staff_room, Outgoing(Closing()))

    def post_anew(self) -> None:
        """Posts the tickets that are not closed in the group of today, where they stand in another or nowhere."""
        room, database = self.services.staff_room, self.services.talks.database
        if room is None:
            return
        with database.conn as connection:
            moving = "UPDATE outbox SET chat_id = ? WHERE ticket_id IS NOT NULL AND chat_id < 0"
            connection.execute(moving, (room,))
            for ticket in self.tickets.unclosed():
                place = self.tickets.place(ticket.number)
                if place is None or place.chat_id != room:
                    self._put(connection, ticket, room, Outgoing(Opening()))

    def _to_ticket(self, connection: Connection, ticket: Ticket, said: Said, source: Source | None) -> None:
        now = self.services.now()
        if isinstance(said, Message):
            line = self.tickets.say(connection, ticket.number, Line("bot", ""), now)  # it may name somebody
            contents = self.contents(said.reply)
        else:
            assert source
            line = self.tickets.say(connection, ticket.number, Line("asker", said.text), now)
            contents = [Copied(source.chat_id, source.message_id)]
        outgoing = [Outgoing(content, line=line) for content in contents]
        self._put(connection, ticket, self.services.staff_room, *outgoing)

    def _to_asker(self, connection: Connection, ticket: Ticket, said: Said, source: Source | None) -> None:
        contents: Sequence[Content]
        if isinstance(said, Message):
            contents = self.contents(said.reply)
        else:
            assert source
            line = Line("staff", said.text)
            self.tickets.say(connection, ticket.number, line, self.services.now(), source.message_id)
            contents = _relayed(said, source)
        self._put(connection, ticket, ticket.asker, *map(Outgoing, contents))

    def _put(self, connection: Connection, ticket: Ticket, chat_id: int | None, *messages: Outgoing) -> None:
        """What goes to the staff holds the asker's words, and goes with them when they are forgotten."""
        if chat_id is None:
            return
        dumped = [message.dump() for message in messages]
        now = self.services.now()
        put_out(connection, chat_id, dumped, now, ticket=ticket.number, user_id=ticket.asker)
        self.due.add(chat_id)

    def contents(self, reply: Reply) -> list[Content]:
        """A reply that belongs to no conversation, as messages."""
        phrases = self.services.phrases
        return rendered(reply, keyboard(reply, Conversation(), None, phrases), phrases)


def _relayed(relay: Relay, source: Source) -> list[Content]:
    """Words below their heading where both fit into one message; else the message as it is, if changed below it."""
    heading = f"<b>{escaped(relay.heading)}</b>"
    if source.text and units(relay.heading) + 1 + units(source.text) <= LONGEST:
        return [TextMessage(f"{heading}\n{source.html}")]
    copied = Copied(source.chat_id, source.message_id)
    return [TextMessage(heading), copied] if source.is_edited else [copied]
