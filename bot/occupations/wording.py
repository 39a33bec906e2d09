"""What people say around the name of an occupation, and which characters look alike: language, not office."""

from functools import cache
from importlib.resources import files

from bot.record import record


@record
class Wording:
    """The words of bot/data/asking.txt by heading; the file says what each heading is for."""

    list: frozenset[str]
    branch: frozenset[str]
    filler: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    modifier: frozenset[str]
    suffix: tuple[str, ...]
    ending: frozenset[str]
    not_name: frozenset[str]
    longer: frozenset[str]
    cue: frozenset[str]
    generic: frozenset[str]
    broken: frozenset[str]
    units: frozenset[str]
    prefix: frozenset[str]
    last: frozenset[str]
    negation: frozenset[str]
    asked: frozenset[str]
    whole: frozenset[str]
    house: frozenset[str]
    between: frozenset[str]


@cache
def wording() -> Wording:
    """The wording shipped with the program, read once."""
    words: dict[str, list[str]] = {}
    for line in _lines("asking.txt"):
        heading, _, rest = line.partition(":")
        words.setdefault(heading, []).extend(rest.split())
    suffix = tuple(words.pop("suffix"))
    return Wording(suffix=suffix, **{heading: frozenset(listed) for heading, listed in words.items()})


@cache
def lookalikes() -> dict[str, str]:
    """Character -> the characters it is mistaken for, itself included (bot/data/shapes.txt)."""
    found: dict[str, str] = {}
    for line in _lines("shapes.txt"):
        for char in line:
            found[char] = found.get(char, "") + line  # a set for each would take two megabytes
    return found


def _lines(name: str) -> list[str]:
    text = (files("bot") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
