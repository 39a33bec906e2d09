"""The product with one layer switched off at a time: what each of them is worth.

Every variant is put together from the product's own parts with other inputs; nothing in the product knows of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.desk import Desk, fit
from bot.dialogue.dialogue import Dialogue
from bot.evaluation.systems import System, dialogue_system, without_context
from bot.knowledge.clause import sentences
from bot.knowledge.examples import ExampleFile, ExampleGroup
from bot.knowledge.faq import Faq
from bot.knowledge.loader import Knowledge
from bot.knowledge.talk import Smalltalk
from bot.matching.descriptions import LACKING
from bot.matching.fit import Row, fit_linear
from bot.matching.linear import LinearModel, Vocabulary
from bot.matching.matcher import Matcher
from bot.matching.models import Models
from bot.matching.named import occupation_spans
from bot.matching.question import SpanFinder
from bot.matching.rows import Rows
from bot.matching.training import train
from bot.occupations.lookup import Lookup
from bot.occupations.mention import Finding, Mention

# Prefixes of features as in bot.matching.features.
_WORDS = frozenset({"w", "l", "ll"})
_CHARACTERS = frozenset({"c", "x"})
_SOUNDS = frozenset({"s"})

# Finds nothing likelier than anything else.
_BLANK = LinearModel((LACKING, ""), Vocabulary(()), Rows((), b"", 2), (0.0, 0.0), (0.0, 0.0))


class NoLookup(Lookup):
    """Finds no occupation in anything."""

    def __init__(self) -> None:
        """Needs no catalogue."""

    def find(self, text: str) -> Finding:
        """Nothing."""
        return Finding("none")

    def lists(self, text: str) -> Finding:
        """Nothing either."""
        return Finding("none")

    def mentions(self, text: str) -> list[Mention]:
        """None."""
        return []

    def says_which(self, text: str) -> bool:
        """Whatever is said is taken for a description."""
        return True


def variants(desk: Desk, today: date) -> Iterator[tuple[str, System]]:
    """Name and system of every variant, made when asked for: a refit takes seconds."""

    def system(dialogue: Dialogue) -> System:
        return dialogue_system(dialogue, today)

    wanted: dict[str, Callable[[str], bool]] = {
        "words only": lambda prefix: prefix in _WORDS,
        "no characters": lambda prefix: prefix not in _CHARACTERS,
        "no sounds": lambda prefix: prefix not in _SOUNDS,
    }
    for name, keep in wanted.items():
        yield name, system(_rebuilt(desk, models=refitted(desk, keep)))
    yield "no named things", system(_without_names(desk))
    yield "official questions only", system(_officially_taught(desk))
    yield "no occupation look-up", system(_rebuilt(desk, lookup=NoLookup()))
    yield "no descriptions of work", system(_rebuilt(desk, models=replace(desk.matcher.models, descriptions=_BLANK)))
    yield "no small-talk list", system(_rebuilt(desk, replace(desk.knowledge, smalltalk=Smalltalk(()))))
    yield "no context", without_context(system(desk.dialogue))


def official_examples(faq: Faq) -> ExampleFile:
    """Nothing but the notice: every official question, and every sentence of the answers as a question for itself."""
    groups = []
    for entry in faq.entries:
        label = f"faq:{entry.number}"
        groups.append(ExampleGroup(label, (entry.question,)))
        for clause in entry.clauses:
            groups += [ExampleGroup(label, (sentence,), quote=sentence) for sentence in sentences(clause.text)]
    return ExampleFile("the notice", tuple(groups))


def refitted(desk: Desk, keep: Callable[[str], bool]) -> Models:
    """Models fitted on the features whose prefix is kept; what a model does not know it passes over."""

    def kept(rows: Sequence[Row]) -> list[Row]:
        return [([name for name in found if keep(name.partition(":")[0])], label) for found, label in rows]

    def fit_kept(examples: Sequence[Row], views: Sequence[Row] = (), rarest: int | None = None) -> LinearModel:
        return fit_linear(kept(examples), kept(views), rarest=rarest)

    known = desk.knowledge
    return train(known.examples, known.faq, known.catalog, known.lexicon, occupation_spans(desk.lookup), fit=fit_kept)


def _rebuilt(
    desk: Desk,
    knowledge: Knowledge | None = None,
    models: Models | None = None,
    lookup: Lookup | None = None,
    find: SpanFinder | None = None,
) -> Dialogue:
    """The dialogue with what is given in the place of its own; `find` finds the occupations that are masked."""
    knowledge = knowledge or desk.knowledge
    find = find or occupation_spans(desk.lookup)
    sharpness = knowledge.calibration.sharpness
    matcher = Matcher(models or desk.matcher.models, knowledge.faq, knowledge.lexicon, find, sharpness)
    return Dialogue(knowledge, matcher, lookup or desk.lookup, desk.dialogue.phrases)


def _without_names(desk: Desk) -> Dialogue:
    """Named things are words like any other, in the examples and in the questions."""
    knowledge = replace(desk.knowledge, lexicon=replace(desk.knowledge.lexicon, entities=()))
    find = occupation_spans(NoLookup())
    return _rebuilt(desk, knowledge, fit(knowledge, find), find=find)


def _officially_taught(desk: Desk) -> Dialogue:
    knowledge = replace(desk.knowledge, examples=(official_examples(desk.knowledge.faq),))
    return _rebuilt(desk, models=fit(knowledge, occupation_spans(desk.lookup)))
