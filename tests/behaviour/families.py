"""Makes the pairs of the behavioural tests from ``tests/data/behaviour.yaml``."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import opencc
import yaml

DATA = yaml.safe_load((Path(__file__).parents[1] / "data" / "behaviour.yaml").read_text("utf-8"))
_FULL_WIDTH = {ord(char): ord(char) + 0xFEE0 for char in map(chr, range(0x21, 0x7F))}


@dataclass(frozen=True, slots=True)
class Pair:
    """A question as it is, what is asked in its place, and the label that must have; "" for that of the question."""

    text: str
    changed: str
    label: str = ""


def questions() -> list[tuple[str, str]]:
    return [(row["text"], row["label"]) for row in DATA["questions"]]


def politeness() -> Iterator[Pair]:
    for text, _ in questions():
        yield from (Pair(text, before + text) for before in DATA["before"])


def particles() -> Iterator[Pair]:
    for text, _ in questions():
        yield from (Pair(text, text + after) for after in DATA["after"])


def traditional() -> Iterator[Pair]:
    for table in ("s2t", "s2hk", "s2twp"):
        convert = opencc.OpenCC(table).convert
        yield from (Pair(text, convert(text)) for text, _ in questions())


def writing() -> Iterator[Pair]:
    """Full width, blanks between characters, marks left out or doubled."""
    for text, _ in questions():
        bare = "".join(filter(str.isalnum, text))
        for changed in (
            text.translate(_FULL_WIDTH),
            " ".join(text),
            bare,
            bare + "?",
            f"“{text}”",
            f"{text}\n",
            text + "...?!",
        ):
            yield Pair(text, changed)


def homophones() -> Iterator[Pair]:
    for text, _ in questions():
        for word, others in DATA["homophones"].items():
            if word in text:
                yield from (Pair(text, text.replace(word, other)) for other in others)


def _elsewhere(family: dict[str, Any]) -> Iterator[Pair]:
    for text in family["texts"]:
        yield from (Pair(text, place + text, family["label"]) for place in family["places"])


def other_city() -> Iterator[Pair]:
    return _elsewhere(DATA["directions"]["other_city"])


def individual() -> Iterator[Pair]:
    return _elsewhere(DATA["directions"]["individual"])


def subsidy() -> Iterator[Pair]:
    return _elsewhere(DATA["directions"]["subsidy"])


def negation() -> Iterator[Pair]:
    for row in DATA["directions"]["negation"]["pairs"]:
        yield Pair(row["text"], row["text"], row["label"])
        yield Pair(row["text"], row["other"], row["changed"])


def changed_number(codes: set[str]) -> Iterator[Pair]:
    """Every code with its last number one up or down: the row of that number, or none."""
    for code in sorted(codes):
        start, _, last = code.rpartition("-")
        for other in (int(last) - 1, int(last) + 1):
            changed = f"{start}-{other:02d}"
            label = f"occ:{changed}" if changed in codes else "occ:none"
            if 0 < other < 100:
                yield Pair(f"{code}是什么职业", f"{changed}是什么职业", label)
