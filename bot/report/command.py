"""`python -m bot report`: the figures on the terminal, as a page and as CSV."""

import sys
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.loader import load
from bot.phrases import read_phrases
from bot.report.csv_files import write_csv
from bot.report.figures import Figures, Range, figures
from bot.report.names import Names
from bot.report.tables import tables
from bot.report.text import terminal
from bot.store.database import open_to_read

MISSING = "--html: needs matplotlib: pip install 'policy-helpdesk-bot[report]'"


class ReportError(Exception):
    """A report that cannot be made or written; the message says why."""


def run(
    knowledge: Path,
    database: Path,
    days: int,
    *,
    today: date | None = None,
    hours: tuple[time, time] | None = None,
    html: Path | None = None,
    csv: Path | None = None,
) -> str:
    """The report on the terminal, after writing the page and the CSV files where they are asked for.

    DatabaseError, KnowledgeError, or ReportError where what was asked for cannot be had.
    """
    now = datetime.now(UTC)
    names = _names(knowledge)
    with closing(open_to_read(database)) as connection:
        counted = figures(connection, Range.ending(today or now.astimezone().date(), days), now, hours=hours)
    listed = tables(counted, names)
    try:
        if html:
            html.write_text(_page(counted, names, now), encoding="utf-8")
        written = write_csv(listed, csv) if csv else []
    except OSError as error:
        raise ReportError(str(error)) from error
    for path in [*([html] if html else []), *written]:
        print(path, file=sys.stderr)
    return terminal(counted, listed, names)


def _page(counted: Figures, names: Names, now: datetime) -> str:
    try:
        from bot.report.page import page  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise ReportError(MISSING) from error
    return page(counted, tables(counted, names), names, f"{now.astimezone():%Y-%m-%d %H:%M}")


def _names(knowledge: Path) -> Names:
    faults: list[Fault] = []
    phrases = read_phrases(knowledge, faults)
    if phrases is None:
        raise KnowledgeError(faults)
    return Names.of(load(knowledge, with_examples=False), phrases)
