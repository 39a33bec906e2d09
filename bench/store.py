"""The database with a million questions: the figures, and what a turn costs to keep; `python -m bench.store` alone."""

import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from sqlite3 import Connection
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from bench.in_process import times
from bench.row import Row, show
from bot.dialogue.asked import Asked, Outcome
from bot.report.figures import Range, figures
from bot.store.database import open_database
from bot.store.questions import Occasion, keep_question
from bot.store.talks import Talks

QUESTIONS = 1_000_000
_MODELS, _DAYS, _WRITES = 2000, 365, 2000  # questions that are multiplied, days they are spread over, turns kept
_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_COPY = """
    WITH RECURSIVE copies (copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < ?)
    INSERT INTO questions (update_id, person, {columns})
    SELECT update_id + copy * ?, person || copy % 50, {columns} FROM questions CROSS JOIN copies WHERE update_id < ?
"""
_SCAN = "SELECT day, label, outcome, count(*) FROM questions WHERE day BETWEEN ? AND ? GROUP BY 1, 2, 3"


def store(questions: int = QUESTIONS) -> Iterator[Row]:
    """All rows of this module."""
    with (
        TemporaryDirectory() as folder,
        closing(open_database(Path(folder) / "empty.db")) as empty,
        closing(open_database(Path(folder) / "full.db")) as full,
    ):
        _fill(full, questions)
        for days in (7, _DAYS):
            yield _read(full, days, questions)
        theirs, mine = _kept(empty), _kept(full)
        yield Row(
            f"a turn kept beside {questions:,} questions",
            f"median {median(mine) * 1e3:.2f} ms, p99 {quantiles(mine, n=100)[98] * 1e3:.2f} ms",
            f"median {median(theirs) * 1e3:.2f} ms, in an empty database",
            f"{median(mine) / median(theirs):.2f}",
        )


def _fill(database: Database, questions: int) -> None:
    """Keeps some questions as the product does, and copies them."""
    random = Random(0)
    connection: Connection = database.conn
    with connection:
        for number in range(_MODELS):
            keep_question(connection, _question(random), _occasion(number, random.randrange(_DAYS)))
        columns = ", ".join(
            row[1]
            for row in connection.execute("PRAGMA table_info(questions)")
            if row[1] not in ("id", "update_id", "person")
        )
        connection.execute(_COPY.format(columns=columns), (questions // _MODELS - 1, _MODELS, _MODELS))


def _question(random: Random) -> Asked:
    outcome = random.choices(list(Outcome), (85, 10, 5))[0]
    return Asked(f"第{random.randrange(500)}个问题怎么办", outcome, (f"faq:{random.randrange(90)}",), 0.9)


def _occasion(number: int, days_ago: int) -> Occasion:
    return Occasion(number, f"{number % 1000:016x}", "private", _NOW - timedelta(days=days_ago))


def _read(database: Database, days: int, questions: int) -> Row:
    """The figures as /stats shows them, beside counting the questions themselves."""
    range = Range.ending(_NOW.date(), days)
    mine = times(lambda _: figures(database.conn, range, _NOW), [None] * 3)
    theirs = times(lambda _: database.conn.execute(_SCAN, (*range,)).fetchall(), [None])
    return Row(
        f"/stats of {days} days, {questions:,} questions kept",
        f"{median(mine) * 1e3:.0f} ms",
        f"{median(theirs) * 1e3:.0f} ms, counting them each time",
        f"{median(mine) / median(theirs):.2f}",
    )


def _kept(database: Database) -> list[float]:
    """Seconds that each of some turns took to be kept with its question and its reply."""
    talks, random, number = Talks(database), Random(1), count(10_000_000_000)

    def keep(_: object) -> None:
        update, asked = next(number), _question(random)
        talks.keep(
            update,
            update,
            update,
            conversation=None,
            messages=["x" * 500],
            now=_NOW,
            also=lambda connection: keep_question(connection, asked, _occasion(update, 0)),
        )

    return times(keep, [None] * _WRITES)


if __name__ == "__main__":
    show(store(*map(int, sys.argv[1:])))
