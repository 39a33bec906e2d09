"""The command line: which commands there are, the settings, and the exit status."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot import commands, upkeep
from bot.knowledge.faults import KnowledgeError
from bot.settings import MOST_DAYS, Settings, SettingsError, read_settings

_UNUSABLE = 2  # exit status for settings, knowledge or input that cannot be used


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status is 0, or 2 where settings, knowledge, input or a file cannot be used."""
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
    except OSError as error:
        if error.filename is None:  # no file of ours: the network, say
            raise
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return _UNUSABLE
    except KeyboardInterrupt:
        return 130


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Helpdesk for one official notice.")
    parser.add_argument("--knowledge", metavar="DIR", help="knowledge folder instead of BOT_KNOWLEDGE")
    parser.set_defaults(command=commands.start)
    added_commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace, Settings], int], help: str) -> argparse.ArgumentParser:
        added = added_commands.add_parser(name, help=help, description=help)
        added.set_defaults(command=command)
        return added

    add("run", commands.run, "run the Telegram bot until SIGTERM or Ctrl-C")
    add("chat", commands.chat, "chat in the terminal")
    ask = add("ask", commands.ask, "answer one question, or JSON lines from standard input")
    ask.add_argument("question", nargs="?", help="the question; without it, the lines of standard input")
    ask.add_argument("--json", action="store_true", help="JSON lines in and out")
    quiz = add("quiz", commands.quiz, "the self-test in the terminal, or JSON lines of facts from standard input")
    quiz.add_argument("--json", action="store_true", help="facts in, verdicts out, one JSON object a line")
    add("rules", upkeep.rules, "print the rules of the self-test, to be checked against the notice")
    check = add("check", upkeep.check, "check a knowledge folder and name every fault")
    check.add_argument("folder", nargs="?", metavar="DIR", help="the folder; default as set")
    taught = add("taught", upkeep.taught, "list what the staff taught the bot, or undo one teaching")
    taught.add_argument("action", nargs="?", choices=("list", "undo"), default="list", help="default: list")
    taught.add_argument("number", nargs="?", type=_count, metavar="ID", help="the teaching to undo")
    explain = add("explain", upkeep.explain, "the evidence behind the answer to a question, for editors")
    explain.add_argument("question", nargs="?", default="", help="the question; without it, the empty message")
    explain.add_argument("--json", action="store_true", help="one JSON object instead of text")
    add("fit", upkeep.fit, "fit the matcher from the example questions now")
    add("calibrate", upkeep.calibrate, "set the thresholds on held-aside examples and write calibration.yaml")
    evaluation = add("eval", upkeep.eval, "measure the answers on the knowledge folder's own check questions")
    evaluation.add_argument("--quick", action="store_true", help="without the ablation, which takes a minute or two")
    evaluation.add_argument("--curve", action="store_true", help="the learning curve instead, which takes minutes")
    evaluation.add_argument("--errors", type=_count, default=20, metavar="N", help="worst misses to list; default 20")
    report = add("report", upkeep.report, "figures of what was asked: on the terminal, as an HTML page, as CSV")
    report.add_argument("--days", type=_days, default=30, metavar="N", help="the last N days; default 30")
    report.add_argument("--html", metavar="FILE", help="write one self-contained page with plots")
    report.add_argument("--csv", metavar="FOLDER", help="write one CSV file for each table")
    add("config", upkeep.config, "print the settings in force, secrets hidden")
    return parser


def _environment(options: argparse.Namespace) -> Mapping[str, str]:
    flags = {"BOT_KNOWLEDGE": options.knowledge} if options.knowledge else {}
    return {**_env_file(), **os.environ, **flags}


def _env_file() -> Mapping[str, str]:
    """The settings of a ``.env`` file, which is mostly not there."""
    if not Path(".env").is_file():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415  # 20 ms of imports

    try:
        values = dotenv_values(".env", encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError([f".env: is not UTF-8 (byte 0x{error.object[error.start]:02x})"]) from None
    return {name: value for name, value in values.items() if value is not None}


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be a whole number from 0, not {text!r}")
    return int(text)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"must be a whole number of days, 1 to {MOST_DAYS}, not {text!r}")
    return int(text)
