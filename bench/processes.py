"""Start, throughput and memory of whole processes, beside a bare Python."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.in_process import CACHE, KNOWLEDGE, PROJECT, example_questions
from bench.row import Row
from bot.knowledge.loader import load

_RUNS = 5
_LINES = 3000


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: seconds by the clock, seconds of CPU, and its largest memory in MiB."""

    seconds: float
    cpu: float
    memory: float


def processes() -> Iterator[Row]:
    """All rows of this module."""
    bare = run_of([sys.executable, "-c", "pass"])
    asked = run_of(bot("ask", "初审几天"))
    yield Row(
        "process start to first answer (`ask`)",
        f"{asked.seconds:.2f} s",
        f"{bare.seconds:.2f} s, Python that does nothing",
        f"{asked.seconds / bare.seconds:.0f}",
    )
    yield memory("memory of `ask`", asked, bare)
    many = run_of(bot("ask", "--json"), "".join(_lines()), runs=1)
    yield Row(
        f"`ask --json`, {_LINES:,} different questions", f"{_LINES / (many.cpu - asked.cpu):,.0f} a second of CPU"
    )
    yield memory(f"memory of `ask --json` after {_LINES:,} questions", many, bare)
    yield memory("memory of `chat`", run_of(bot("chat"), "初审几天\n"), bare)


def _lines() -> Iterator[str]:
    """Different questions, each in a chat of its own."""
    examples = example_questions(load(KNOWLEDGE))
    for chat, text in enumerate(examples[:: len(examples) // _LINES][:_LINES]):
        yield json.dumps({"chat": chat, "text": text}, ensure_ascii=False) + "\n"


def bot(*arguments: str) -> list[str]:
    """The command line of a command."""
    return [sys.executable, "-m", "bot", "--knowledge", str(KNOWLEDGE), *arguments]


def memory(what: str, run: Run, bare: Run) -> Row:
    """The largest resident size beside a bare Python's."""
    shown = f"{bare.memory:.0f} MiB, Python that does nothing"
    return Row(what, f"{run.memory:.0f} MiB", shown, f"{run.memory / bare.memory:.1f}")


def run_of(command: Sequence[str], said: str = "", runs: int = _RUNS, cache: Path = CACHE) -> Run:
    """The median of several runs, after one that is not counted."""
    environment = {**os.environ, "BOT_CACHE": str(cache), "PYTHONDONTWRITEBYTECODE": ""}
    taken = [_run(command, said, environment) for _ in range(runs + 1)][1:]
    return Run(*(median(figures) for figures in zip(*((r.seconds, r.cpu, r.memory) for r in taken), strict=True)))


def _run(command: Sequence[str], said: str, environment: dict[str, str]) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=PROJECT, env=environment, text=True
    )
    assert process.stdin
    with process.stdin:
        process.stdin.write(said)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Run(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
