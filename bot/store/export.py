"""Everything that is kept of a person, for that person."""

import json
from sqlite3 import Connection
from typing import Any

# Table -> what of it is the person's own: :user is Telegram's number, :person the hash.
_KEPT = {
    "conversations": "SELECT chat_id, changed_at, state FROM conversations WHERE user_id = :user",
    "questions": """
        SELECT asked_at, channel, text, context, outcome, label, further, kind, confidence, picked, helpful,
               handed_over, queue, handled_at FROM questions WHERE person = :person ORDER BY id
    """,
    "feedback": "SELECT update_id, helpful, given_at FROM feedback WHERE person = :person ORDER BY given_at",
    "self_tests": """
        SELECT channel, started_at, changed_at, question, outcome FROM self_tests WHERE person = :person ORDER BY id
    """,
    "tickets": """
        SELECT id, why, question, state, opened_at, claimed_at, answered_at, told_at, reminded_at, closed_at, closed_by
        FROM tickets WHERE person = :person ORDER BY id
    """,
    "ticket_messages": """
        SELECT ticket_id, said_at, side, text FROM ticket_messages
        WHERE ticket_id IN (SELECT id FROM tickets WHERE person = :person) ORDER BY id
    """,
    "outbox": "SELECT chat_id, kept_at, message FROM outbox WHERE :user IN (user_id, chat_id) ORDER BY id",
}
_JSON = {"conversations": "state", "outbox": "message"}  # table -> its column that holds JSON


def exported(connection: Connection, user_id: int, person: str) -> str:
    """What every table holds of a person (number and hash), as a JSON object: table -> rows by column."""
    kept: dict[str, Any] = {"user_id": user_id, "person": person}
    for table, query in _KEPT.items():
        cursor = connection.execute(query, {"user": user_id, "person": person})
        columns = [name for name, *_ in cursor.description]
        kept[table] = [_row(columns, row, _JSON.get(table)) for row in cursor]
    return json.dumps(kept, ensure_ascii=False, indent=2)


def _row(columns: list[str], values: tuple[Any, ...], nested: str | None) -> dict[str, Any]:
    return {
        column: json.loads(value) if column == nested else value
        for column, value in zip(columns, values, strict=True)
        if value is not None
    }
