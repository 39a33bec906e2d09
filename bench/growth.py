"""How time and memory grow with the knowledge: more entries, more occupations, up to where it ends.

Each folder is measured by a process of its own: `python -m bench.growth FOLDER ENTRIES OCCUPATIONS`.
"""

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from rapidfuzz import fuzz, process

from bench.bm25 import Bm25
from bench.in_process import KNOWLEDGE, PROJECT, TODAY, times
from bench.made_folder import make_folder
from bench.processes import run_of
from bench.row import Row
from bot.desk import open_desk, refit
from bot.dialogue.conversation import Conversation, Said
from bot.knowledge.loader import load

SIZES = ((7, 85), (70, 85), (700, 85), (7, 1_600), (700, 1_600), (7, 16_000), (7_000, 85))
_LONGEST = 900  # seconds for one size
_MOST_MEMORY = 6 << 30  # bytes, so that a size that is too large ends by itself


@dataclass(frozen=True, slots=True)
class Figures:
    """What one process measures: seconds, and the number of example questions."""

    examples: int
    load: float  # reading and checking the folder
    fit: float
    question: float  # question to reply
    extract: float  # rapidfuzz `process.extract` over all examples
    bm25: float


def growth() -> Iterator[Row]:
    """For each size a row on the time of a question, and one on everything else."""
    smallest = 0.0
    for entries, occupations in SIZES:
        what = f"{entries:,} entries, {occupations:,} occupations"
        with tempfile.TemporaryDirectory() as place:
            found = _measured_apart(Path(place), entries, occupations)
            if isinstance(found, str):
                yield Row(what, found)
                continue
            smallest = smallest or found.question
            baselines = f"{found.extract * 1e3:.2f} ms rapidfuzz `extract`, {found.bm25 * 1e3:.2f} ms BM25"
            yield Row(
                f"question to reply, {what}",
                f"median {found.question * 1e3:.2f} ms, {found.question / smallest:.1f} times the smallest",
                f"{baselines}, over {found.examples:,} examples",
                f"{found.question / found.extract:.2f}, {found.question / found.bm25:.2f}",
            )
            command = [sys.executable, "-m", "bot", "--knowledge", f"{place}/knowledge", "ask", "申报"]
            asked = run_of(command, runs=1, cache=Path(place, "cache"))
            yield Row(
                f"load, fit, first answer, memory of `ask`, {what}",
                f"{found.load:.1f} s, {found.fit:.1f} s, {asked.seconds:.2f} s, {asked.memory:.0f} MiB",
            )


def _measured_apart(place: Path, entries: int, occupations: int) -> Figures | str:
    """The figures, or why there are none."""
    command = [sys.executable, "-m", "bench.growth", str(place), str(entries), str(occupations)]
    try:
        run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=_LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return f"not fitted within {_LONGEST} s"
    if run.returncode:
        return f"ends: {(run.stderr.strip() or 'killed').splitlines()[-1][:160]}"
    return Figures(**json.loads(run.stdout))


def measured(place: Path, entries: int, occupations: int) -> Figures:
    """Makes a folder below `place`, fits it and asks."""
    folder, cache = place / "knowledge", place / "cache"
    asked = make_folder(folder, KNOWLEDGE, load(KNOWLEDGE), entries, occupations)
    started = time.perf_counter()
    knowledge = load(folder)
    loaded = time.perf_counter()
    refit(folder, cache)
    fitted = time.perf_counter() - loaded - (loaded - started)  # which reads the folder once more
    examples = [text for file in knowledge.examples for group in file.groups for text in group.questions]
    desk, ranked = open_desk(folder, cache), Bm25(examples)
    gc.collect()
    gc.freeze()  # as the program does
    return Figures(
        examples=len(examples),
        load=loaded - started,
        fit=fitted,
        question=median(times(lambda text: desk.dialogue.respond(Conversation(), Said(text), TODAY), asked)),
        extract=median(times(lambda text: process.extract(text, examples, scorer=fuzz.ratio, limit=5), asked)),
        bm25=median(times(ranked.best, asked)),
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    print(json.dumps(asdict(measured(Path(sys.argv[1]), *map(int, sys.argv[2:4])))))
