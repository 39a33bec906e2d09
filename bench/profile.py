"""Where the time of a question goes: `python -m bench.profile` prints the share of each module as a table.

The profiler makes every call dearer, so the shares are right only roughly.
"""

import cProfile
import csv
import pstats
from collections import Counter
from pathlib import Path
from typing import Any

from bench.in_process import CACHE, KNOWLEDGE, PROJECT, TODAY
from bench.row import Row, show
from bot.desk import open_desk
from bot.dialogue.conversation import Conversation, Said

_LEAST = 0.01  # share of a module that is shown
_NO_FILE = "~"  # where the profiler puts what is written in C


def main() -> None:
    """Prints the table."""
    desk = open_desk(KNOWLEDGE, CACHE)
    with (KNOWLEDGE / "checks" / "questions.tsv").open(encoding="utf-8") as file:
        asked = [row["question"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    for text in asked[:50]:
        desk.dialogue.respond(Conversation(), Said(text), TODAY)
    profile = cProfile.Profile()
    profile.enable()
    for text in asked:
        desk.dialogue.respond(Conversation(), Said(text), TODAY)
    profile.disable()
    spent = by_module(pstats.Stats(profile))
    total = spent.total()
    show(Row(name, f"{time / total:.0%}") for name, time in spent.most_common() if time / total >= _LEAST)


def by_module(stats: pstats.Stats) -> Counter[str]:
    """Seconds by module; what is written in C counts for whoever called it."""
    functions: dict[Any, Any] = stats.stats  # type: ignore[attr-defined]
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in functions.items():
        if file != _NO_FILE:
            spent[_module(file)] += own
            continue
        for (caller, _, _), (_, _, share, _) in callers.items():
            spent[_module(caller)] += share
    return spent


def _module(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(PROJECT / "bot"):
        return path.relative_to(PROJECT).as_posix()
    return f"{path.parent.name}/{path.name}" if file != _NO_FILE else "built in"


if __name__ == "__main__":
    main()
