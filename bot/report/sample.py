"""A random sample of confident answers for the staff to read: wrong ones hide there, and nobody complains of them."""

from datetime import date, timedelta
from sqlite3 import Connection

from bot.record import record
from bot.report.figures import Range

SIZE = 10  # answers a week
# A hash of the number and the week orders the answers: the same for all, and another one every week.
_SAMPLE = """
    SELECT id, text, label, confidence, review FROM questions
    WHERE day BETWEEN ? AND ? AND outcome = 'answered' AND label NOT IN ('quiz', 'smalltalk')
    ORDER BY ((id + ?) * 2654435761) % 4294967296 LIMIT ?
"""


@record
class Sampled:
    """An answer to be judged: what was asked, what the answer asserts, and `right` or `wrong` once it was judged."""

    id: int
    text: str
    label: str
    confidence: float
    review: str | None


def week_before(today: date) -> Range:
    """The last week, Monday to Sunday, that is over; its answers stay the same until the next one is."""
    return Range.ending(today - timedelta(days=today.weekday() + 1), 7)


def sample(connection: Connection, week: Range, size: int = SIZE) -> list[Sampled]:
    """Answers of a week, at random, in an order that only depends on the week."""
    seed = week.first.toordinal() * 7919
    return [Sampled(*row) for row in connection.execute(_SAMPLE, (*week, seed, size))]
