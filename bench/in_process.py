"""Times of single questions, look-ups, self-test sheets and fitting, inside one process."""

import csv
import gc
import json
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import attrgetter
from pathlib import Path
from statistics import median, quantiles

from rapidfuzz import fuzz, process

from bench.row import Row
from bot.desk import fit, open_desk
from bot.dialogue.conversation import Conversation, Said
from bot.eligibility import judge_line
from bot.knowledge.loader import Knowledge, load
from bot.matching.named import occupation_spans

PROJECT = Path(__file__).resolve().parents[1]
KNOWLEDGE, CACHE = PROJECT / "knowledge", PROJECT / "build" / "cache"
TODAY = date(2026, 11, 23)
_EVERY = 8  # of the examples, one is asked before a bot is taken to have run for some time
SHEET = {"organisation": "行业协会", "years": 7, "occupations": [{"code": "6-31-01-03", "trained": 8200}]}


def in_process() -> Iterator[Row]:
    """All rows of this module."""
    desk, knowledge = open_desk(KNOWLEDGE, CACHE), load(KNOWLEDGE)
    gc.collect()
    gc.freeze()  # as the program does once it is open
    with (KNOWLEDGE / "checks" / "questions.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    questions = [row["question"] for row in rows]
    examples = example_questions(knowledge)

    def nearest(question: str) -> object:
        return process.extractOne(question, examples, scorer=fuzz.ratio)

    def reply(question: str) -> object:
        return desk.dialogue.respond(Conversation(), Said(question), TODAY)

    baseline = times(nearest, questions)
    yield compared(
        f"question to reply, the first {len(questions)} of a process",
        times(reply, questions),
        baseline,
        "nearest example",
    )
    for text in (others := examples[::_EVERY]):
        reply(text)
    yield compared(
        f"question to reply, the same after {len(others):,} others",
        times(reply, questions),
        baseline,
        "nearest example",
    )
    names = [row.name for row in knowledge.catalog.occupations]
    yield compared("code of a printed name", times(desk.lookup.find, names), baseline, "nearest example")
    book, line = desk.dialogue.quiz.book, json.dumps(SHEET, ensure_ascii=False)
    sheets = times(lambda _: judge_line(line, book, TODAY, "expired"), range(2000))
    parsed = times(lambda _: json.loads(line), range(2000))
    yield Row(
        "self-test sheets",
        f"{1 / median(sheets):,.0f} a second",
        f"{1 / median(parsed):,.0f} a second, reading the JSON alone",
        f"{median(sheets) / median(parsed):.0f} x the time",
    )
    started = time.perf_counter()
    fit(knowledge, occupation_spans(desk.lookup))
    yield Row(f"fitting from {len(examples):,} examples", f"{time.perf_counter() - started:.1f} s")


def example_questions(knowledge: Knowledge) -> list[str]:
    """The questions that the matcher learns from."""
    files = filter(attrgetter("counts"), knowledge.examples)
    return [text for file in files for group in file.groups for text in group.questions]


def times(run: Callable[..., object], items: Iterable[object]) -> list[float]:
    """Seconds of each call, after one call of each that is not counted."""
    items = list(items)
    for item in items[:50]:
        run(item)
    taken = []
    for item in items:
        started = time.perf_counter()
        run(item)
        taken.append(time.perf_counter() - started)
    return taken


def compared(what: str, measured: list[float], baseline: list[float], named: str) -> Row:
    """Medians beside one another, with the 99th percentile of what was measured."""
    ours, theirs = median(measured), median(baseline)
    late = quantiles(measured, n=100)[98]
    return Row(
        what,
        f"median {ours * 1e3:.2f} ms, p99 {late * 1e3:.2f} ms",
        f"median {theirs * 1e3:.2f} ms ({named} by rapidfuzz ratio)",
        f"{ours / theirs:.2f}",
    )
