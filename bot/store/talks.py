"""Conversations and the messages that are to be sent, kept together so that neither is lost without the other.

The statements run on the plain sqlite3 connection: they stand on the path of every message.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from sqlite3 import Connection

from sqlite_utils import Database

from bot.dialogue.conversation import Conversation
from bot.record import record

STALE = timedelta(hours=1)  # a reply that is later than this helps nobody
_KEEP_STATE = """
    INSERT INTO conversations (chat_id, user_id, state, changed_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (chat_id, user_id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
"""

_KEEP_MESSAGE = """
    INSERT INTO outbox (update_id, chat_id, user_id, message, ticket_id, kept_at) VALUES (?, ?, ?, ?, ?, ?)
"""
_FRESH = "(kept_at >= ? OR ticket_id IS NOT NULL)"  # a ticket's message is never too late

_DROP_STATE = "DELETE FROM conversations WHERE chat_id = ? AND user_id = ?"


@record
class Waiting:
    """A message to be sent: its number in the outbox, the message as the surface wrote it down, and its ticket.

    `ticket` is None for an ordinary reply, 0 for what the staff are told beside their tickets.
    """

    id: int
    message: str
    ticket: int | None = None


@record
class Talks:
    """The tables conversations, updates and outbox. Times are given in UTC."""

    database: Database

    def conversation(self, chat_id: int, user_id: int) -> Conversation:
        """What is remembered of a person in a chat; a new conversation where that cannot be read."""
        query = "SELECT state FROM conversations WHERE chat_id = ? AND user_id = ?"
        row = self.database.conn.execute(query, (chat_id, user_id)).fetchone()
        try:
            return Conversation.from_plain(json.loads(row[0])) if row else Conversation()
        except (ValueError, TypeError, KeyError, AttributeError):  # of a version whose conversations had another shape
            return Conversation()

    def knows(self, update_id: int) -> bool:
        """Whether an update was dealt with before."""
        query = "SELECT 1 FROM updates WHERE update_id = ?"
        return self.database.conn.execute(query, (update_id,)).fetchone() is not None

    def keep(
        self,
        update_id: int,
        chat_id: int,
        user_id: int,
        *,
        conversation: Conversation | None,
        messages: Sequence[str],
        now: datetime,
        also: Callable[[Connection], None] = lambda _: None,
    ) -> None:
        """Keeps what follows from an update, all or nothing: the conversation (None: unchanged), what is to be sent.

        Of an empty conversation nothing is kept. `also` keeps what else follows, in the same transaction.

        sqlite3.IntegrityError for an update that was kept before.
        """
        at = written(now)
        with self.database.conn as connection:
            connection.execute("INSERT INTO updates (update_id, kept_at) VALUES (?, ?)", (update_id, at))
            if conversation == Conversation():
                connection.execute(_DROP_STATE, (chat_id, user_id))
            elif conversation is not None:
                state = json.dumps(conversation.to_plain(), ensure_ascii=False)
                connection.execute(_KEEP_STATE, (chat_id, user_id, state, at))
            for message in messages:
                connection.execute(_KEEP_MESSAGE, (update_id, chat_id, user_id, message, None, at))
            also(connection)

    def waiting(self, chat_id: int, now: datetime) -> list[Waiting]:
        """The messages still to be sent to a chat, oldest first; none that is too late to help."""
        query = f"SELECT id, message, ticket_id FROM outbox WHERE chat_id = ? AND {_FRESH} ORDER BY id"
        return [Waiting(*row) for row in self.database.conn.execute(query, (chat_id, written(now - STALE)))]

    def waiting_chats(self, now: datetime) -> list[int]:
        """The chats to which something is still to be sent."""
        query = f"SELECT chat_id FROM outbox WHERE {_FRESH} GROUP BY chat_id ORDER BY min(id)"
        return [chat_id for (chat_id,) in self.database.conn.execute(query, (written(now - STALE),))]

    def sent(self, message_id: int) -> None:
        """Takes a message out of the outbox."""
        with self.database.conn as connection:
            connection.execute("DELETE FROM outbox WHERE id = ?", (message_id,))

    def give_up(self, chat_id: int) -> None:
        """Takes out the replies to a chat that cannot be reached any more; those of tickets stay: they are reported."""
        with self.database.conn as connection:
            connection.execute("DELETE FROM outbox WHERE chat_id = ? AND ticket_id IS NULL", (chat_id,))

    def move(self, old: int, new: int) -> None:
        """Gives a chat that became a supergroup its new number."""
        with self.database.conn as connection:
            connection.execute("UPDATE OR REPLACE conversations SET chat_id = ? WHERE chat_id = ?", (new, old))
            connection.execute("UPDATE outbox SET chat_id = ? WHERE chat_id = ?", (new, old))
            connection.execute("INSERT OR REPLACE INTO chat_moves (old, new) VALUES (?, ?)", (old, new))

    def moved(self, chat_id: int) -> int:
        """The number that a group has today, which may have become a supergroup since."""
        row = self.database.conn.execute("SELECT new FROM chat_moves WHERE old = ?", (chat_id,)).fetchone()
        return row[0] if row else chat_id

    def has_talked(self, user_id: int) -> bool:
        """Whether anything is remembered of a person, in any chat."""
        query = "SELECT 1 FROM conversations WHERE user_id = ?"
        return self.database.conn.execute(query, (user_id,)).fetchone() is not None


def written(moment: datetime) -> str:
    """A moment (UTC) as the tables hold it."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def written_day(moment: datetime) -> str:
    """The day of a moment on the machine's clock, as the tables hold it."""
    return f"{moment.astimezone():%Y-%m-%d}"
