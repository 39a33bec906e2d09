"""What the notice's time limits come to when a date is given."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.eligibility.deadlines import deadline
from bot.eligibility.report import Line
from bot.eligibility.rulebook import Rulebook
from bot.knowledge.notice import TimeLimit


def due(start: date, limits: Iterable[TimeLimit], book: Rulebook) -> tuple[Line, ...]:
    """The last day of every time limit if it began on `start`, each with its clause, then what is assumed."""
    return (*(_line(start, limit, book) for limit in limits), *_assumptions(book))


def _line(start: date, limit: TimeLimit, book: Rulebook) -> Line:
    words, last = book.words.deadline, deadline(start, limit.working_days)
    frame = words.beyond if last is None else words.counted
    text = frame.format(title=limit.title, date=start, days=limit.working_days, last=last)
    return Line(text, limit.quote.text, limit.quote.place)


def _assumptions(book: Rulebook) -> Iterator[Line]:
    yield Line(book.words.deadline.assumption)
    if book.rules.deadline_remark:
        yield Line(book.rules.deadline_remark)
