"""Messages that do not go stale: those of tickets, and what the staff are told."""

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Connection

from bot.store.talks import written

_PUT = "INSERT INTO outbox (update_id, chat_id, user_id, message, ticket_id, kept_at) VALUES (0, ?, ?, ?, ?, ?)"


def put_out(
    connection: Connection,
    chat_id: int,
    messages: Sequence[str],
    now: datetime,
    *,
    ticket: int = 0,
    user_id: int | None = None,
) -> None:
    """Keeps messages of a ticket (0: to the staff beside their tickets), which hold words of `user_id` if of anyone.

    `connection` commits them with what else follows.
    """
    for message in messages:
        connection.execute(_PUT, (chat_id, user_id, message, ticket, written(now)))
