"""Removes a person from every table; counts stay, which say nothing of anyone."""

from datetime import datetime
from sqlite3 import Connection

from bot.store.talks import written

# :user is Telegram's number, :person the hash, :update the update in which the person asks for it, :now the moment.
_FORGET = (
    "DELETE FROM conversations WHERE user_id = :user",
    # What was asked in a group waits for the group; a private chat has its person's number.
    "DELETE FROM outbox WHERE :user IN (user_id, chat_id) AND update_id <> :update",
    "DELETE FROM feedback WHERE person = :person",
    "DELETE FROM questions WHERE person = :person",  # their counts stay
    "UPDATE self_tests SET person = NULL WHERE person = :person",
    """
    UPDATE ticket_messages SET text = ''
    WHERE side <> 'staff' AND ticket_id IN (SELECT id FROM tickets WHERE person = :person)
    """,
    """
    UPDATE tickets SET chat_id = NULL, user_id = NULL, person = '', question = '', state = 'closed',
                       closed_at = coalesce(closed_at, :now), closed_by = coalesce(closed_by, 'deletion')
    WHERE person = :person
    """,
    "UPDATE tickets SET claimed_by = NULL WHERE claimed_by = :user",
)


def forget(connection: Connection, user_id: int, person: str, update_id: int, now: datetime) -> None:
    """Removes what is kept of a person (number and hash) but for the reply to `update_id`; `connection` commits it."""
    named = {"user": user_id, "person": person, "update": update_id, "now": written(now)}
    for statement in _FORGET:
        connection.execute(statement, named)
