"""Example questions dealt out to folds, so that each can be asked of models that have not learnt it.

Questions that are nearly the same go to the same fold: one of them would give the other away.
"""

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz, process

from bot.evaluation.outcome import Case
from bot.knowledge.examples import ExampleFile, ExampleGroup
from bot.record import record
from bot.text.normalise import normalise

_ALIKE = 90  # rapidfuzz ratio of the letters from which two questions are nearly the same
_ROWS = 500  # questions compared with all at a time


@record
class Example:
    """One example question with its group."""

    question: str
    group: ExampleGroup

    @property
    def case(self) -> Case:
        """The question as a case to be judged; any list is right where the example asks for one."""
        group = self.group
        label = f"{group.label}:" if group.label == "occ:list" else group.label
        if label == "occ":
            label = "occ:" + (",".join(group.codes) or "none")
        return Case(self.question, (self.question,), (label, *group.also))


def examples_of(files: Sequence[ExampleFile]) -> tuple[Example, ...]:
    """Every example question that stands alone, in the order of the files; bare descriptions are no questions."""
    groups = (group for file in files if file.counts for group in file.groups if group.after is None)
    return tuple(Example(question, group) for group in groups for question in group.questions)


def fold_numbers(questions: Sequence[str], folds: int) -> list[int]:
    """The fold of every question, 0..folds-1, by its words; those that are nearly the same share one."""
    leaders = _leaders(["".join(filter(str.isalnum, normalise(question))) for question in questions])
    return [zlib.crc32(questions[leader].encode()) % folds for leader in leaders]


def without(files: Sequence[ExampleFile], held: set[str]) -> tuple[ExampleFile, ...]:
    """The files without the questions `held`, and without groups that are empty then."""
    kept = []
    for file in files:
        groups = (replace(g, questions=tuple(q for q in g.questions if q not in held)) for g in file.groups)
        kept.append(replace(file, groups=tuple(group for group in groups if group.questions)))
    return tuple(kept)


def _leaders(texts: Sequence[str]) -> list[int]:
    """For every text the first one that it is nearly the same as, by any chain of such."""
    leader = list(range(len(texts)))

    def root(position: int) -> int:
        while leader[position] != position:
            leader[position] = position = leader[leader[position]]
        return position

    for start in range(0, len(texts), _ROWS):
        rows = texts[start : start + _ROWS]
        alike = process.cdist(rows, texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8)
        for row, other in zip(*(found.tolist() for found in np.nonzero(alike)), strict=True):
            one, two = sorted((root(start + row), root(other)))
            leader[two] = one
    return [root(position) for position in range(len(texts))]
