"""Example questions read for fitting: each once, its features by their numbers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

import numpy as np

from bot.knowledge.catalog import Catalog
from bot.knowledge.examples import ExampleGroup
from bot.knowledge.lexicon import Lexicon
from bot.matching.features import features, units
from bot.matching.fit import RAREST, Integers, numbering, numbers_of
from bot.matching.question import QuestionReader
from bot.occupations.lookup import Lookup
from bot.text.tokens import Tokenizer

Number = defaultdict[str, int]


class Read(NamedTuple):
    """What of a question is learnt from: its features by their numbers, each once, and its length."""

    features: Integers
    units: int


def intent_class(label: str, kind: str | None) -> str:
    """The class an example teaches: its label, for a refusal with the kind (oos/subsidy)."""
    return f"{label}/{kind}" if kind else label


@dataclass(frozen=True, slots=True)
class Example:
    """An example question, as it was read, and the group it stands in."""

    question: str
    read: Read
    group: ExampleGroup

    @property
    def intent(self) -> str:
        """The class it teaches."""
        return intent_class(self.group.label, self.group.kind)


def read(questions: Iterable[str], reader: QuestionReader) -> tuple[Number, list[Read]]:
    """The questions read, with the numbers of all their features."""
    number = numbering()
    asked = map(reader.read, questions)
    return number, [Read(numbers_of(features(question), number), units(question)) for question in asked]


def read_afresh(
    questions: Sequence[str], lexicon: Lexicon, words: dict[str, int], catalog: Catalog
) -> tuple[list[str], list[Read]]:
    """All features of the questions, and of each the numbers of its own; in a process that has read nothing yet."""
    from bot.desk import occupation_spans  # noqa: PLC0415  # which stands above this

    if not questions:
        return [], []
    number, found = read(questions, QuestionReader(lexicon, Tokenizer(words), occupation_spans(Lookup(catalog))))
    return list(number), found


def renumbered(names: Sequence[str], found: Iterable[Read], number: Number) -> list[Read]:
    """What was found, in which the features have their place in `names` for a number, with those of `number`."""
    numbers = numbers_of(names, number)
    return [Read(numbers[features], units) for features, units in found]


def without_lone(examples: Sequence[Example], number: Number) -> tuple[list[Example], Number]:
    """The examples without the features of a single one, of which nothing is learnt; they are most of all."""
    sizes, flat = [len(one.read.features) for one in examples], np.concatenate([one.read.features for one in examples])
    shared = np.bincount(flat, minlength=len(number)) >= min(RAREST, len(examples))
    kept, place = shared[flat], np.cumsum(shared) - 1
    ends = np.append(0, np.cumsum(kept))[np.cumsum(sizes)]
    left = numbering()
    numbers_of(list(compress(number, shared)), left)
    found = np.split(place[flat[kept]], ends[:-1])
    return [
        Example(one.question, Read(own, one.read.units), one.group) for one, own in zip(examples, found, strict=True)
    ], left
