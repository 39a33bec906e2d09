"""The shape of ``faq.yaml``: the official questions and answers that came with the notice, clause by clause."""

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.clause import Clause
from bot.knowledge.faults import Fault
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

FILE = "faq.yaml"


@record
class Entry:
    """One official question with its answer."""

    number: int
    title: str  # short, for buttons and headlines; ours, as the letter prints no title for some entries
    question: str  # the official wording
    section: str  # place in the notice's body that the answer repeats: "二", "六（二）"
    clauses: tuple[Clause, ...]
    line: int = 0


@record
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


def read_faq(folder: Path, faults: list[Fault]) -> Faq | None:
    """The questions and answers of a knowledge folder, or None after adding what is wrong with their shape."""
    return read_yaml(folder / FILE, Faq, faults)


def check_faq(faq: Faq, faults: list[Fault]) -> None:
    """Adds a fault for every entry out of order or without clauses, and every place its section and mark deny."""
    if not faq.entries:
        faults.append(Fault(FILE, 1, "Faq.entries", "must not be empty"))
    for position, entry in enumerate(faq.entries):
        for line, field, problem in _problems(position, entry):
            faults.append(Fault(FILE, line, f"Faq.entries[{position}].{field}", problem))


def _problems(position: int, entry: Entry) -> Iterator[tuple[int, str, str]]:
    if entry.number != position + 1:
        yield entry.line, "number", f"must be {position + 1}, as entries are numbered in order, not {entry.number}"
    if not entry.clauses:
        yield entry.line, "clauses", "must not be empty"
    for index, clause in enumerate(entry.clauses):
        ending = clause.mark.rstrip("．.、")
        if not (clause.place.startswith(entry.section) and clause.place.endswith(ending)):
            problem = f"must be the section {entry.section} followed by the marks down to {clause.mark or 'none'}"
            yield clause.line, f"clauses[{index}].place", f"{problem}, not {clause.place}"
        if clause.subject not in clause.text:
            yield clause.line, f"clauses[{index}].subject", f"does not stand in the clause: {clause.subject}"
