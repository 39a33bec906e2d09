"""How far each self-test came: one row each, moved on by every step."""

from sqlite3 import Connection

from bot.dialogue.progress import CANCELLED, Progress
from bot.store.questions import Occasion
from bot.store.talks import written

_LAST = "SELECT max(id) FROM self_tests WHERE person = :person AND channel = :channel"
_GIVE_UP = f"UPDATE self_tests SET outcome = coalesce(outcome, :outcome), changed_at = :at WHERE id = ({_LAST})"
_MOVE = f"""
    UPDATE self_tests SET question = :question, outcome = coalesce(:outcome, outcome), changed_at = :at
    WHERE id = ({_LAST})
"""
_BEGIN = """
    INSERT INTO self_tests (person, channel, started_at, changed_at, question, outcome)
    VALUES (:person, :channel, :at, :at, :question, :outcome)
"""


def keep_progress(connection: Connection, progress: Progress, occasion: Occasion) -> None:
    """Keeps a step. A verdict stays when the person steps back from it; a test begun anew gives up the one before."""
    values = {
        "person": occasion.person,
        "channel": occasion.channel,
        "at": written(occasion.at),
        "question": progress.question,
        "outcome": progress.outcome,
    }
    if progress.is_new:
        connection.execute(_GIVE_UP, values | {"outcome": CANCELLED})
        connection.execute(_BEGIN, values)
    elif progress.outcome == CANCELLED:
        connection.execute(_GIVE_UP, values)
    elif not connection.execute(_MOVE, values).rowcount:  # a self-test under way of which the row is gone
        connection.execute(_BEGIN, values)
