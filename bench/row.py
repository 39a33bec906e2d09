"""One measurement beside its baseline, and many as a table."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, the figure, the baseline's figure, and measured / baseline."""

    what: str
    measured: str
    baseline: str = ""
    ratio: str = ""


def show(rows: Iterable[Row]) -> None:
    """Prints a Markdown table, each row as soon as it was measured."""
    print("| what | measured | baseline in the same run | ratio |\n| --- | --- | --- | --- |", flush=True)
    for row in rows:
        print(f"| {row.what} | {row.measured} | {row.baseline} | {row.ratio} |", flush=True)
