"""The shape of ``eligibility.yaml``: questions of the self-test, the conditions they decide, and what is said of them.

There is no expression language: a condition is of one of the kinds in `Kind`, each of which is a function of the
engine; the file gives ids, numbers, to whom they apply, the clause they rest on and the words.
"""

from dataclasses import field
from pathlib import Path
from typing import Literal

from bot.knowledge.faults import Fault
from bot.knowledge.verdict_wording import Material, Narrowed, NextStep, Outcomes, Remark
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

FILE = "eligibility.yaml"

Kind = Literal["organisation", "yes_no", "as_a_rule", "at_least", "in_catalogue", "scale"]
JudgedBy = Literal["document", "office"]
QuestionKind = Literal["choice", "ticks", "number", "occupations", "figures"]


@record
class Organisation:
    """A kind of applicant. `group` is the name the notice's conditions know it by, where that differs."""

    name: str
    reason: str  # why an applicant was put here
    group: str | None = None
    box: str | None = None  # the box to tick on the application form
    may_apply: bool = True
    remark: str | None = None
    line: int = 0


@record
class Measure:
    """A number among the facts; `whole`: counts only. `most` is the largest value that is believed in conversation."""

    id: str
    unit: str
    most: int
    whole: bool = True
    line: int = 0


@record
class Option:
    """An answer of a choice, or one line of a list to tick, whose id then is the fact it states.

    `hears` are words that mean it in answer to its question; `story` are words that mean it in a story.
    """

    id: str
    label: str
    hears: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    organisation: str | None = None
    facts: dict[str, bool] = field(default_factory=dict)
    arguable: str | None = None  # the fact that only the office can judge then
    ask: str | None = None  # the question that is asked only after this answer
    note: str | None = None  # said at once after this answer
    line: int = 0


@record
class Question:
    """One question of the self-test; "don't know" is an answer to every one.

    `fact` is the measure a number states. `exact` words the question for the exact figure after an approximate answer
    that lies on both sides of a threshold. `figures` is asked for each occupation, {occupation} stands for its name.
    """

    id: str
    kind: QuestionKind
    title: str
    ask: str
    why: str
    options: tuple[Option, ...] = ()
    fact: str | None = None
    exact: str | None = None
    story: tuple[str, ...] = ()  # one of these must stand near a figure of a story that answers it
    not_story: tuple[str, ...] = ()  # none of these may
    applies_to: tuple[str, ...] = ()  # organisations or groups; empty: all that have a condition it decides
    unknown_ask: str | None = None  # the question that is asked only after "don't know"
    line: int = 0


@record
class Tier:
    """What each occupation must reach, and the whole organisation where `total` is given; in 人次."""

    each: int
    name: str  # how the notice calls this side: 5个以下
    quote: str
    total: int | None = None
    line: int = 0


@record
class ScaleWords:
    """Sentences about the tiered scale; names in braces are filled in."""

    each_short: str  # {name} {short}
    total_short: str  # {short}
    cannot_fit: str  # {have} {count} {each} {need}
    both: str  # {few} {many}: unmet by both readings
    readings: str  # {count} {few} {many}: the readings differ
    ways_out: str  # {fewer} {names} {fewer_state} {more} {each} {total} {more_state}
    chosen: str  # {count} {each}
    chosen_with_total: str  # {count} {each} {total}
    stated_met: str
    stated_open: str
    line: int = 0


@record
class Scale:
    """Fewer occupations than `turning_point` answer to `few`, more to `many`; the letter puts the point in both."""

    turning_point: int
    total: str  # the measure that states the organisation's total
    few: Tier
    many: Tier
    words: ScaleWords
    line: int = 0


@record
class Condition:
    """A condition of the notice. Its id is the fact it looks at, and may stand again for other organisations."""

    id: str
    kind: Kind
    label: str
    clause: str
    quote: str
    judged_by: JudgedBy
    gap: str  # said when unmet: {short} {have} {need}, or {names} for what is not in the catalogue
    applies_to: tuple[str, ...] = ()
    at_least: float | None = None
    scale: Scale | None = None
    doubt: str | None = None  # said when the office decides
    line: int = 0


@record
class Eligibility:
    """The whole self-test as data."""

    intro: str
    always: tuple[str, ...]  # said with every verdict; {office} is the number of conditions the office judges
    organisations: tuple[Organisation, ...]
    measures: tuple[Measure, ...]
    questions: tuple[Question, ...]
    conditions: tuple[Condition, ...]
    outcomes: Outcomes
    narrowed: Narrowed
    next_steps: tuple[NextStep, ...]
    materials: tuple[Material, ...]
    process: tuple[str, ...]  # places of the clauses that describe it
    form_box: str  # {box}
    remarks: tuple[Remark, ...] = ()
    deadline_remark: str | None = None  # said with every date that is worked out
    line: int = 0


def applies(applies_to: tuple[str, ...], organisation: Organisation | None) -> bool:
    """Whether something for `applies_to` is for this organisation; what is for all is also for one not known."""
    if not applies_to or organisation is None:
        return not applies_to
    return organisation.name in applies_to or organisation.group in applies_to


def stated_by(question: Question) -> set[str]:
    """Keys of the facts an answer to `question` can state."""
    facts = {fact for option in question.options for fact in option.facts}
    facts |= {option.arguable for option in question.options if option.arguable}
    facts |= {"organisation" for option in question.options if option.organisation}
    if question.kind == "ticks":
        facts |= {option.id for option in question.options}
    if question.kind == "occupations":
        facts.add("occupations")
    return facts | ({question.fact} if question.fact else set())


def read_by(condition: Condition) -> set[str]:
    """Keys of the facts `condition` looks at."""
    if condition.kind == "in_catalogue":
        return {"occupations"}
    if condition.scale:
        return {"occupations", "trained", condition.scale.total}
    return {condition.id}


def read_eligibility(folder: Path, faults: list[Fault]) -> Eligibility | None:
    """The rules of a knowledge folder, or None after adding what is wrong with their shape."""
    return read_yaml(folder / FILE, Eligibility, faults)
