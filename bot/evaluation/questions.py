"""Reads ``checks/questions.tsv`` and ``checks/dialogs.tsv`` of a knowledge folder: what the answers are measured on.

Tab-separated, one case a line, a heading with the names of the columns. Several labels have | between them (any is
right), several focus pieces ||. Nothing of it may stand among the examples: what is learnt from cannot be measured on.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.evaluation.outcome import Case
from bot.knowledge.clause import squeeze
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.loader import Knowledge
from bot.record import record
from bot.text.normalise import normalise

FOLDER = "checks"

_FORM = re.compile(
    r"faq:(?P<entry>\d+)|occ:(?P<codes>[-\d]+(?:,[-\d]+)*)|occ:list:(?P<word>.+)"
    r"|occ:none|quiz|contact|notice|smalltalk|oos"
)


@record
class _File:
    """The columns of one file by what they hold; an empty name where there is no such column."""

    name: str
    turns: tuple[str, ...]
    labels: str
    focus: str
    register: str = ""

    @property
    def columns(self) -> list[str]:
        return [column for column in ("id", *self.turns, self.labels, self.focus, self.register) if column]


_FILES = (
    _File(f"{FOLDER}/questions.tsv", ("question",), "labels", "focus", "register"),
    _File(f"{FOLDER}/dialogs.tsv", ("turn1", "turn2"), "labels2", "focus2"),
)


def read_cases(folder: Path, knowledge: Knowledge) -> tuple[Case, ...]:
    """The questions, then the talks; KnowledgeError with every fault, also where a file is missing."""
    faults: list[Fault] = []
    cases = _cases(folder, knowledge, faults)
    if faults:
        raise KnowledgeError(faults)
    return cases


def check_questions(knowledge: Knowledge, folder: Path, faults: list[Fault]) -> None:
    """Adds what is wrong with the check questions; a folder without any is as good."""
    if (folder / FOLDER).is_dir():
        _cases(folder, knowledge, faults)


def _cases(folder: Path, knowledge: Knowledge, faults: list[Fault]) -> tuple[Case, ...]:
    reader = _Reader(knowledge, faults)
    return tuple(case for file in _FILES for case in reader.file(folder, file))


@dataclass(slots=True)
class _Reader:
    """Reads and checks line by line; a faulty line is reported and left out."""

    knowledge: Knowledge
    faults: list[Fault]
    answers: dict[str, str] = field(default_factory=dict)  # number of an entry -> its words without white space
    taught: dict[str, str] = field(default_factory=dict)  # example question, bare -> file it stands in
    codes: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)  # names of lists

    def __post_init__(self) -> None:
        rows = self.knowledge.catalog.occupations
        self.codes = {row.code for row in rows}
        self.words = {word for row in rows for word in (row.industry, row.category, row.code)}
        for entry in self.knowledge.faq.entries:
            self.answers[str(entry.number)] = squeeze("".join(clause.printed for clause in entry.clauses))
        for file in self.knowledge.examples:
            self.taught |= {_bare(question): file.name for group in file.groups for question in group.questions}

    def file(self, folder: Path, file: _File) -> Iterator[Case]:
        seen: dict[str, int] = {}
        for line, cells in self._lines(folder, file):
            case = Case(
                id=cells["id"],
                turns=tuple(cells[turn] for turn in file.turns),
                labels=tuple(cells[file.labels].split("|")),
                focus=tuple(cells[file.focus].split("||")) if cells[file.focus] else (),
                register=cells.get(file.register, ""),
                line=line,
            )
            problems = [*self._problems(case, file), *_empty(cells, file)]
            if seen.setdefault(case.id, line) != line:
                problems.append(("id", f"{case.id!r} stands in line {seen[case.id]} as well"))
            self.faults += [Fault(file.name, line, *problem) for problem in problems]
            if not problems:
                yield case

    def _lines(self, folder: Path, file: _File) -> Iterator[tuple[int, dict[str, str]]]:
        """Number and cells of every line with something on it, once the heading is as it must be."""
        text = self._text(folder, file)
        if text is None:
            return
        lines = [(number, line.split("\t")) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if not lines or lines[0][1] != file.columns:
            self._fault(file, 1, "heading", f"must be the columns {', '.join(file.columns)}, apart by tabs")
            return
        for number, cells in lines[1:]:
            if len(cells) == len(file.columns):
                yield number, dict(zip(file.columns, cells, strict=True))
            else:
                self._fault(file, number, "columns", f"must be {len(file.columns)}, not {len(cells)}")

    def _text(self, folder: Path, file: _File) -> str | None:
        try:
            return (folder / file.name).read_bytes().decode("utf-8-sig")
        except OSError as error:
            self._fault(file, 1, "file", f"cannot be read: {error.strerror}")
        except UnicodeDecodeError as error:
            self._fault(file, error.object[: error.start].count(b"\n") + 1, "encoding", "is not UTF-8")
        return None

    def _fault(self, file: _File, line: int, field: str, problem: str) -> None:
        self.faults.append(Fault(file.name, line, field, problem))

    def _problems(self, case: Case, file: _File) -> Iterator[tuple[str, str]]:
        """(column, problem) of everything that does not fit the knowledge."""
        for label in case.labels:
            if problem := self._label_problem(label):
                yield file.labels, problem
        entries = [label.removeprefix("faq:") for label in case.labels if label.startswith("faq:")]
        if case.focus and not case.labels[0].startswith("faq:"):
            yield file.focus, "belongs to the label of an entry, and to no other"
        for piece in case.focus if entries else ():
            if not squeeze(piece) or not any(squeeze(piece) in self.answers.get(number, "") for number in entries):
                yield file.focus, f"{piece!r} does not stand in the answer of {'|'.join(case.labels)}"
        if where := self.taught.get(_bare(case.turns[-1])):
            yield file.turns[-1], f"stands in {where} as well, and nothing can be measured on what is learnt"

    def _label_problem(self, label: str) -> str | None:
        form = _FORM.fullmatch(label)
        if not form or (form["entry"] and form["entry"] not in self.answers):
            return f"{label!r} is no label"
        unknown = sorted(set((form["codes"] or "").split(",")) - self.codes - {""})
        if unknown:
            return f"{', '.join(unknown)} is not in the catalogue"
        word = form["word"]
        if word and not any(word in name or name in word for name in self.words):
            return f"{word!r} is part of no industry, category or code"
        return None


def _empty(cells: dict[str, str], file: _File) -> Iterable[tuple[str, str]]:
    return [(column, "is empty") for column in file.columns if column != file.focus and not cells[column].strip()]


def _bare(question: str) -> str:
    """A question without what does not make it another one."""
    return "".join(filter(str.isalnum, normalise(question)))
