"""The shape of the taught file: what the staff taught the running bot, laid over the knowledge folder.

A teaching says what questions belong to (``belongs``: a label, and the piece of an entry that answers), that a name is
another one of an occupation (``named``) or of one that the catalogue lacks (``absent``), or what kind of refusal
questions are (``declined``). The file is written by the program; it may be edited by hand.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.knowledge.examples import LABEL
from bot.knowledge.faults import Fault
from bot.knowledge.snapshot import dumps
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

Decision = Literal["belongs", "named", "absent", "declined"]
Role = Literal["creator", "administrator", "member", "operator"]  # as Telegram says; the operator is at the machine
TAUGHT_LABEL = re.compile(r"faq:[1-9]\d*|contact|notice|quiz")
MOMENT = "%Y-%m-%d %H:%M:%S"  # UTC

_FIELDS = ("questions", "label", "quote", "after", "name", "code", "kind")
_NEEDED = {
    "belongs": {"questions", "label"},
    "named": {"name", "code"},
    "absent": {"name"},
    "declined": {"questions", "kind"},
}
_ALLOWED = {
    "belongs": {"quote", "after"},
    "named": {"questions"},
    "absent": {"questions", "code"},
    "declined": {"after"},
}


@record
class Undone:
    """When (UTC) and in which role somebody undid a teaching."""

    by: Role
    at: str
    line: int = 0


@record
class Teaching:
    """One accepted decision; which fields it has depends on `decision`."""

    id: int
    decision: Decision
    by: Role
    at: str  # UTC, 2026-11-23 04:27:35
    why: str = ""
    questions: tuple[str, ...] = ()
    label: str | None = None  # faq:N, contact, notice or quiz
    quote: str | None = None  # verbatim piece of the entry that answers; None where the whole entry does
    after: str | None = None  # label of the answer that the questions follow and lean on; None where they stand alone
    name: str | None = None  # of an occupation, as people say it
    code: str | None = None  # the occupation's; of an absent one the row it could be mistaken for
    kind: str | None = None  # kind of refusal
    undone: Undone | None = None
    line: int = 0


@record
class Taught:
    """All teachings, oldest first, with what applicants are told of taught names.

    `source` says where such a name comes from, `absent` is said of an occupation that was taught to be missing.
    """

    source: str = ""
    absent: str = ""
    teachings: tuple[Teaching, ...] = ()

    @property
    def active(self) -> tuple[Teaching, ...]:
        """Those that were not undone."""
        return tuple(teaching for teaching in self.teachings if teaching.undone is None)


NOTHING = Taught()


def read_taught(path: Path, faults: list[Fault]) -> Taught | None:
    """The teachings in a file, none where there is no file, None after adding what is wrong with it to `faults`."""
    if not path.exists():
        return NOTHING
    before = len(faults)
    taught = read_yaml(path, Taught, faults)
    if taught:
        check_taught(taught, path.name, faults)
    return taught if len(faults) == before else None


def check_taught(taught: Taught, name: str, faults: list[Fault]) -> None:
    """Adds what is wrong with the teachings of the file `name`, whatever folder they are for."""
    faults.extend(Fault(name, *problem) for problem in _problems(taught))


def effect(taught: Taught) -> str:
    """What the teachings do, without who gave them, when and why: files that differ only in that have equal effect."""
    bare = (replace(one, id=0, by="member", at="", why="", line=0) for one in taught.active)
    return dumps(replace(taught, teachings=tuple(bare))) if taught.active else ""


def _problems(taught: Taught) -> Iterator[tuple[int, str, str]]:
    """Line, field and problem of all that is wrong within the file."""
    seen: set[int] = set()
    for position, teaching in enumerate(taught.teachings):
        place = f"Taught.teachings[{position}]"
        for field, problem in _field_problems(teaching):
            yield teaching.line, f"{place}.{field}", problem
        if teaching.id in seen:
            yield teaching.line, f"{place}.id", f"{teaching.id} stands twice"
        seen.add(teaching.id)
        needed = {"named": "source", "absent": "absent"}.get(teaching.decision)
        if needed and not getattr(taught, needed):
            yield teaching.line, f"Taught.{needed}", f"is missing, and {place} needs it"


def _field_problems(teaching: Teaching) -> Iterator[tuple[str, str]]:
    """(field, problem) pairs of one teaching."""
    given = {field for field in _FIELDS if getattr(teaching, field)}
    for field in sorted(_NEEDED[teaching.decision] - given):
        yield field, f"is missing, and {teaching.decision!r} needs it"
    for field in sorted(given - _NEEDED[teaching.decision] - _ALLOWED[teaching.decision]):
        yield field, f"does not belong to {teaching.decision!r}"
    if teaching.label and not TAUGHT_LABEL.fullmatch(teaching.label):
        yield "label", f"must be faq:N, contact, notice or quiz, not {teaching.label!r}"
    if teaching.after and not LABEL.fullmatch(teaching.after):
        yield "after", f"{teaching.after!r} is no label"
    if teaching.quote and not (teaching.label or "").startswith("faq:"):
        yield "quote", "belongs to the label of an entry, and to no other"
    for field, moment in (("at", teaching.at), ("undone.at", teaching.undone.at if teaching.undone else None)):
        if moment is not None and not _is_moment(moment):
            yield field, f"must be a time like 2026-11-23 04:27:35, not {moment!r}"


def _is_moment(text: str) -> bool:
    try:
        datetime.strptime(text, MOMENT)
    except ValueError:
        return False
    return True
