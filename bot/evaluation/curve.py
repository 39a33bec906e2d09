"""How much more examples help: fits with a share of them, and with a voice that was not heard before.

A voice is all questions of one author, ``voices/NAME.txt`` of a knowledge folder, one a line; # begins a remark.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.desk import Desk, fit
from bot.dialogue.dialogue import Dialogue
from bot.evaluation.folds import examples_of, without
from bot.evaluation.measures import Share, measured
from bot.evaluation.outcome import Case
from bot.evaluation.systems import dialogue_system, outcomes
from bot.knowledge.loader import content_hash
from bot.matching.matcher import Matcher
from bot.matching.named import occupation_spans
from bot.record import record

SHARES = (12, 25, 50, 75, 100)  # per cent of the examples
MORE = 500  # examples of another voice that are added
FOLDER = "voices"

Measured = Mapping[str, Share]
Tell = Callable[[str], None]


@record
class Point:
    """What a number of examples reach."""

    name: str
    examples: int
    measures: Measured


@record
class Curve:
    """Points on the check questions by share, and pairs on each voice held aside: without and with 500 of another."""

    today: date
    knowledge: str  # hash of the folder
    shares: tuple[Point, ...]
    voices: tuple[tuple[Point, Point], ...]


def curve(desk: Desk, folder: Path, cases: Sequence[Case], today: date, tell: Tell) -> Curve:
    """The whole curve; every point is a fit, half a minute each."""
    learner = _Learner(desk, today, tell)
    shares = tuple(learner.point(f"{share} %", learner.beyond(share), cases) for share in SHARES)
    return Curve(today, content_hash(folder), shares, tuple(learner.unheard(read_voices(folder))))


def read_voices(folder: Path) -> dict[str, tuple[str, ...]]:
    """Name -> questions of every voice; none where the folder has no such files."""
    voices = {}
    for path in sorted((folder / FOLDER).glob("*.txt")):
        lines = path.read_text("utf-8").splitlines()
        voices[path.stem] = tuple(line for line in lines if line and not line.startswith("#"))
    return voices


@record
class _Learner:
    """Fits without some of the examples and measures."""

    desk: Desk
    today: date
    tell: Tell

    def point(self, name: str, left_out: set[str], cases: Sequence[Case]) -> Point:
        """What is reached on `cases` without the questions `left_out`."""
        known = self.desk.knowledge
        files = without(known.examples, left_out)
        number = len(examples_of(files))
        self.tell(f"learning curve, {name}: fitting with {number} examples ...")
        find = occupation_spans(self.desk.lookup)
        models = fit(replace(known, examples=files), find) if left_out else self.desk.matcher.models
        matcher = Matcher(models, known.faq, known.lexicon, find, known.calibration.sharpness)
        dialogue = Dialogue(known, matcher, self.desk.lookup, self.desk.dialogue.phrases)
        return Point(name, number, measured(outcomes(dialogue_system(dialogue, self.today), cases)))

    def beyond(self, share: int) -> set[str]:
        """The questions that are not in the share of so many per cent; a smaller share is part of a larger one."""
        questions = (example.question for example in examples_of(self.desk.knowledge.examples))
        return {question for question in questions if zlib.crc32(question.encode()) % 100 >= share}

    def unheard(self, voices: Mapping[str, Sequence[str]]) -> Iterator[tuple[Point, Point]]:
        """For each voice, measured on its own questions: without it and 500 of the next voice, and with those."""
        taught = {example.question: example.case for example in examples_of(self.desk.knowledge.examples)}
        names = list(voices)
        for name, other in zip(names, names[1:] + names[:1], strict=True):
            if name == other:
                return
            cases = [taught[question] for question in voices[name] if question in taught]
            more = sorted((q for q in voices[other] if q in taught), key=lambda q: zlib.crc32(q.encode()))[:MORE]
            aside = set(voices[name])
            title = f"voice {name} held aside"
            yield (
                self.point(f"{title}, and {len(more)} of {other}", aside | set(more), cases),
                self.point(title, aside, cases),
            )
