"""Measures the product on its own question set, beside baselines and with its layers switched off one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.desk import Desk, open_desk
from bot.evaluation.ablation import variants
from bot.evaluation.baselines import baselines
from bot.evaluation.curve import Curve, curve
from bot.evaluation.measures import Share, measured, sliced
from bot.evaluation.outcome import DECLINED, Case, Outcome
from bot.evaluation.peers import PeerSet, read_peers
from bot.evaluation.questions import read_cases
from bot.evaluation.reliability import Bin, offered, reliability
from bot.evaluation.systems import dialogue_system, outcomes
from bot.knowledge.calibration import Calibration
from bot.knowledge.loader import content_hash, load
from bot.record import record

Measured = Mapping[str, Share]  # by the name of the measure
Sliced = Mapping[str, tuple[Share, Share]]  # by the name of the slice: right and wrong answers


@record
class Speed:
    """Milliseconds a question."""

    median: float
    p99: float


@record
class Scoreboard:
    """Everything measured in one run; `ablation` is empty after a quick one."""

    today: date
    knowledge: str  # hash of the folder
    examples: int
    intents: int  # labels told apart, declining not counted
    measures: Measured
    labels: Sliced
    registers: Sliced
    reliability: tuple[Bin, ...]
    calibration: Calibration
    offered: tuple[Share, ...]  # right label first, among two, among three choices
    misses: tuple[Outcome, ...]  # the worst first
    speed: Speed
    baselines: Mapping[str, Measured]  # on the questions about entries and out of scope, the product among them
    ablation: Mapping[str, Measured]
    peers: tuple[PeerSet, ...]


def run(
    folder: Path, cache: Path, today: date, quick: bool = False, tell: Callable[[str], None] = lambda step: None
) -> Scoreboard:
    """The scoreboard of a knowledge folder; `tell` is given a line before whatever takes seconds.

    KnowledgeError where the folder or its check questions cannot be used. `quick` leaves the ablation out.
    """
    desk = open_desk(folder, cache, lambda: tell("fitting the matcher ..."))
    desk = replace(desk, knowledge=load(folder))  # a desk opened from the cache has no examples
    cases = read_cases(folder, desk.knowledge)
    product = dialogue_system(desk.dialogue, today)
    product(("",))  # whatever is set up once is not the first question's time
    given = outcomes(product, cases)
    single = [outcome for outcome in given if not outcome.case.is_talk]
    classes = desk.matcher.models.intents.classes
    return Scoreboard(
        today=today,
        knowledge=content_hash(folder),
        examples=sum(len(g.questions) for file in desk.knowledge.examples if file.counts for g in file.groups),
        intents=len({name.partition("/")[0] for name in classes} - {DECLINED}),
        measures=measured(given),
        labels=sliced(single, lambda outcome: outcome.case.group),
        registers=sliced(single, lambda outcome: outcome.case.register),
        reliability=reliability(single),
        calibration=desk.knowledge.calibration,
        offered=offered(single),
        misses=tuple(sorted((outcome for outcome in given if not outcome.is_right), key=_badness, reverse=True)),
        speed=_speed(single),
        baselines=_compared(desk, given, tell),
        ablation={} if quick else _ablated(desk, cases, today, tell),
        peers=read_peers(),
    )


def learn(folder: Path, cache: Path, today: date, tell: Callable[[str], None]) -> Curve:
    """The learning curve of a knowledge folder, in minutes; KnowledgeError as for `run`."""
    desk = replace(open_desk(folder, cache, lambda: tell("fitting the matcher ...")), knowledge=load(folder))
    return curve(desk, folder, read_cases(folder, desk.knowledge), today, tell)


def _badness(outcome: Outcome) -> tuple[bool, bool, float]:
    """Untrue answers come first, then declines, then ask-backs; among each the confident ones."""
    return outcome.is_wrong, bool(outcome.given.answer), outcome.given.confidence


def _speed(given: Sequence[Outcome]) -> Speed:
    times = sorted(outcome.seconds * 1000 for outcome in given) or [0.0]
    return Speed(times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)])


def _compared(desk: Desk, given: Sequence[Outcome], tell: Callable[[str], None]) -> dict[str, Measured]:
    """The baselines and the product on what the baselines can answer."""
    tell("baselines ...")
    meant = [outcome for outcome in given if outcome.case.group == DECLINED or outcome.case.group.startswith("faq:")]
    cases = [outcome.case for outcome in meant]
    table: dict[str, Measured] = {"this product": measured(meant)}
    for baseline in baselines(desk.knowledge):
        table[baseline.name] = measured(outcomes(baseline.system, cases))
    return table


def _ablated(desk: Desk, cases: Sequence[Case], today: date, tell: Callable[[str], None]) -> dict[str, Measured]:
    table: dict[str, Measured] = {}
    for name, system in variants(desk, today):
        tell(f"ablation: {name} ...")
        table[name] = measured(outcomes(system, cases))
    return table
