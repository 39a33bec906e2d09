"""What each command for editors does: checks, fits, measures, explains and reports. Each returns the exit status.

Imports stand inside the commands, so that a quick one does not pay for what another needs.
"""

import os
import sys
from argparse import Namespace
from pathlib import Path

from bot.knowledge.faults import KnowledgeError
from bot.opening import cache_folder, clock, database_file, opened, read_anything, source_of, taught_file
from bot.settings import Settings, SettingsError, described


def check(options: Namespace, settings: Settings) -> int:
    """Every fault of a knowledge folder (of the one that is set: of the teachings too), or that there is none."""
    from bot.evaluation.questions import check_questions
    from bot.knowledge.faults import Fault
    from bot.knowledge.loader import load
    from bot.knowledge.overlay import set_aside
    from bot.knowledge.taught import NOTHING
    from bot.phrases import read_phrases
    from bot.teaching.file import Reading

    folder = Path(options.folder) if options.folder else settings.knowledge
    knowledge = load(folder)
    faults: list[Fault] = []
    check_questions(knowledge, folder, faults)
    read_phrases(folder, faults)
    reading = Reading(NOTHING) if options.folder else source_of(settings).file.read()
    faults += reading.faults
    if faults:
        raise KnowledgeError(faults)
    for fault in set_aside(reading.taught, knowledge.faq, knowledge.catalog, knowledge.refusals):
        print(f"{fault} (set aside)", file=sys.stderr)
    questions = sum(len(group.questions) for file in knowledge.examples if file.counts for group in file.groups)
    print(
        f"{folder}: {len(knowledge.faq.entries)} entries, {len(knowledge.catalog.occupations)} occupations, "
        f"{questions} example questions, {len(reading.taught.active)} teachings, no fault"
    )
    return 0


def taught(options: Namespace, settings: Settings) -> int:
    """The list of teachings, or one undone; a running bot notices."""
    from datetime import UTC, datetime

    from bot.knowledge.taught import Undone
    from bot.teaching.changes import NothingToUndo, Undo, moment
    from bot.teaching.report import listed

    file = source_of(settings).file
    if (options.action == "undo") != (options.number is not None):
        raise SettingsError(["taught: undo needs the number of a teaching, and list takes none"])
    if options.action == "undo":
        try:
            file.change(Undo(options.number, Undone("operator", moment(datetime.now(UTC)))))
        except NothingToUndo:
            raise SettingsError([f"taught: no teaching {options.number} is in force"]) from None
    reading = file.read()
    print(f"{file.path}: {len(reading.taught.active)} of {len(reading.taught.teachings)} teachings are in force")
    print("".join(f"{line}\n" for line in listed(reading.taught)), end="")
    if reading.faults:
        raise KnowledgeError(list(reading.faults))
    return 0


def rules(options: Namespace, settings: Settings) -> int:
    """The rules of the self-test as a table and a flow, to be checked against the notice."""
    from bot.eligibility import document

    print(document(opened(settings).dialogue.quiz.book))
    return 0


def fit(options: Namespace, settings: Settings) -> int:
    """Fits the matcher and says what was fitted."""
    from bot.desk import refit

    source = source_of(settings)
    print(refit(source.folder, source.cache, source.file.read().taught))
    return 0


def calibrate(options: Namespace, settings: Settings) -> int:
    """Sets the thresholds on held-aside examples and writes them into the knowledge folder."""
    from dataclasses import replace

    from bot.desk import open_desk
    from bot.evaluation.calibrate import calibrate
    from bot.knowledge.calibration import FILE, written
    from bot.knowledge.loader import load
    from bot.whole_file import write_whole

    path = settings.knowledge / FILE
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise SettingsError([f"{path}: cannot be written"])  # now rather than after minutes
    desk = replace(open_desk(settings.knowledge, cache_folder(settings)), knowledge=load(settings.knowledge))
    text = written(calibrate(desk, cache_folder(settings), clock(settings)(), _tell))
    write_whole(path, text.encode(), 0o644)
    print(f"{path}:\n{text}", end="")
    return 0


def explain(options: Namespace, settings: Settings) -> int:
    """What an answer rests on, and where to change what."""
    import json
    from dataclasses import asdict

    from bot.explain.explanation import explain
    from bot.explain.wording import worded
    from bot.knowledge.loader import load
    from bot.matching.nearest import NearestIndex

    desk = opened(settings)
    read_anything()
    source = source_of(settings)
    known = load(source.folder, taught=source.file.read().taught)
    examples = NearestIndex(source.folder, known.examples)
    explanation = explain(desk, examples, options.question, clock(settings)())
    if options.json:
        print(json.dumps(asdict(explanation), ensure_ascii=False))
    else:
        print(worded(explanation, desk.dialogue.phrases))
    return 0


def eval(options: Namespace, settings: Settings) -> int:
    """The scoreboard, or the learning curve."""
    from bot.evaluation.report import printed, printed_curve
    from bot.evaluation.scoreboard import learn, run

    where = settings.knowledge, cache_folder(settings), clock(settings)()
    if options.curve:
        print(printed_curve(learn(*where, tell=_tell)))
        return 0
    print(printed(run(*where, quick=options.quick, tell=_tell), options.errors))
    return 0


def report(options: Namespace, settings: Settings) -> int:
    """The figures of the last days, also as a page and as CSV."""
    from bot.report.command import ReportError, run
    from bot.store.database import DatabaseError

    html, csv = (Path(place) if place else None for place in (options.html, options.csv))
    try:
        print(
            run(
                settings.knowledge,
                database_file(settings),
                options.days,
                today=settings.today,
                hours=settings.staff_hours,
                html=html,
                csv=csv,
            )
        )
    except (DatabaseError, ReportError) as error:
        raise SettingsError([str(error)]) from error
    return 0


def config(options: Namespace, settings: Settings) -> int:
    """The settings in force, the places of files as they come out."""
    from dataclasses import replace

    in_force = replace(
        settings, database=database_file(settings), taught=taught_file(settings), cache=cache_folder(settings)
    )
    print("\n".join(described(in_force)))
    return 0


def _tell(step: str) -> None:
    print(step, file=sys.stderr, flush=True)
