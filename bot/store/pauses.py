"""When the staff paused the bot and let it go on; kept, so that a pause survives a restart."""

from datetime import datetime
from sqlite3 import Connection

from sqlite_utils import Database

from bot.helpdesk.pause import Pause
from bot.record import record
from bot.store.talks import written
from bot.store.tickets import moment


@record
class Pauses:
    """The table pauses. What changes is kept by `connection`, which commits it; roles, never people, are named."""

    database: Database

    def current(self) -> Pause | None:
        """The pause that lasts; None while the bot is at work."""
        query = "SELECT paused_at, reason, paused_by FROM pauses WHERE resumed_at IS NULL ORDER BY id DESC LIMIT 1"
        row = self.database.conn.execute(query).fetchone()
        return Pause(moment(row[0]), row[1], row[2]) if row else None

    def begin(self, connection: Connection, pause: Pause) -> None:
        """Keeps that the bot is paused."""
        connection.execute(
            "INSERT INTO pauses (paused_at, paused_by, reason) VALUES (?, ?, ?)",
            (written(pause.since), pause.by, pause.reason),
        )

    def end(self, connection: Connection, by: str, now: datetime) -> None:
        """Keeps that the bot goes on, and in which role somebody let it."""
        change = "UPDATE pauses SET resumed_at = ?, resumed_by = ? WHERE resumed_at IS NULL"
        connection.execute(change, (written(now), by))
