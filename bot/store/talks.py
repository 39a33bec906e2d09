"""Conversations and the messages that are to be sent, kept together so that neither is lost without the other.

The statements run on the plain sqlite3 connection: they stand on the path of every message.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from sqlite_utils import Database

from bot.dialogue.conversation import Conversation

_REPEATED = timedelta(days=2)  # Telegram repeats an update for 24 hours at most
_STALE = timedelta(hours=1)  # a reply that is later than this helps nobody
_KEEP_STATE = """
    INSERT INTO conversations (chat_id, user_id, state, changed_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (chat_id, user_id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
"""

_DROP_STATE = "DELETE FROM conversations WHERE chat_id = ? AND user_id = ?"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message to be sent: its number in the outbox, and the message as the surface wrote it down."""

    id: int
    message: str


@dataclass(frozen=True, slots=True)
class Talks:
    """The tables conversations, updates, outbox and feedback. Times are given in UTC."""

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
                connection.execute(
                    "INSERT INTO outbox (update_id, chat_id, message, kept_at) VALUES (?, ?, ?, ?)",
                    (update_id, chat_id, message, at),
                )
            also(connection)

    def waiting(self, chat_id: int, now: datetime) -> list[Waiting]:
        """The messages still to be sent to a chat, oldest first; none that is too late to help."""
        query = "SELECT id, message FROM outbox WHERE chat_id = ? AND kept_at >= ? ORDER BY id"
        return [Waiting(*row) for row in self.database.conn.execute(query, (chat_id, written(now - _STALE)))]

    def waiting_chats(self, now: datetime) -> list[int]:
        """The chats to which something is still to be sent."""
        query = "SELECT chat_id FROM outbox WHERE kept_at >= ? GROUP BY chat_id ORDER BY min(id)"
        return [chat_id for (chat_id,) in self.database.conn.execute(query, (written(now - _STALE),))]

    def sent(self, message_id: int) -> None:
        """Takes a message out of the outbox."""
        with self.database.conn as connection:
            connection.execute("DELETE FROM outbox WHERE id = ?", (message_id,))

    def give_up(self, chat_id: int) -> None:
        """Takes out all that waits for a chat that cannot be reached any more."""
        with self.database.conn as connection:
            connection.execute("DELETE FROM outbox WHERE chat_id = ?", (chat_id,))

    def move(self, old: int, new: int) -> None:
        """Gives a chat that became a supergroup its new number."""
        with self.database.conn as connection:
            connection.execute("UPDATE OR REPLACE conversations SET chat_id = ? WHERE chat_id = ?", (new, old))
            connection.execute("UPDATE outbox SET chat_id = ? WHERE chat_id = ?", (new, old))

    def has_talked(self, user_id: int) -> bool:
        """Whether anything is remembered of a person, in any chat."""
        query = "SELECT 1 FROM conversations WHERE user_id = ?"
        return self.database.conn.execute(query, (user_id,)).fetchone() is not None

    def rate(self, update_id: int, user_id: int, helpful: bool, now: datetime) -> bool:
        """Keeps whether the answer to an update was helpful; False where this person has said so before."""
        with self.database.conn as connection:
            kept = connection.execute(
                "INSERT OR IGNORE INTO feedback (update_id, user_id, helpful, given_at) VALUES (?, ?, ?, ?)",
                (update_id, user_id, helpful, written(now)),
            )
        return kept.rowcount > 0

    def forget(self, user_id: int) -> None:
        """Removes everything kept of a person, in every chat."""
        with self.database.conn as connection:
            connection.execute("DELETE FROM conversations WHERE user_id = ?", (user_id,))
            connection.execute("DELETE FROM outbox WHERE chat_id = ?", (user_id,))  # a private chat has its user's id
            connection.execute("DELETE FROM feedback WHERE user_id = ?", (user_id,))

    def purge(self, days: int, now: datetime) -> None:
        """Removes what is older than `days`, and what has served its purpose earlier."""
        with self.database.conn as connection:
            old = written(now - timedelta(days=days))
            connection.execute("DELETE FROM conversations WHERE changed_at < ?", (old,))
            connection.execute("DELETE FROM feedback WHERE given_at < ?", (old,))
            connection.execute("DELETE FROM updates WHERE kept_at < ?", (written(now - _REPEATED),))
            connection.execute("DELETE FROM outbox WHERE kept_at < ?", (written(now - _STALE),))


def written(moment: datetime) -> str:
    """A moment (UTC) as the tables hold it."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"
