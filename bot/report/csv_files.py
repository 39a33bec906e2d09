"""The figures as CSV, a file for each table."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.report.counts import Share
from bot.report.tables import SHARES, Cell, Seconds, Table

_DIGITS = 4  # of a rate
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what people write is no formula of a spreadsheet


def write_csv(tables: Iterable[Table], folder: Path) -> list[Path]:
    """Writes NAME.csv for each table (UTF-8 with a mark, as spreadsheets want it); the files that were written.

    A share is two columns, the part and its rate (0 to 1, empty of nothing). OSError where nothing can be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(table, folder / f"{table.name}.csv") for table in tables]


def _written(table: Table, path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_header(table.columns))
        writer.writerows([value for cell in row for value in _values(cell)] for row in table.rows)
    return path


def _header(columns: Iterable[str]) -> Iterator[str]:
    for column in columns:
        yield column
        if column in SHARES:
            yield f"{column}_rate"


def _values(cell: Cell) -> Iterator[str | int | float | None]:
    match cell:
        case Share(part, _):
            yield part
            yield None if cell.rate is None else round(cell.rate, _DIGITS)
        case Seconds(seconds):
            yield seconds
        case str():
            yield f"'{cell}" if cell.startswith(_FORMULA) else cell
        case _:
            yield cell
