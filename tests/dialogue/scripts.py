"""Talks written down as YAML: what is said, pressed or commanded, and what must stand in the reply."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.yaml_file import read_yaml
from bot.phrases import Phrases
from tests.conftest import TODAY
from tests.dialogue.talker import Talker

FOLDER = Path(__file__).parent / "scripts"
NONE = "-"


@dataclass(frozen=True, slots=True)
class Turn:
    """One event and what is expected of its reply; what is left out is not looked at.

    `quotes` are pieces of the quotes, one of each; `phrases` are keys of phrases.yaml.
    """

    say: str | None = None
    press: str | None = None  # an action
    choose: str | None = None  # the label of a button of the reply before
    command: str | None = None
    answer: str | None = None  # labels, blanks between them; "-" for none
    choices: str | None = None
    quotes: tuple[str, ...] | None = None
    phrases: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    day: date | None = None  # from here on
    line: int = 0


@dataclass(frozen=True, slots=True)
class Talk:
    """One chat from its beginning."""

    talk: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The talks of one file."""

    talks: tuple[Talk, ...]


def talks() -> dict[str, Talk]:
    """Every talk under its file and title."""
    faults: list[Fault] = []
    files = {path.stem: read_yaml(path, Script, faults) for path in sorted(FOLDER.glob("*.yaml"))}
    if faults:
        raise KnowledgeError(faults)
    return {f"{name}: {talk.talk}": talk for name, script in files.items() if script for talk in script.talks}


def play(talk: Talk, talker: Talker, phrases: Phrases) -> None:
    """Goes through a talk; AssertionError, with the line of the turn, where a reply is not as written."""
    talker.day = TODAY
    for turn in talk.turns:
        talker.day = turn.day or talker.day
        _take(turn, talker)
        problems = list(_problems(turn, talker, phrases))
        assert not problems, (f"line {turn.line}: {turn.say or turn.press or turn.choose or turn.command}", problems)


def _take(turn: Turn, talker: Talker) -> None:
    if turn.say is not None:
        talker.say(turn.say)
    elif turn.press is not None:
        talker.press(turn.press)
    elif turn.choose is not None:
        talker.choose(turn.choose)
    else:
        talker.command(turn.command or "")


def _problems(turn: Turn, talker: Talker, phrases: Phrases) -> list[str]:
    reply, text = talker.reply, talker.text
    found = []
    for name in ("answer", "choices"):
        wanted, given = getattr(turn, name), getattr(reply, name)
        if wanted is not None and (() if wanted == NONE else tuple(wanted.split())) != given:
            found.append(f"{name} is {given}")
    if turn.quotes is not None and not _quoted(turn.quotes, reply.quotes):
        found.append(f"quotes are {reply.quotes}")
    found += [f"lacks {key}: {text}" for key in turn.phrases if not _pattern(phrases.texts[key]).search(text)]
    found += [f"lacks {piece}: {text}" for piece in turn.has if piece not in text]
    found += [f"has {piece}: {text}" for piece in turn.lacks if piece in text]
    labels = [button.label for button in talker.buttons]
    found += [f"no button {label}: {labels}" for label in turn.buttons if label not in labels]
    return found


def _quoted(wanted: tuple[str, ...], given: tuple[str, ...]) -> bool:
    return len(wanted) == len(given) and all(any(piece in quote for quote in given) for piece in wanted)


def _pattern(phrase: str) -> re.Pattern[str]:
    """Finds a phrase whatever stands in its placeholders."""
    parts = (re.escape(text) + ("" if name is None else ".+?") for text, name, _, _ in Formatter().parse(phrase))
    return re.compile("".join(parts), re.DOTALL)
