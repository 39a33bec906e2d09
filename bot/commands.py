"""What each command does: opens the helpdesk and hands over to a surface. Each returns the exit status.

Imports stand inside the commands, so that a quick one does not pay for what another needs.
"""

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.yaml_reader import KnowledgeError
from bot.settings import PROJECT, Settings, SettingsError, described

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.teaching.source import Source
    from bot.terminal import Terminal

_BEHIND = 10  # how nice a preview is to the bot that asked for it


def start(options: Namespace, settings: Settings) -> int:
    """Without a command: the terminal, or Telegram where a token is set."""
    return run(options, settings) if settings.token else chat(options, settings)


def run(options: Namespace, settings: Settings) -> int:
    """The Telegram bot, until it is told to stop."""
    from bot.desk import InForce
    from bot.helpdesk.terms import Terms
    from bot.store.database import DatabaseError, open_database
    from bot.store.people import people
    from bot.store.talks import Talks
    from handlers.service import serve
    from handlers.services import Services

    if not settings.token:
        raise SettingsError(["TELEGRAM_BOT_TOKEN: is needed to run on Telegram"])
    try:
        database = open_database(_database(settings))
        known = people(settings.hash_key, _database(settings))
    except (DatabaseError, OSError) as error:
        raise SettingsError([f"BOT_DATABASE: {error}"]) from error
    with database:
        source = _source(settings)
        source.file.keep_good()
        services = Services(
            InForce(_open(settings), source.key(source.file.read().taught)),
            Talks(database),
            known,
            settings.retention_days,
            _clock(settings),
            staff_chat=settings.staff_chat,
            terms=Terms(settings.claim_minutes, settings.staff_hours),
            source=source,
        )
        serve(settings, services)
    return 0


def chat(options: Namespace, settings: Settings) -> int:
    """The chat in the terminal."""
    desk = _open(settings)
    _read_anything()
    _terminal(desk, settings).chat()
    return 0


def ask(options: Namespace, settings: Settings) -> int:
    """One question, the lines of standard input, or JSON lines."""
    from bot.dialogue.conversation import Conversation, Said
    from bot.json_lines import answer_lines
    from bot.reply import plain

    desk = _open(settings)
    _read_anything()
    if options.json:
        answer_lines(sys.stdin, sys.stdout, desk.dialogue, _clock(settings))
        return 0
    conversation = Conversation()
    for question in [options.question] if options.question is not None else sys.stdin:
        conversation, messages = desk.dialogue.respond(conversation, Said(question), _clock(settings)())
        print("\n\n".join(plain(message.reply) for message in messages))
    return 0


def check(options: Namespace, settings: Settings) -> int:
    """Every fault of a knowledge folder (of the one that is set: of the teachings too), or that there is none."""
    from bot.evaluation.questions import check_questions
    from bot.knowledge.loader import load
    from bot.knowledge.overlay import set_aside
    from bot.knowledge.taught import NOTHING
    from bot.knowledge.yaml_reader import Fault
    from bot.phrases import read_phrases
    from bot.teaching.file import Reading

    folder = Path(options.folder) if options.folder else settings.knowledge
    knowledge = load(folder)
    faults: list[Fault] = []
    check_questions(knowledge, folder, faults)
    read_phrases(folder, faults)
    reading = Reading(NOTHING) if options.folder else _source(settings).file.read()
    faults += reading.faults
    if faults:
        raise KnowledgeError(faults)
    for fault in set_aside(reading.taught, knowledge.faq, knowledge.catalog, knowledge.refusals):
        print(f"{fault} (set aside)", file=sys.stderr)
    questions = sum(len(group.questions) for file in knowledge.examples for group in file.groups)
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

    file = _source(settings).file
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


def preview(options: Namespace, settings: Settings) -> int:
    """What a job of the running bot (see `bot.teaching.preview.Job`) would change, without getting in its way."""
    os.nice(_BEHIND)
    from bot.knowledge.snapshot import dumps, loads
    from bot.teaching.preview import Job
    from bot.teaching.preview import preview as made

    sys.stdout.buffer.write(dumps(made(loads(sys.stdin.buffer.read(), Job))).encode())
    return 0


