"""One measurement beside its baseline."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, the figure, the baseline's figure, and measured / baseline."""

    what: str
    measured: str
    baseline: str = ""
    ratio: str = ""
