"""Tickets, what was said in them, and where they stand in the staff's group."""

from collections.abc import Iterator
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any

from sqlite_utils import Database

from bot.helpdesk.ticket import Line, Side, State, Ticket
from bot.record import record
from bot.store.talks import written

_COLUMNS = (
    "id, user_id, person, why, question, opened_at, state, claimed_at, claimed_by, answered_at, told_at, reminded_at, "
    "closed_at, closed_by"
)
_KEEP = f"""
    INSERT INTO tickets ({_COLUMNS}, chat_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, chat_id = excluded.chat_id, state = excluded.state,
        claimed_at = excluded.claimed_at, claimed_by = excluded.claimed_by, answered_at = excluded.answered_at,
        told_at = excluded.told_at, reminded_at = excluded.reminded_at, closed_at = excluded.closed_at,
        closed_by = excluded.closed_by
"""
_OPEN = "state != 'closed'"
_NEGLECTED = """
    state = 'claimed' AND reminded_at IS NULL AND claimed_at <= :since AND coalesce((
        SELECT min(said_at) FROM ticket_messages said WHERE ticket_id = tickets.id AND side = 'asker' AND id > coalesce(
            (SELECT max(id) FROM ticket_messages WHERE ticket_id = said.ticket_id AND side = 'staff'), 0)
    ), opened_at) <= :since
"""
_QUIET = """
    state = 'waiting' AND coalesce(
        (SELECT max(said_at) FROM ticket_messages WHERE ticket_id = tickets.id AND side <> 'bot'), opened_at) <= ?
"""


@record
class Place:
    """Where a ticket stands in the staff's group: its topic (None: in the group itself) and its first message."""

    chat_id: int
    thread_id: int | None
    head: int | None


