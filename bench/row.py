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


def table(rows: Iterable[Row]) -> str:
    """A Markdown table."""
    lines = ["| what | measured | baseline in the same run | ratio |", "| --- | --- | --- | --- |"]
    lines += [f"| {row.what} | {row.measured} | {row.baseline} | {row.ratio} |" for row in rows]
    return "\n".join(lines)
