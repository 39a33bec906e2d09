"""The machine-readable face of the self-test: one facts sheet (JSON) a line in, one verdict a line out, in order."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import TextIO

from bot.eligibility import Rulebook, judge_line
from bot.knowledge.notice import Notice, in_force


def verdict_lines(lines: Iterable[str], out: TextIO, book: Rulebook, notice: Notice, today: Callable[[], date]) -> None:
    """A verdict for every facts sheet, or an error in its place; flushed after each."""
    for line in lines:
        day = today()
        judged = judge_line(line, book, day, in_force(notice, day))
        if judged is not None:
            out.write(json.dumps(judged, ensure_ascii=False) + "\n")
            out.flush()
