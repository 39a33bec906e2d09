"""The examples and names that are worded most like what is taught, with where they stand: contradictions show there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.knowledge.loader import Knowledge
from bot.knowledge.overlay import same

_MOST = 5
_LEAST = 40  # rapidfuzz ratio below which words have little in common


@dataclass(frozen=True, slots=True)
class Near:
    """An example question or name: its label (of a refusal with the kind: oos/subsidy), and ``file:line``."""

    text: str
    label: str
    place: str


class _Known(NamedTuple):
    """Words that are known, their label, and the file and line at which they, or their group, stand."""

    text: str
    label: str
    file: str
    line: int


def nearest(folder: Path, knowledge: Knowledge, texts: Sequence[str]) -> tuple[Near, ...]:
    """What is worded most like any of `texts`, the likest first."""
    known = [*_examples(knowledge), *_names(knowledge)]
    bare = [same(one.text) for one in known]
    found: dict[int, float] = {}
    for text in map(same, texts):
        for _, likeness, position in process.extract(text, bare, scorer=fuzz.ratio, limit=_MOST, score_cutoff=_LEAST):
            found[position] = max(likeness, found.get(position, 0.0))
    likest = sorted(found, key=lambda position: -found[position])[:_MOST]
    return tuple(_near(folder, known[position]) for position in likest)


def _near(folder: Path, known: _Known) -> Near:
    """With the very line where the words stand, as far as it can be found."""
    path = folder / known.file
    if not path.is_file():  # taught
        return Near(known.text, known.label, known.file)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    numbers = range(known.line, len(lines) + 1)
    line = next((number for number in numbers if known.text in lines[number - 1]), known.line)
    return Near(known.text, known.label, f"{known.file}:{line}")


def _examples(knowledge: Knowledge) -> Iterator[_Known]:
    for file in knowledge.examples:
        for group in file.groups:
            label = f"{group.label}/{group.kind}" if group.kind else group.label
            label = ",".join(f"{label}:{code}" for code in group.codes) or label
            yield from (_Known(question, label, file.name, group.line) for question in group.questions)


def _names(knowledge: Knowledge) -> Iterator[_Known]:
    for row in knowledge.catalog.occupations:
        for name, line in ((row.name, row.line), *((name.name, name.line) for name in row.names)):
            yield _Known(name, f"occ:{row.code}", "catalog.yaml", line or row.line)
    yield from (_Known(absent.name, "occ:none", "absent.yaml", absent.line) for absent in knowledge.catalog.absent)
