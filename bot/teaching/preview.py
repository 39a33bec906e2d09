"""What a change of what was taught would change: answers to the check questions, and to the questions themselves."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from bot.desk import open_desk
from bot.dialogue.conversation import Conversation, Topic
from bot.evaluation.outcome import Case, Outcome
from bot.evaluation.questions import FOLDER, read_cases
from bot.evaluation.systems import System, dialogue_system, outcomes
from bot.knowledge.loader import Knowledge, laid_over, load
from bot.knowledge.overlay import same
from bot.knowledge.taught import Taught
from bot.matching.nearest import Near, NearestIndex
from bot.record import record

_NEAR = 5  # examples and names that are shown
_LEAST = 40  # likeness (0 to 100) below which words have little in common


@record
class Job:
    """What is to be previewed: a folder's teachings now and then. Its paths are absolute.

    `texts` are the questions and names taught, asked after an answer with the label `follows` where one is given.
    """

    folder: str
    cache: str
    today: date
    before: Taught
    after: Taught
    texts: tuple[str, ...] = ()
    follows: str | None = None


@record
class Seen:
    """What a question gets: labels asserted, or offered where it is asked back, and the piece quoted."""

    zone: Literal["answered", "asked_back", "declined"]
    labels: tuple[str, ...]
    quote: str = ""


@record
class Flip:
    """A question whose answer changes; `wanted` are the labels that are right, none where that is not known."""

    question: str
    before: Seen
    after: Seen
    wanted: tuple[str, ...] = ()


@record
class Preview:
    """What would change. `texts` holds every taught question, whether its answer changes or not."""

    texts: tuple[Flip, ...]
    better: tuple[Flip, ...]
    worse: tuple[Flip, ...]
    checked: int  # check questions that were asked
    near: tuple[Near, ...]  # the examples and names that are worded most like what is taught


def preview(job: Job) -> Preview:
    """Opens the helpdesk as it is and as it would be, which leaves both fitted in the cache, and compares them.

    KnowledgeError where the folder cannot be used. Takes as long as fitting does where anything is new.
    """
    folder, cache = Path(job.folder), Path(job.cache)
    desks = [open_desk(folder, cache, taught=taught) for taught in (job.before, job.after)]
    if not job.texts:
        return Preview((), (), (), 0, ())
    plain = load(folder)
    old, new = (dialogue_system(desk.dialogue, job.today) for desk in desks)
    begun = Conversation(topic=Topic(job.follows, job.follows)) if job.follows else Conversation()
    old_after, new_after = (dialogue_system(desk.dialogue, job.today, begun) for desk in desks)
    cases = _cases(folder, plain, job)
    pairs = list(zip(outcomes(old, cases), outcomes(new, cases), strict=True))
    known = laid_over(plain, job.before)
    index = NearestIndex(folder, known.examples, known.catalog)
    return Preview(
        texts=tuple(Flip(text, _seen_alone(old_after, text), _seen_alone(new_after, text)) for text in job.texts),
        better=tuple(_flip(*pair) for pair in pairs if _worth(pair[0]) < _worth(pair[1])),
        worse=tuple(_flip(*pair) for pair in pairs if _worth(pair[0]) > _worth(pair[1])),
        checked=len(cases),
        near=index.nearest(job.texts, _NEAR, _LEAST),
    )


def _cases(folder: Path, plain: Knowledge, job: Job) -> Sequence[Case]:
    """The folder's check questions that were not taught: what is learnt cannot be measured on."""
    if not (folder / FOLDER).is_dir():
        return ()
    taught = {same(text) for teaching in (*job.before.active, *job.after.active) for text in teaching.questions}
    return [case for case in read_cases(folder, plain) if same(case.turns[-1]) not in taught]


def _worth(outcome: Outcome) -> int:
    """Untrue, not answered, answered, answered with the wanted piece."""
    if outcome.is_wrong:
        return 0
    return 1 + outcome.is_right + (outcome.is_right and outcome.is_in_focus)


def _flip(old: Outcome, new: Outcome) -> Flip:
    return Flip(" / ".join(old.case.turns), _seen(old), _seen(new), old.case.labels)


def _seen_alone(system: System, text: str) -> Seen:
    return _seen(outcomes(system, [Case("", (text,), ("",))])[0])


def _seen(outcome: Outcome) -> Seen:
    given = outcome.given
    if outcome.asks_back:
        return Seen("asked_back", given.choices)
    zone: Literal["answered", "declined"] = "declined" if given.answer in ((), ("oos",)) else "answered"
    return Seen(zone, given.answer, "".join(given.quotes))
