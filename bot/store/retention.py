"""What is removed because it is old: nothing of anybody is kept for longer than the settings say."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.store.talks import STALE, written, written_day

_REPEATED = timedelta(days=2)  # Telegram repeats an update for 24 hours at most
_OVER = """closed_at < :old OR (state = 'open' AND opened_at < :old AND id NOT IN (
    SELECT ticket_id FROM ticket_messages WHERE said_at >= :old))"""
# Table -> which of its rows are older than a moment (:old, its day :day). A pause that is not over stays, and a ticket
# as long as somebody has it or something is said in it.
_OLD = {
    "conversations": "changed_at < :old",
    "feedback": "given_at < :old",
    "questions": "day <= :day AND asked_at < :old",  # the day is in an index
    "self_tests": "changed_at < :old",
    "tickets": _OVER,
    "ticket_messages": "ticket_id NOT IN (SELECT id FROM tickets)",
    "pauses": "resumed_at < :old",
    "outbox": "kept_at < :old",
}


def purge(database: Database, days: int, now: datetime) -> None:
    """Removes what is older than `days`, and what has served its purpose earlier; `now` in UTC."""
    old = now - timedelta(days=days)
    with database.conn as connection:
        for table, is_old in _OLD.items():
            moment = {"old": written(old), "day": written_day(old)}
            connection.execute(f"DELETE FROM {table} WHERE {is_old}", moment)
        connection.execute("DELETE FROM updates WHERE kept_at < ?", (written(now - _REPEATED),))
        connection.execute("DELETE FROM outbox WHERE kept_at < ? AND ticket_id IS NULL", (written(now - STALE),))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was removed does not linger in the log