@record
class Tickets:
    """The tables tickets and ticket_messages. What changes together is kept by `connection`, which commits it."""

    database: Database

    def next_number(self) -> int:
        """The number that the next ticket gets: none that any ticket had, as old buttons name them."""
        return int(self.database.conn.execute("SELECT value FROM marks WHERE name = 'last_ticket'").fetchone()[0]) + 1

    def ticket(self, number: int) -> Ticket | None:
        """The ticket of a number."""
        return next(self._where("id = ?", number), None)

    def of_asker(self, user_id: int) -> Ticket | None:
        """The ticket of an asker that is not closed; there is one at most."""
        return next(self._where(f"user_id = ? AND {_OPEN}", user_id), None)

    def unclosed(self) -> list[Ticket]:
        """All that are not closed, oldest first."""
        return list(self._where(_OPEN))

    def held_by(self, user_id: int) -> list[Ticket]:
        """Those that a member of the staff has."""
        return list(self._where(f"claimed_by = ? AND {_OPEN}", user_id))

    def overdue(self, opened: datetime) -> list[Ticket]:
        """Those that nobody has claimed, opened at `opened` or before, whose askers have not been told."""
        return list(self._where("state = 'open' AND told_at IS NULL AND opened_at <= ?", written(opened)))

    def neglected(self, since: datetime) -> list[Ticket]:
        """Those claimed whose askers wait for an answer since then or longer, and nobody was reminded of it."""
        return list(self._where(_NEGLECTED, since=written(since)))

    def abandoned(self, reminded: datetime) -> list[Ticket]:
        """Those claimed and not answered though somebody was reminded then or before."""
        return list(self._where("state = 'claimed' AND reminded_at <= ?", written(reminded)))

    def quiet(self, since: datetime) -> list[Ticket]:
        """Those answered in which nothing was said since then."""
        return list(self._where(_QUIET, written(since)))

    def at(self, chat_id: int, thread_id: int | None, answered: int | None) -> Ticket | None:
        """The ticket in whose topic something stands, or to one of whose messages it is an `answered` reply."""
        if thread_id is not None:
            found = next(self._where("staff_chat = ? AND thread_id = ? ORDER BY id DESC", chat_id, thread_id), None)
            if found:
                return found
        if answered is None:
            return None
        of_message = "id IN (SELECT ticket_id FROM ticket_messages WHERE staff_message = ?)"
        return next(self._where(f"staff_chat = ? AND (head = ? OR {of_message})", chat_id, answered, answered), None)

    def keep(self, connection: Connection, ticket: Ticket) -> None:
        """Keeps a ticket, new or changed."""
        times = (ticket.claimed_at, ticket.answered_at, ticket.told_at, ticket.reminded_at, ticket.closed_at)
        claimed_at, *others = (time and written(time) for time in times)
        connection.execute(
            _KEEP,
            (ticket.number, ticket.asker, ticket.person, ticket.why, ticket.question, written(ticket.opened_at),
             ticket.state, claimed_at, ticket.claimed_by, *others, ticket.closed_by, ticket.asker),
        )  # fmt: skip

    def say(
        self, connection: Connection, number: int, line: Line, now: datetime, staff_message: int | None = None
    ) -> int:
        """Keeps something said in a ticket; its number, by which `arrived` knows it."""
        said = connection.execute(
            "INSERT INTO ticket_messages (ticket_id, said_at, side, text, staff_message) VALUES (?, ?, ?, ?, ?)",
            (number, written(now), line.side, line.text, staff_message),
        )
        assert said.lastrowid
        return said.lastrowid

    def lines(self, number: int, before: int | None = None) -> list[Line]:
        """What was said in a ticket, oldest first; only what was said before the line `before`."""
        query = "SELECT side, text FROM ticket_messages WHERE ticket_id = ? AND id < ? ORDER BY id"
        return [_line(*row) for row in self.database.conn.execute(query, (number, before or 1 << 62))]

    def quiet_since(self, number: int) -> datetime | None:
        """When something was last said in a ticket by either side."""
        query = "SELECT max(said_at) FROM ticket_messages WHERE ticket_id = ? AND side <> 'bot'"
        (said_at,) = self.database.conn.execute(query, (number,)).fetchone()
        return moment(said_at) if said_at else None

    def arrived(self, line: int, staff_message: int) -> None:
        """Notes as which message of the staff's group a line stands there."""
        with self.database.conn as connection:
            connection.execute("UPDATE ticket_messages SET staff_message = ? WHERE id = ?", (staff_message, line))

    def place(self, number: int) -> Place | None:
        """Where a ticket stands; None while it stands nowhere."""
        query = "SELECT staff_chat, thread_id, head FROM tickets WHERE id = ? AND staff_chat IS NOT NULL"
        row = self.database.conn.execute(query, (number,)).fetchone()
        return Place(*row) if row else None

    def put(self, number: int, place: Place | None) -> None:
        """Notes where a ticket stands; None where it stands nowhere any more, nor does what was said in it."""
        columns = (place.chat_id, place.thread_id, place.head) if place else (None, None, None)
        with self.database.conn as connection:
            change = "UPDATE tickets SET staff_chat = ?, thread_id = ?, head = ? WHERE id = ?"
            connection.execute(change, (*columns, number))
            if place is None:
                gone = "UPDATE ticket_messages SET staff_message = NULL WHERE ticket_id = ?"
                connection.execute(gone, (number,))

    def _where(self, condition: str, *values: object, **named: object) -> Iterator[Ticket]:
        query = f"SELECT {_COLUMNS} FROM tickets WHERE {condition}"
        return (_ticket(row) for row in self.database.conn.execute(query, named or values))


def _ticket(row: tuple[Any, ...]) -> Ticket:
    number, asker, person, why, question, opened_at, state, claimed_at, claimed_by, *times, closed_by = row
    claimed_at, answered_at, told_at, reminded_at, closed_at = (text and moment(text) for text in (claimed_at, *times))
    return Ticket(
        number, asker, person or "", why, question, moment(opened_at), State(state), claimed_at, claimed_by,
        answered_at, told_at, reminded_at, closed_at, closed_by,
    )  # fmt: skip


def moment(text: str) -> datetime:
    """The moment (UTC) that `written` wrote."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _line(side: Side, text: str | None) -> Line:
    return Line(side, text or "")
