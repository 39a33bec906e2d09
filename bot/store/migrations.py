"""The steps from an empty file to today's tables, in order.

A step that has been released is never changed: another one is added at the end. The tables are described in
docs/database.md. Times are texts in UTC, ``2026-11-23 04:27:35``.
"""

from sqlite_utils import Database, Migrations


def conversations(db: Database) -> None:
    """What is remembered of each person in each chat, as JSON."""
    columns = {"chat_id": int, "user_id": int, "state": str, "changed_at": str}
    db.table("conversations").create(columns, pk=("chat_id", "user_id"), not_null=columns)


def updates(db: Database) -> None:
    """Updates that were dealt with, so that none is dealt with twice."""
    db.table("updates").create({"update_id": int, "kept_at": str}, pk="update_id", not_null={"kept_at"})


def outbox(db: Database) -> None:
    """Messages that are still to be sent; a message that was sent is taken out."""
    columns = {"id": int, "update_id": int, "chat_id": int, "message": str, "kept_at": str}
    table = db.table("outbox")
    table.create(columns, pk="id", not_null=columns)
    table.create_index(["chat_id"])


def feedback(db: Database) -> None:
    """Who found the answer to which update helpful (1) or not (0)."""
    columns = {"update_id": int, "user_id": int, "helpful": int, "given_at": str}
    db.table("feedback").create(columns, pk=("update_id", "user_id"), not_null=columns)


STEPS = (conversations, updates, outbox, feedback)
MIGRATIONS = Migrations("helpdesk")
for step in STEPS:
    MIGRATIONS()(step)
