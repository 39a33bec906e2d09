"""Example questions read for fitting: each once, its features by their numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import NamedTuple

import numpy as np

from bot.knowledge.catalog import Catalog
from bot.knowledge.examples import ExampleGroup
from bot.knowledge.lexicon import Lexicon
from bot.matching.features import LONGEST_PIECE, LONGEST_SOUND, called, characters, others, units
from bot.matching.fit import RAREST, Integers, numbering, numbers_of
from bot.matching.named import occupation_spans
from bot.matching.question import QuestionReader
from bot.matching.runs import Spread, runs
from bot.occupations.lookup import Lookup
from bot.text.pinyin import folds, in_letters
from bot.text.tokens import Tokenizer

Number = defaultdict[str, int]


class Read(NamedTuple):
    """What of a question is learnt from: the runs in it as they are written, its other features, and its length."""

    characters: str
    sounds: str  # a letter each
    others: list[str]
    units: int


def intent_class(label: str, kind: str | None) -> str:
    """The class an example teaches: its label, for a refusal with the kind (oos/subsidy)."""
    return f"{label}/{kind}" if kind else label


@dataclass(frozen=True, slots=True)
class Example:
    """An example question, its features by their numbers, each once, and the group it stands in."""

    question: str
    features: Integers
    units: int  # its length
    group: ExampleGroup

    @property
    def intent(self) -> str:
        """The class it teaches."""
        return intent_class(self.group.label, self.group.kind)


def read(questions: Iterable[str], reader: QuestionReader) -> list[Read]:
    """The questions as they are read."""
    return [
        Read(characters(question), in_letters(question.sounds), others(question), units(question))
        for question in map(reader.read, questions)
    ]


def read_afresh(questions: Sequence[str], lexicon: Lexicon, words: dict[str, int], catalog: Catalog) -> list[Read]:
    """`read` in a process that has read nothing yet."""
    find = occupation_spans(Lookup(catalog))
    return read(questions, QuestionReader(lexicon, Tokenizer(words), find)) if questions else []


def examples_of(asked: Sequence[tuple[str, ExampleGroup]], known: Mapping[str, Read]) -> tuple[list[Example], Number]:
    """The examples, by the questions as they were read, and the numbers of their features.

    Features of a single example, which are most of all, are left out: nothing is learnt of them.
    """
    counts = Counter(question for question, _ in asked)
    times, least = np.array(list(map(counts.__getitem__, known))), min(RAREST, len(asked))
    spreads, names = zip(*_shared(list(known.values()), times, least), strict=True)
    number = numbering()
    every = [numbers_of(own, number)[spread.features] for spread, own in zip(spreads, names, strict=True)]
    texts = np.concatenate([spread.texts for spread in spreads])
    order, ends = np.argsort(texts, kind="stable"), np.cumsum(np.bincount(texts, minlength=len(known)))
    features = dict(zip(known, np.split(np.concatenate(every)[order], ends[:-1]), strict=True))
    return [Example(question, features[question], known[question].units, group) for question, group in asked], number


def _shared(found: Sequence[Read], times: Integers, least: int) -> Iterable[tuple[Spread, list[str]]]:
    """All features that stand in `least` examples, by their kinds."""
    number = numbering()
    texts = np.repeat(np.arange(len(found)), [len(one.others) for one in found])
    flat = map(number.__getitem__, chain.from_iterable(one.others for one in found))
    numbers = np.fromiter(flat, np.int64, len(texts))
    spread, enough = Spread.of(texts, numbers, len(number)).shared(times, least, len(number))
    yield spread, list(compress(number, enough))
    yield from runs([one.characters for one in found], LONGEST_PIECE, times, least, lambda run: called("c", run))
    yield from runs(
        [one.sounds for one in found], LONGEST_SOUND, times, least, lambda run: called("s", folds(run), ".")
    )
