"""What each command of the talk does: opens the helpdesk and hands over to a surface. Each returns the exit status.

Imports stand inside the commands, so that a quick one does not pay for what another needs.
"""

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from bot.opening import clock, database_file, opened, read_anything, source_of
from bot.settings import Settings, SettingsError
from bot.sparing import nothing_collected, spared

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.terminal import Terminal


def start(options: Namespace, settings: Settings) -> int:
    """Without a command: the terminal, or Telegram where a token is set."""
    return run(options, settings) if settings.token else chat(options, settings)


def run(options: Namespace, settings: Settings) -> int:
    """The Telegram bot, until it is told to stop."""
    # python-telegram-bot takes tornado along for its own webhooks; `handlers.webhook` imports it for ours.
    with nothing_collected(), spared({"tornado": None}):
        from bot.desk import InForce
        from bot.helpdesk.terms import Terms
        from bot.store.database import DatabaseError, open_database
        from bot.store.people import people, recognise
        from bot.store.talks import Talks
        from handlers.service import serve
        from handlers.services import Services

    if not settings.token:
        raise SettingsError(["TELEGRAM_BOT_TOKEN: is needed to run on Telegram"])
    try:
        database = open_database(database_file(settings))
        known = people(settings.hash_key, database_file(settings))
        recognise(database, known)
    except (DatabaseError, OSError) as error:
        raise SettingsError([f"BOT_DATABASE: {error}"]) from error
    with database:
        source = source_of(settings)
        source.file.keep_good()
        services = Services(
            InForce(opened(settings), source.key(source.file.read().taught)),
            Talks(database),
            known,
            settings.retention_days,
            clock(settings),
            staff_chat=settings.staff_chat,
            terms=Terms(settings.claim_minutes, settings.staff_hours),
            source=source,
        )
        serve(settings, services)
    return 0


def chat(options: Namespace, settings: Settings) -> int:
    """The chat in the terminal."""
    desk = opened(settings)
    read_anything()
    _terminal(desk, settings).chat()
    return 0


def ask(options: Namespace, settings: Settings) -> int:
    """One question, the lines of standard input, or JSON lines."""
    from bot.json_lines import answer_lines
    from bot.plain_lines import plain_lines

    desk = opened(settings)
    read_anything()
    if options.json:
        answer_lines(sys.stdin, sys.stdout, desk.dialogue, clock(settings))
    else:
        lines = filter(str.strip, sys.stdin) if options.question is None else [options.question]
        plain_lines(lines, sys.stdout, desk.dialogue, clock(settings))
    return 0


def quiz(options: Namespace, settings: Settings) -> int:
    """The self-test in the terminal, or JSON lines of facts in and verdicts out."""
    from bot.dialogue.conversation import Commanded

    desk = opened(settings)
    read_anything()
    if options.json:
        from bot.verdict_lines import verdict_lines

        verdict_lines(sys.stdin, sys.stdout, desk.dialogue.quiz.book, desk.knowledge.notice, clock(settings))
        return 0
    _terminal(desk, settings).chat(Commanded("quiz"))
    return 0


def _terminal(desk: "Desk", settings: Settings) -> "Terminal":
    from bot.terminal import Terminal

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return Terminal(desk.dialogue, desk.dialogue.phrases, clock(settings), colour=colour)
