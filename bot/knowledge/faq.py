"""The shape of ``faq.yaml``: the official questions and answers that came with the notice, clause by clause."""

from dataclasses import dataclass

from bot.knowledge.clause import Clause


@dataclass(frozen=True, slots=True)
class Entry:
    """One official question with its answer."""

    number: int
    title: str  # short, for buttons and headlines; ours, as the letter prints no title for some entries
    question: str  # the official wording
    section: str  # place in the notice's body that the answer repeats: "二", "六（二）"
    clauses: tuple[Clause, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Faq:
    """All entries, numbered from 1 in the order printed."""

    entries: tuple[Entry, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of all entries in the order printed."""
        return tuple(clause for entry in self.entries for clause in entry.clauses)

    def entry(self, number: int) -> Entry:
        """The entry with this number; KeyError if there is none."""
        for entry in self.entries:
            if entry.number == number:
                return entry
        raise KeyError(number)

    def entry_of(self, place: str) -> Entry | None:
        """The entry that the clause at `place` belongs to, None for a place outside the questions and answers."""
        return next((entry for entry in self.entries if any(c.place == place for c in entry.clauses)), None)
