"""The figures as one HTML page that needs nothing else: no script, no font, no file beside it."""

from collections.abc import Iterable, Iterator
from html import escape

from bot.report import plots
from bot.report.counts import Counts
from bot.report.figures import Figures
from bot.report.names import Names
from bot.report.tables import Cell, Table
from bot.report.text import heading, told

_STYLE = """
body { font: 15px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 2rem auto; max-width: 60rem;
       padding: 0 1rem; color: #222; background: #fff }
table { border-collapse: collapse; margin: .5rem 0 1.5rem } th, td { padding: .15rem .8rem .15rem 0; text-align: left;
       border-bottom: 1px solid #ddd; vertical-align: top } td.number { text-align: right; white-space: nowrap }
svg { max-width: 100%; height: auto } h2 { font-size: 1.1rem; margin: 1.5rem 0 .3rem } p { color: #555 }
"""
_PLOTTED = 15  # bars that one plot shows at most


def page(figures: Figures, tables: Iterable[Table], names: Names, made: str) -> str:
    """The whole page: plots, then all tables that have rows; `made` says when."""
    say = names.phrases
    title = escape(say("figures.page"))
    body = [f"<h1>{title}</h1>", f"<p>{escape(heading(figures, say))} · {escape(say('figures.made', made=made))}</p>"]
    if not figures.total.questions:
        body.append(f"<p>{escape(say('figures.none'))}</p>")
    body += [f"<h2>{escape(say(f'figures.plot.{name}'))}</h2>\n{plot}" for name, plot in _plots(figures, names)]
    body += [f"<h2>{escape(names.table(table.name))}</h2>\n{_table(table, names)}" for table in tables if table.rows]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    lines = ["<!DOCTYPE html>", f'<html lang="zh"><head>{head}<style>{_STYLE}</style></head>', "<body>", *body]
    return "\n".join([*lines, "</body></html>", ""])


def _plots(figures: Figures, names: Names) -> Iterator[tuple[str, str]]:
    if figures.days:
        days = figures.range.days_from(min(figures.days))
        outcomes = ("answered", "asked_back", "declined")
        parts = {
            names.column(name): [getattr(figures.days.get(day, Counts()), name) for day in days] for name in outcomes
        }
        yield "days", plots.stacked(days, parts, (names.column("people"), [figures.people.get(day, 0) for day in days]))
    entries = {k: c.questions for k, c in figures.labels.items() if not k.startswith("occ:")}
    named = {"entries": {names.label(key): n for key, n in entries.items()}}
    named["left_at"] = {names.question(key): n for key, n in figures.self_tests.left_at.items()}
    for name, values in named.items():
        if values:
            yield name, plots.bars(dict(list(values.items())[:_PLOTTED]))


def _table(table: Table, names: Names) -> str:
    head = "".join(f"<th>{escape(names.column(column))}</th>" for column in table.columns)
    rows = ("".join(_cell(cell, names) for cell in row) for row in table.rows)
    return f"<table><tr>{head}</tr>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"


def _cell(cell: Cell, names: Names) -> str:
    kind = "" if isinstance(cell, str) else ' class="number"'
    return f"<td{kind}>{escape(told(cell, names.phrases))}</td>"
