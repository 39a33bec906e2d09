"""The two changes that are made to what was taught: one more teaching, and one undone."""

from dataclasses import replace
from datetime import datetime

from bot.knowledge.taught import MOMENT, Role, Taught, Teaching, Undone
from bot.record import record


class NothingToUndo(Exception):
    """There is no teaching of this number, or it was undone before."""


@record
class Add:
    """One more teaching, which gets the next number; `source` and `absent` are told applicants of taught names."""

    teaching: Teaching
    source: str
    absent: str

    def __call__(self, taught: Taught) -> Taught:
        """The teachings with this one at their end; words that the file has already are kept."""
        number = max((teaching.id for teaching in taught.teachings), default=0) + 1
        added = replace(self.teaching, id=number)
        return Taught(taught.source or self.source, taught.absent or self.absent, (*taught.teachings, added))


@record
class Undo:
    """The teaching with this number is in force no more; it stays in the list."""

    id: int
    undone: Undone

    def __call__(self, taught: Taught) -> Taught:
        """The teachings with that one marked; NothingToUndo where it is not in force."""
        if not any(teaching.id == self.id for teaching in taught.active):
            raise NothingToUndo(self.id)
        marked = (
            replace(teaching, undone=self.undone) if teaching.id == self.id else teaching
            for teaching in taught.teachings
        )
        return replace(taught, teachings=tuple(marked))


Change = Add | Undo


def moment(now: datetime) -> str:
    """A time (UTC) as the file has it."""
    return now.strftime(MOMENT)


def role(said: str) -> Role:
    """A role in the staff's group as the file has it; one without a name of its own is a member's."""
    match said:
        case "creator" | "administrator" | "operator":
            return said
    return "member"
