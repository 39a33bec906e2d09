"""The shape of ``examples/*.yaml``: example questions by label, what the matcher learns from.

A group holds questions that share a label and the piece of the notice that answers them.
"""

import re
from dataclasses import replace
from pathlib import Path

from bot.knowledge.faults import Fault
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

LABEL = re.compile(r"faq:[1-9]\d*|occ|occ:list|quiz|contact|notice|smalltalk|oos")


@record
class ExampleGroup:
    """Questions that share label and answer."""

    label: str  # faq:N, occ, occ:list, quiz, contact, notice, smalltalk or oos
    questions: tuple[str, ...]
    quote: str | None = None  # verbatim piece of the entry that answers; None where the whole entry does
    kind: str | None = None  # kind of refusal, for the label oos
    codes: tuple[str, ...] = ()  # occupations asked for, for the label occ; none of the catalogue's where empty
    also: tuple[str, ...] = ()  # labels that would be right as well
    after: str | None = None  # label of the answer that the questions follow; None where they stand alone
    line: int = 0


@record
class ExampleFile:
    """One file of examples; `source` says who wrote them and under which licence."""

    source: str
    groups: tuple[ExampleGroup, ...]
    name: str = ""
    # How often each question counts in fitting what is asked: words that stand in one example only teach nothing. 0 for
    # bare descriptions of work, which teach which row is meant and nothing else.
    counts: int = 1


def example_files(folder: Path) -> list[Path]:
    """The files of ``examples/`` by name, without what editors leave beside them (.faq-1.yaml)."""
    return sorted(path for path in (folder / "examples").glob("*.yaml") if not path.name.startswith("."))


def read_examples(folder: Path, faults: list[Fault]) -> tuple[ExampleFile, ...]:
    """All files of ``examples/``, in the order of their names."""
    files = []
    paths = example_files(folder)
    for path in paths:
        name = f"examples/{path.name}"
        content = read_yaml(path, ExampleFile, faults, name)
        if content:
            files.append(replace(content, name=name))
    if not paths:
        faults.append(Fault("examples", 1, "folder", "holds no example questions (*.yaml)"))
    return tuple(files)


def check_examples(
    files: tuple[ExampleFile, ...], answers: dict[str, str], kinds: set[str], codes: set[str], faults: list[Fault]
) -> None:
    """Labels, quotes (`answers`: label -> text of the entry), refusal kinds, codes, and questions that stand twice."""
    seen: dict[tuple[str, str | None], str] = {}
    for file in files:
        for group in file.groups:
            place = f"{file.name}:{group.line}"
            for field, problem in _problems(group, answers, kinds):
                faults.append(Fault(file.name, group.line, field, problem))
            if not file.counts and (group.label != "occ" or group.after):
                faults.append(Fault(file.name, group.line, "label", "must be occ, alone, in a file of descriptions"))
            for code in set(group.codes) - codes:
                faults.append(Fault(file.name, group.line, "codes", f"{code} is no code of the catalogue"))
            for question in group.questions:
                if (question, group.after) in seen:
                    twice = f"{question!r} stands in {seen[question, group.after]} already"
                    faults.append(Fault(file.name, group.line, "questions", twice))
                seen[question, group.after] = place


def _problems(group: ExampleGroup, answers: dict[str, str], kinds: set[str]) -> list[tuple[str, str]]:
    """(field, problem) pairs of one group."""
    found = []
    for field, label in (("label", group.label), *(("also", one) for one in group.also), ("after", group.after)):
        if label and (not LABEL.fullmatch(label) or (label.startswith("faq:") and label not in answers)):
            found.append((field, f"{label!r} is no label"))
    if group.quote and _bare(group.quote) not in _bare(answers.get(group.label, "")):
        found.append(("quote", f"{group.quote!r} does not stand in the answer of {group.label}"))
    if (group.label == "oos") != (group.kind is not None):
        found.append(("kind", "belongs to the label oos, and to no other"))
    elif group.kind and group.kind not in kinds:
        found.append(("kind", f"{group.kind!r} is no kind of refusal ({', '.join(sorted(kinds))})"))
    if not group.questions:
        found.append(("questions", "is empty"))
    return found


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
