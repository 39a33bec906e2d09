"""What was asked: every question with its outcome, and the queue of those that somebody should look at."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from sqlite3 import Connection

from sqlite_utils import Database

from bot.dialogue.asked import Asked, Outcome
from bot.record import record
from bot.store.talks import written, written_day


class Queue(StrEnum):
    """Where a question stands that was not (well) answered."""

    NEW = "new"
    PENDING = "pending"
    DONE = "done"
    IGNORED = "ignored"


@record
class Unanswered:
    """A question in the queue; `labels` are those offered, `picked` the one the person chose of them."""

    id: int
    text: str
    context: str | None
    outcome: str
    labels: tuple[str, ...]
    kind: str
    picked: str | None
    helpful: bool | None
    handed_over: bool
    asked_at: str


@record
class Occasion:
    """When (UTC), where (private, group, inline), by whom (keyed hash) and in which update something was asked."""

    update_id: int
    person: str
    channel: str
    at: datetime


_KEEP = """
    INSERT INTO questions (update_id, asked_at, day, channel, person, text, context, outcome, label, further, kind,
                           confidence, handed_over, queue)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_WAITS = "queue IN ('new', 'pending')"
_UNANSWERED = """
    SELECT id, text, context, outcome, label || ' ' || further, kind, picked, helpful, handed_over, asked_at
    FROM questions
"""
_LAST = "SELECT id FROM questions WHERE person = ? ORDER BY day DESC, id DESC LIMIT 1"

_RATE = "INSERT OR IGNORE INTO feedback (update_id, person, helpful, given_at) VALUES (?, ?, ?, ?)"
_MARK = """
    UPDATE questions SET helpful = min(coalesce(helpful, 1), ?), queue = iif(?, queue, coalesce(queue, ?))
    WHERE update_id = ?
"""


def keep_question(connection: Connection, asked: Asked, occasion: Occasion) -> None:
    """Keeps a question; one that was not answered is queued. `connection` commits it with what else follows."""
    queue = None if asked.outcome is Outcome.ANSWERED and not asked.handed_over else Queue.NEW
    label, *further = asked.labels or ("",)
    connection.execute(
        _KEEP,
        (occasion.update_id, written(occasion.at), written_day(occasion.at), occasion.channel, occasion.person,
         asked.text, asked.context,
         asked.outcome, label, " ".join(further), asked.kind, asked.confidence, asked.handed_over, queue),
    )  # fmt: skip


def keep_picked(connection: Connection, occasion: Occasion, label: str) -> None:
    """Keeps which of the labels offered a person meant by the last question, which is answered only now."""
    change = f"UPDATE questions SET picked = ?, update_id = ? WHERE id = ({_LAST})"
    connection.execute(change, (label, occasion.update_id, occasion.person))


def keep_handed_over(connection: Connection, person: str) -> None:
    """Queues the last question of a person who asked for somebody to take over."""
    change = "UPDATE questions SET handed_over = 1, queue = coalesce(queue, ?) WHERE id = "
    connection.execute(f"{change} ({_LAST})", (Queue.NEW, person))


def review(connection: Connection, id: int, right: bool) -> None:
    """Keeps how the staff judged the answer to a question; a wrong one is queued."""
    change = "UPDATE questions SET review = ?, queue = iif(?, queue, coalesce(queue, ?)) WHERE id = ?"
    connection.execute(change, ("right" if right else "wrong", right, Queue.NEW, id))


def unanswered_between(connection: Connection, first: str, last: str, limit: int) -> list[Unanswered]:
    """The questions of two days and those between that wait in the queue, newest first."""
    query = f"{_UNANSWERED} WHERE {_WAITS} AND day BETWEEN ? AND ? ORDER BY id DESC LIMIT ?"
    return [_unanswered(row) for row in connection.execute(query, (first, last, limit))]


@record
class Questions:
    """The table questions."""

    database: Database

    def may_rate(self, update_id: int, person: str) -> bool | None:
        """Whether a person may rate the answer to an update: in private only who asked; None where it is not kept."""
        query = "SELECT channel <> 'private' OR person = ? FROM questions WHERE update_id = ?"
        row = self.database.conn.execute(query, (person, update_id)).fetchone()
        return bool(row[0]) if row else None

    def rate(self, update_id: int, person: str, helpful: bool, now: datetime) -> bool:
        """Keeps how a person found the answer to an update; False where they have said so before.

        A question is marked by the worst that anyone said of its answer; one that did not help somebody is queued.
        """
        with self.database.conn as connection:
            kept = connection.execute(_RATE, (update_id, person, helpful, written(now)))
            if kept.rowcount:
                connection.execute(_MARK, (helpful, helpful, Queue.NEW, update_id))
        return kept.rowcount > 0

    def queued(self, states: Iterable[Queue] = (Queue.NEW, Queue.PENDING), limit: int = 1000) -> list[Unanswered]:
        """The questions of the queue in one of `states`, newest first."""
        wanted = list(states)
        marks = ", ".join("?" for _ in wanted)
        query = f"{_UNANSWERED} WHERE queue IN ({marks}) ORDER BY id DESC LIMIT ?"
        return [_unanswered(row) for row in self.database.conn.execute(query, (*wanted, limit))]

    def move(self, ids: Sequence[int], state: Queue, now: datetime) -> int:
        """Gives questions that still wait another place in the queue; how many there were."""
        marks = ", ".join("?" for _ in ids)
        with self.database.conn as connection:
            change = f"UPDATE questions SET queue = ?, handled_at = ? WHERE id IN ({marks}) AND {_WAITS}"
            return connection.execute(change, (state, written(now), *ids)).rowcount


def _unanswered(row: tuple[int, str, str | None, str, str, str, str | None, int | None, int, str]) -> Unanswered:
    number, text, context, outcome, labels, kind, picked, helpful, handed_over, asked_at = row
    found = None if helpful is None else bool(helpful)
    return Unanswered(
        number, text, context, outcome, tuple(labels.split()), kind, picked, found, bool(handed_over), asked_at
    )
