"""The command line: reads settings, opens the helpdesk, and hands over to a surface."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from dotenv import dotenv_values

from bot.knowledge.loader import load
from bot.knowledge.yaml_reader import KnowledgeError
from bot.settings import PROJECT, Settings, SettingsError, described, read_settings

if TYPE_CHECKING:
    from bot.desk import Desk

_UNUSABLE = 2  # exit status for settings, knowledge or input that cannot be used


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status is 0, or 2 where settings, knowledge or input cannot be used."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(_environment(options))
        command: Callable[[argparse.Namespace, Settings], int] = options.command
        return command(options, settings)
    except (SettingsError, KnowledgeError) as error:
        print(error, file=sys.stderr)
        return _UNUSABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # keeps Python from complaining at exit
        return 0
    except KeyboardInterrupt:
        return 130


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Helpdesk for one official notice.")
    parser.add_argument("--knowledge", metavar="DIR", help="knowledge folder instead of BOT_KNOWLEDGE")
    parser.set_defaults(command=_start)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace, Settings], int], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.set_defaults(command=command)
        return added

    add("chat", _chat, "chat in the terminal")
    ask = add("ask", _ask, "answer one question, or JSON lines from standard input")
    ask.add_argument("question", nargs="?", help="the question; without it, the lines of standard input")
    ask.add_argument("--json", action="store_true", help="JSON lines in and out")
    check = add("check", _check, "check a knowledge folder and name every fault")
    check.add_argument("folder", nargs="?", metavar="DIR", help="the folder; default as set")
    add("fit", _fit, "fit the matcher from the example questions now")
    evaluation = add("eval", _eval, "measure the answers on the knowledge folder's own check questions")
    evaluation.add_argument("--quick", action="store_true", help="without the ablation, which takes a minute or two")
    evaluation.add_argument("--errors", type=_count, default=20, metavar="N", help="worst misses to list; default 20")
    add("config", _config, "print the settings in force, secrets hidden")
    return parser


def _environment(options: argparse.Namespace) -> Mapping[str, str]:
    file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    flags = {"BOT_KNOWLEDGE": options.knowledge} if options.knowledge else {}
    return {**file, **os.environ, **flags}


def _start(options: argparse.Namespace, settings: Settings) -> int:
    """Without a command: the terminal, or Telegram where a token is set."""
    return _chat(options, settings)


def _chat(options: argparse.Namespace, settings: Settings) -> int:
    from bot.terminal import Terminal  # noqa: PLC0415  # not needed by the quick commands

    desk = _open(settings)
    _read_anything()
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    Terminal(desk.dialogue, desk.dialogue.phrases, _clock(settings), colour=colour).chat()
    return 0


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from bot.dialogue.conversation import Conversation, Said  # noqa: PLC0415
    from bot.json_lines import answer_lines  # noqa: PLC0415
    from bot.reply import plain  # noqa: PLC0415

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


def _check(options: argparse.Namespace, settings: Settings) -> int:
    folder = Path(options.folder) if options.folder else settings.knowledge
    knowledge = load(folder)
    questions = sum(len(group.questions) for file in knowledge.examples for group in file.groups)
    print(
        f"{folder}: {len(knowledge.faq.entries)} entries, {len(knowledge.catalog.occupations)} occupations, "
        f"{questions} example questions, no fault"
    )
    return 0


def _fit(options: argparse.Namespace, settings: Settings) -> int:
    from bot.desk import refit  # noqa: PLC0415

    print(refit(settings.knowledge, _cache(settings)))
    return 0


def _eval(options: argparse.Namespace, settings: Settings) -> int:
    from bot.evaluation.report import printed  # noqa: PLC0415
    from bot.evaluation.scoreboard import run  # noqa: PLC0415

    board = run(
        settings.knowledge,
        _cache(settings),
        _clock(settings)(),
        quick=options.quick,
        tell=lambda step: print(step, file=sys.stderr),
    )
    print(printed(board, options.errors))
    return 0


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be a whole number from 0, not {text!r}")
    return int(text)


def _config(options: argparse.Namespace, settings: Settings) -> int:
    print("\n".join(described(settings)))
    return 0


def _open(settings: Settings) -> "Desk":
    from bot.desk import open_desk  # noqa: PLC0415

    return open_desk(settings.knowledge, _cache(settings), lambda: print("fitting the matcher ...", file=sys.stderr))


def _cache(settings: Settings) -> Path:
    """Where fitted models are kept: as set, else in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return settings.cache or Path(base) / PROJECT.name


def _clock(settings: Settings) -> Callable[[], date]:
    """Today's date, or the one set to stand in for it."""
    fixed = settings.today
    return (lambda: fixed) if fixed else date.today


def _read_anything() -> None:
    """Bytes that are no UTF-8 become lone surrogates or marks instead of ending the program."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
