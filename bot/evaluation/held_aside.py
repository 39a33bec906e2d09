"""The product asked every example question by models that have not learnt it: what calibration is set on."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.cache import Cache
from bot.desk import Desk, fit, made_of
from bot.dialogue.conversation import Conversation, Said
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.understanding import Reading, Understanding
from bot.evaluation.folds import Example, examples_of, fold_numbers, without
from bot.evaluation.outcome import Given, Outcome
from bot.knowledge.calibration import Calibration, Zones
from bot.knowledge.examples import ExampleFile
from bot.knowledge.snapshot import dumps
from bot.matching.matcher import Matcher
from bot.matching.model_file import from_bytes, to_bytes
from bot.matching.models import Models
from bot.matching.named import occupation_spans
from bot.record import record

FOLDS = 5

_Signature = tuple[tuple[str, str, tuple[str, ...]], ...]


@record
class Fold:
    """Examples, and models fitted on all the others."""

    examples: tuple[Example, ...]
    models: Models


def examples_hash(files: Sequence[ExampleFile]) -> str:
    """Hex SHA-256 of all examples."""
    return hashlib.sha256("".join(map(dumps, files)).encode()).hexdigest()


def folds(desk: Desk, cache: Path, tell: Callable[[str], None]) -> Iterator[Fold]:
    """Every fold, from the cache where its examples and the program are the same; a fit takes seconds."""
    examples = examples_of(desk.knowledge.examples)
    numbers = fold_numbers([example.question for example in examples], FOLDS)
    kept = Cache(cache, made_of(dumps(replace(desk.knowledge, calibration=Calibration()))))
    for fold in range(FOLDS):
        held = tuple(example for example, number in zip(examples, numbers, strict=True) if number == fold)
        models = from_bytes(kept.read(f"fold{fold}") or b"")
        if models is None:
            tell(f"fold {fold + 1} of {FOLDS}: fitting without {len(held)} of {len(examples)} examples ...")
            files = without(desk.knowledge.examples, {example.question for example in held})
            models = fit(replace(desk.knowledge, examples=files), occupation_spans(desk.lookup))
            kept.write(f"fold{fold}", to_bytes(models))
        yield Fold(held, models)


class HeldAside:
    """All examples with the evidence on them at one sharpness; `outcomes` judges them by any thresholds."""

    def __init__(self, desk: Desk, parts: Sequence[Fold], sharpness: float, today: date) -> None:
        self._today = today
        self._asked: list[tuple[Example, Reading, Dialogue]] = []
        self._given: dict[tuple[int, _Signature], Given] = {}
        find = occupation_spans(desk.lookup)
        for part in parts:
            matcher = Matcher(part.models, desk.knowledge.faq, desk.knowledge.lexicon, find, sharpness)
            dialogue = Dialogue(desk.knowledge, matcher, desk.lookup, desk.dialogue.phrases)
            see = dialogue.understanding.see
            self._asked += [(example, see(example.question), dialogue) for example in part.examples]

    def outcomes(self, zones: Zones) -> list[Outcome]:
        """What the product answers to every example by these thresholds."""
        understandings: dict[int, Understanding] = {}
        found = []
        for position, (example, reading, dialogue) in enumerate(self._asked):
            understanding = understandings.get(id(dialogue)) or dialogue.understanding.with_zones(zones)
            understandings[id(dialogue)] = understanding
            asks = understanding.decide(reading)
            key = position, tuple((ask.zone.value, ask.label, ask.choices) for ask in asks)
            if key not in self._given:
                self._given[key] = self._answer(dialogue, understanding, example.question)
            found.append(Outcome(example.case, self._given[key]))
        return found

    def _answer(self, dialogue: Dialogue, understanding: Understanding, question: str) -> Given:
        """The product's whole answer, with this understanding in the place of its own."""
        dialogue = dialogue.with_understanding(understanding)
        _, messages = dialogue.respond(Conversation(), Said(question), self._today)
        reply = messages[0].reply
        return Given(reply.answer, reply.choices, reply.quotes, reply.confidence)
