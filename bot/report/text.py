"""The figures as plain text: whole tables for the terminal, a few lines for a chat."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from bot.phrases import Phrases
from bot.report.counts import Share
from bot.report.figures import Figures
from bot.report.names import Names
from bot.report.tables import Cell, Seconds, Table
from bot.report.waiting import Wait

_NOTHING = "–"
_WIDE = "WF"  # East Asian widths that take two columns
_MINUTE, _HOUR = 60, 3600
_LONG = 2 * _HOUR  # spans that are told in hours
_FEW = 5  # items that a line of the chat names
_LONGEST = 40  # characters of a question there
_RATES = ("answered", "asked_back", "declined", "handed_over", "unhelpful", "wrong")


def told(cell: Cell, phrases: Phrases) -> str:
    """A cell in words."""
    match cell:
        case Share(part, _):
            percent = _percent(cell)
            return _NOTHING if percent is None else phrases("figures.part", part=part, percent=percent)
        case Seconds(seconds):
            return span(seconds, phrases)
    return str(cell)


def span(seconds: float | None, phrases: Phrases) -> str:
    """A span of time in the unit that suits it."""
    if seconds is None:
        return _NOTHING
    if seconds >= _LONG:
        return phrases("figures.hours", count=round(seconds / _HOUR, 1))
    unit, size = ("minutes", _MINUTE) if seconds >= _MINUTE else ("seconds", 1)
    return phrases(f"figures.{unit}", count=round(seconds / size))


def terminal(figures: Figures, tables: Iterable[Table], names: Names) -> str:
    """All tables that have rows, their columns aligned in a terminal's font."""
    blocks = [heading(figures, names.phrases)]
    if not figures.total.questions:
        blocks.append(names.phrases("figures.none"))
    blocks += [f"{names.table(table.name)}\n{_aligned(table, names)}" for table in tables if table.rows]
    return "\n\n".join(blocks)


def heading(figures: Figures, phrases: Phrases) -> str:
    """Which days the figures are of."""
    first, last = figures.range
    return phrases("figures.heading", days=figures.range.days, first=first, last=last)


def brief(figures: Figures, names: Names) -> str:
    """The figures that matter from day to day, a line each."""
    return "\n".join([heading(figures, names.phrases), *_lines(figures, names)])


def _lines(figures: Figures, names: Names) -> Iterator[str]:
    say, total = names.phrases, figures.total
    if total.questions:
        people = round(sum(figures.people.values()) / figures.range.days, 1)
        yield say("figures.asked", questions=total.questions, people=people)
        shares = total.shares()
        yield "、".join(_share(names.column(name), shares[name], say) for name in _RATES if shares[name].of)
    else:
        yield say("figures.none")
    asked = [(label, counts.questions) for label, counts in figures.labels.items()]
    yield from _listed(names, "entries", ((names.label(k), n) for k, n in asked if k.startswith("faq:")))
    yield from _listed(names, "occupations", ((names.label(k), n) for k, n in asked if k.startswith("occ:")))
    yield from _listed(names, "refusals", ((names.refusal(kind), n) for kind, n in figures.refusals.items()))
    yield from _listed(names, "unanswered", ((one.text[:_LONGEST], one.times) for one in figures.unanswered))
    tests = figures.self_tests
    outcomes = {"left": tests.left, "under_way": tests.under_way, **tests.outcomes}
    yield from _listed(names, "self_tests", ((names.value(outcome), n) for outcome, n in outcomes.items()))
    yield from _listed(names, "left_at", ((names.question(key), n) for key, n in tests.left_at.items()))
    waits = figures.waiting
    states = (("tickets", waits.tickets), ("unclaimed", waits.unclaimed), ("out_of_hours", waits.out_of_hours or 0))
    yield from _listed(names, "tickets", ((names.value(state), n) for state, n in states))
    yield from _waited("waits", waits.to_claim, say)
    yield from _waited("answers", waits.to_answer, say)


def _share(name: str, share: Share, phrases: Phrases) -> str:
    return phrases("figures.share", name=name, share=phrases("figures.percent", percent=_percent(share)))


def _listed(names: Names, table: str, items: Iterable[tuple[str, int]]) -> Iterator[str]:
    """A line that names the first of the `items` that there are; none where there is nothing."""
    first = [names.phrases("figures.item", title=title, times=times) for title, times in items if times][:_FEW]
    if first:
        yield names.phrases("figures.line", title=names.table(table), items="、".join(first))


def _waited(key: str, wait: Wait | None, say: Phrases) -> Iterator[str]:
    if wait:
        yield say(f"figures.{key}", median=span(wait.median, say), most=span(wait.most, say))


def _percent(share: Share) -> int | None:
    return None if share.rate is None else round(100 * share.rate)


def _aligned(table: Table, names: Names) -> str:
    lines = [[names.column(column) for column in table.columns]]
    lines += [[told(cell, names.phrases) for cell in row] for row in table.rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_padded(line, widths) for line in lines)


def _padded(line: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in text)
