"""The figures as tables, the one form from which text, page and CSV are made."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.record import record
from bot.report.counts import Counts, Share
from bot.report.figures import Figures
from bot.report.names import Names
from bot.report.waiting import Wait

SHARES = frozenset((*Counts().shares(), "share"))  # columns that hold shares
_OCCUPATION = "occ:"


class Seconds(NamedTuple):
    """A span of time; None where there was none."""

    value: float | None


Cell = str | int | Share | Seconds


@record
class Table:
    """Rows under the keys of their columns; `name` is the key of its heading."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(figures: Figures, names: Names) -> tuple[Table, ...]:
    """All tables, also those without rows, with names of things in words beside their keys."""
    entries = {label: counts for label, counts in figures.labels.items() if not label.startswith(_OCCUPATION)}
    occupations = {label: counts for label, counts in figures.labels.items() if label.startswith(_OCCUPATION)}
    tests, waits = figures.self_tests, figures.waiting
    outcomes = {"under_way": tests.under_way, "left": tests.left, **tests.outcomes}
    outside = () if waits.out_of_hours is None else (("out_of_hours", waits.out_of_hours),)
    tickets = (("tickets", waits.tickets), ("unclaimed", waits.unclaimed), *outside, ("closed", waits.closed))
    return (
        _counts("total", (), [((), figures.total)]),
        Table("replies", ("reply", "share"), tuple((names.value(k), v) for k, v in figures.replies.items())),
        _counts("days", ("day", "people"), (((d, figures.people.get(d, 0)), c) for d, c in figures.days.items())),
        _counts("entries", ("label", "title"), (((k, names.label(k)), counts) for k, counts in entries.items())),
        _counts("channels", ("channel",), (((names.value(k),), counts) for k, counts in figures.channels.items())),
        _times("occupations", "label", ((k, names.label(k), c.questions) for k, c in occupations.items())),
        _times("refusals", "kind", ((kind, names.refusal(kind), n) for kind, n in figures.refusals.items())),
        Table(
            "unanswered",
            ("text", "times", "outcome", "labels"),
            tuple((one.text, one.times, names.value(one.outcome), one.labels) for one in figures.unanswered),
        ),
        _times("self_tests", "outcome", ((key, names.value(key), n) for key, n in outcomes.items() if n)),
        _times("left_at", "question", ((key, names.question(key), n) for key, n in tests.left_at.items())),
        _times("tickets", "state", ((key, names.value(key), n) for key, n in tickets)),
        Table("waits", ("until", "median", "most"), (_wait("claim", waits.to_claim, names),
                                                       _wait("answer", waits.to_answer, names))),
    )  # fmt: skip


def _counts(name: str, key: tuple[str, ...], rows: Iterable[tuple[tuple[Cell, ...], Counts]]) -> Table:
    shares = tuple(Counts().shares())
    cells = tuple((*keys, counts.questions, *counts.shares().values()) for keys, counts in rows)
    return Table(name, (*key, "questions", *shares), cells)


def _times(name: str, key: str, rows: Iterable[tuple[str, str, int]]) -> Table:
    return Table(name, (key, "title", "times"), tuple(rows))


def _wait(until: str, wait: Wait | None, names: Names) -> tuple[Cell, ...]:
    return (names.value(until), Seconds(wait.median if wait else None), Seconds(wait.most if wait else None))