def quiz(options: Namespace, settings: Settings) -> int:
    """The self-test in the terminal, or JSON lines of facts in and verdicts out."""
    from bot.dialogue.conversation import Commanded
    from bot.json_lines import verdict_lines

    desk = _open(settings)
    _read_anything()
    if options.json:
        verdict_lines(sys.stdin, sys.stdout, desk.dialogue.quiz.book, desk.knowledge.notice, _clock(settings))
        return 0
    _terminal(desk, settings).chat(Commanded("quiz"))
    return 0


def rules(options: Namespace, settings: Settings) -> int:
    """The rules of the self-test as a table and a flow, to be checked against the notice."""
    from bot.eligibility import document

    print(document(_open(settings).dialogue.quiz.book))
    return 0


def fit(options: Namespace, settings: Settings) -> int:
    """Fits the matcher and says what was fitted."""
    from bot.desk import refit

    source = _source(settings)
    print(refit(source.folder, source.cache, source.file.read().taught))
    return 0


def calibrate(options: Namespace, settings: Settings) -> int:
    """Sets the thresholds on held-aside examples and writes them into the knowledge folder."""
    from dataclasses import replace

    from bot.desk import open_desk
    from bot.evaluation.calibrate import calibrate
    from bot.knowledge.calibration import FILE, written
    from bot.knowledge.loader import load

    desk = replace(open_desk(settings.knowledge, _cache(settings)), knowledge=load(settings.knowledge))
    text = written(calibrate(desk, _cache(settings), _clock(settings)(), _tell))
    path = settings.knowledge / FILE
    path.write_text(text, encoding="utf-8")
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

    desk = _open(settings)
    _read_anything()
    source = _source(settings)
    known = load(source.folder, taught=source.file.read().taught)
    examples = NearestIndex(source.folder, known.examples)
    explanation = explain(desk, examples, options.question, _clock(settings)())
    if options.json:
        print(json.dumps(asdict(explanation), ensure_ascii=False))
    else:
        print(worded(explanation, desk.dialogue.phrases))
    return 0


def eval(options: Namespace, settings: Settings) -> int:
    """The scoreboard, or the learning curve."""
    from bot.evaluation.report import printed, printed_curve
    from bot.evaluation.scoreboard import learn, run

    where = settings.knowledge, _cache(settings), _clock(settings)()
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
                _database(settings),
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
    """The settings in force."""
    print("\n".join(described(settings)))
    return 0


def _tell(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


def _open(settings: Settings) -> "Desk":
    gc.disable()  # what is built here lives as long as the program: nothing to collect, now or later
    source = _source(settings)
    reading = source.file.read()
    for fault in reading.faults:
        print(f"{fault} (what was taught before that holds)", file=sys.stderr)
    desk = source.open(reading.taught, lambda: print("fitting the matcher ...", file=sys.stderr))
    gc.freeze()
    gc.enable()
    return desk


def _source(settings: Settings) -> "Source":
    """The knowledge folder, the teachings over it, and the cache."""
    from bot.teaching.file import TaughtFile
    from bot.teaching.source import Source

    path = settings.taught or _database(settings).with_name("taught.yaml")
    return Source(settings.knowledge, _cache(settings), TaughtFile(path))


def _terminal(desk: "Desk", settings: Settings) -> "Terminal":
    from bot.terminal import Terminal

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return Terminal(desk.dialogue, desk.dialogue.phrases, _clock(settings), colour=colour)


def _cache(settings: Settings) -> Path:
    """Where fitted models are kept: as set, else in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return settings.cache or Path(base) / PROJECT.name


def _database(settings: Settings) -> Path:
    """Where conversations are kept: as set, else in the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return settings.database or Path(base) / "policy-helpdesk-bot" / "helpdesk.db"


def _clock(settings: Settings) -> Callable[[], date]:
    """Today's date, or the one set to stand in for it."""
    fixed = settings.today
    return (lambda: fixed) if fixed else date.today


def _read_anything() -> None:
    """Bytes that are no UTF-8 become lone surrogates or marks instead of ending the program."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
