"""How long people waited who were handed over to the staff."""

from collections.abc import Iterable, Sequence
from datetime import time
from math import ceil
from sqlite3 import Connection
from typing import Self

from bot.record import record

_TIMES = "SELECT hour, state, seconds_to_claim, seconds_to_answer FROM ticket_times WHERE day BETWEEN ? AND ?"


@record
class Wait:
    """Half of the tickets waited at most `median`, nine of ten at most `most` (seconds)."""

    median: float
    most: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Self | None:
        """Of the waits that there were; None of none. A percentile is one of the waits, the nearest rank."""
        waits = sorted(seconds)
        return cls(_percentile(waits, 50), _percentile(waits, 90)) if waits else None


@record
class Waiting:
    """Tickets that were opened: how many nobody claimed, how long the others waited to be claimed and answered.

    `out_of_hours` counts those opened outside of the staff's hours; None where no hours are stated.
    """

    tickets: int
    unclaimed: int
    closed: int
    out_of_hours: int | None
    to_claim: Wait | None
    to_answer: Wait | None


def waiting(connection: Connection, first: str, last: str, *, hours: tuple[time, time] | None) -> Waiting:
    """Of the tickets opened from one day to another, both included."""
    rows = connection.execute(_TIMES, (first, last)).fetchall()
    claims = [claim for _, _, claim, _ in rows if claim is not None]
    outside = None
    if hours:
        start, end = (hour.isoformat("seconds") for hour in hours)
        outside = sum(not start <= hour < end for hour, *_ in rows)
    return Waiting(
        tickets=len(rows),
        unclaimed=len(rows) - len(claims),
        closed=sum(state == "closed" for _, state, *_ in rows),
        out_of_hours=outside,
        to_claim=Wait.of(claims),
        to_answer=Wait.of(answer for *_, answer in rows if answer is not None),
    )


def _percentile(waits: Sequence[float], percent: int) -> float:
    """The smallest of the sorted `waits` that at least `percent` in a hundred do not exceed."""
    return waits[max(1, ceil(len(waits) * percent / 100)) - 1]
