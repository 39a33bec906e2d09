"""Lays teachings over the knowledge of a folder: over its example questions, and over the names in its catalogue.

Of two teachings about one question or name the later holds, and a teaching goes before the folder. One that does not
fit the folder (any more) is set aside: what it cites may have gone with an upgrade.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.knowledge.catalog import Absent, Catalog, Name, Occupation
from bot.knowledge.clause import stands_in
from bot.knowledge.examples import ExampleFile, ExampleGroup
from bot.knowledge.faq import Faq
from bot.knowledge.faults import Fault
from bot.knowledge.talk import Refusals
from bot.knowledge.taught import Taught, Teaching
from bot.text.normalise import normalise

FILE = "taught.yaml"
_COUNTS = 2  # so that words which only the taught question has are learnt from it
_SOURCE = "taught"  # key of the source of taught names
_Asked = tuple[str, str | None]  # a question's bare form, and the label of the answer it follows


def set_aside(taught: Taught, faq: Faq, catalog: Catalog, refusals: Refusals) -> list[Fault]:
    """Why which teachings that were not undone do not fit the knowledge."""
    return [
        Fault(FILE, teaching.line, f"teaching {teaching.id}", problem)
        for teaching in taught.active
        for problem in _misfits(teaching, faq, catalog, refusals)
    ]


def usable(taught: Taught, faq: Faq, catalog: Catalog, refusals: Refusals) -> Taught:
    """The teachings that are in force: neither undone nor set aside."""
    kept = (one for one in taught.active if not any(_misfits(one, faq, catalog, refusals)))
    return replace(taught, teachings=tuple(kept))


def same(text: str) -> str:
    """A question or name without what does not make it another one."""
    return "".join(filter(str.isalnum, normalise(text))) or text


def taught_examples(files: tuple[ExampleFile, ...], taught: Taught) -> tuple[ExampleFile, ...]:
    """The files with the taught questions as one more, and without what these say otherwise."""
    latest = {(same(text), one.after): (text, _group(one)) for one in taught.teachings for text in one.questions}
    kept = []
    for file in files:
        groups = [_without(group, latest) for group in file.groups]
        kept.append(replace(file, groups=tuple(group for group in groups if group.questions)))
    by_group: dict[ExampleGroup, list[str]] = {}
    for text, group in latest.values():
        by_group.setdefault(group, []).append(text)
    added = tuple(replace(group, questions=tuple(texts)) for group, texts in by_group.items())
    return (*kept, ExampleFile(FILE, added, FILE, _COUNTS)) if added else tuple(kept)


def _without(group: ExampleGroup, latest: dict[_Asked, tuple[str, ExampleGroup]]) -> ExampleGroup:
    """The group without questions that were taught otherwise; what was taught the same is taken out of `latest`.

    What follows an answer is another question than the same words alone, or after another answer.
    """
    here = replace(group, questions=(), also=(), line=0)
    kept = []
    for question in group.questions:
        key = (same(question), group.after)
        if key in latest and latest[key][1] == here:
            del latest[key]
        if key not in latest:
            kept.append(question)
    return group if len(kept) == len(group.questions) else replace(group, questions=tuple(kept))


def _group(teaching: Teaching) -> ExampleGroup:
    """What the questions of a teaching are examples of, without the questions."""
    match teaching.decision:
        case "belongs":
            return ExampleGroup(teaching.label or "", (), teaching.quote, after=teaching.after)
        case "declined":
            return ExampleGroup("oos", (), kind=teaching.kind, after=teaching.after)
        case "named":
            return ExampleGroup("occ", (), codes=(teaching.code or "",))
        case "absent":
            return ExampleGroup("occ", ())


def taught_catalog(catalog: Catalog, taught: Taught) -> Catalog:
    """The catalogue with the taught names, and with those that were taught to be missing."""
    senses = _senses(catalog, taught)
    if not senses:
        return catalog
    return replace(
        catalog,
        sources={**catalog.sources, _SOURCE: taught.source},
        occupations=tuple(_renamed(row, senses) for row in catalog.occupations),
        absent=(
            *(absent for absent in catalog.absent if same(absent.name) not in senses),
            *(Absent(one.name, "everyday", taught.absent, one.nearest) for one in senses.values() if one.is_absent),
        ),
    )


@dataclass(slots=True)
class _Sense:
    """What a taught name stands for in the end: rows, taught or of the folder, or that there is none."""

    name: str
    taught: list[str] = field(default_factory=list)  # codes
    known: list[str] = field(default_factory=list)  # codes of rows that have the name in the folder
    is_absent: bool = False
    nearest: str | None = None

    def learn(self, teaching: Teaching) -> None:
        """Takes in the next teaching about the name."""
        self.is_absent = teaching.decision == "absent"
        if self.is_absent:
            self.taught, self.known, self.nearest = [], [], teaching.code
        elif teaching.code and teaching.code not in self.taught:
            self.taught.append(teaching.code)

    def shared_with(self, code: str) -> tuple[str, ...]:
        """The other rows that the name fits."""
        return tuple(sorted({*self.taught, *self.known} - {code}))


def _senses(catalog: Catalog, taught: Taught) -> dict[str, _Sense]:
    """Sense of every taught name by its bare form."""
    teachings = [one for one in taught.teachings if one.decision in ("named", "absent")]
    senses = {same(one.name or ""): _Sense(one.name or "") for one in teachings}
    for row in catalog.occupations if senses else ():
        for name in row.names:
            if sense := senses.get(same(name.name)):
                sense.name = name.name
                sense.known.append(row.code)
    for teaching in teachings:
        senses[same(teaching.name or "")].learn(teaching)
    return senses


def _renamed(row: Occupation, senses: dict[str, _Sense]) -> Occupation:
    """The row with the names it has after all teachings."""
    names = []
    for name in row.names:
        sense = senses.get(same(name.name))
        if sense is None:
            names.append(name)
        elif row.code in sense.known:
            unsure = None if row.code in sense.taught else name.unsure
            names.append(replace(name, shared=sense.shared_with(row.code), unsure=unsure))
    for sense in senses.values():
        if row.code in sense.taught and row.code not in sense.known:
            names.append(Name(sense.name, "everyday", _SOURCE, sense.shared_with(row.code)))
    return replace(row, names=tuple(names))


def _misfits(teaching: Teaching, faq: Faq, catalog: Catalog, refusals: Refusals) -> Iterator[str]:
    """What of the knowledge that a teaching cites is not there."""
    codes = {row.code for row in catalog.occupations}
    if teaching.code and teaching.code not in codes:
        yield f"{teaching.code} is no code of the catalogue"
    if teaching.kind and all(kind.id != teaching.kind for kind in refusals.kinds):
        yield f"{teaching.kind!r} is no kind of refusal"
    if teaching.name and any(same(row.name) == same(teaching.name) for row in catalog.occupations):
        yield f"{teaching.name!r} is the printed name of an occupation"
    if teaching.after and not _has(faq, teaching.after):
        yield f"there is no entry {teaching.after.removeprefix('faq:')}"
    if teaching.label and teaching.label.startswith("faq:"):
        entry = next((entry for entry in faq.entries if teaching.label == f"faq:{entry.number}"), None)
        if entry is None:
            yield f"there is no entry {teaching.label.removeprefix('faq:')}"
        elif teaching.quote and not stands_in(teaching.quote, entry.clauses):
            yield f"{teaching.quote!r} does not stand in the answer of {teaching.label}"


def _has(faq: Faq, label: str) -> bool:
    """Whether a label is that of an entry that is there, or of no entry at all."""
    return not label.startswith("faq:") or any(label == f"faq:{entry.number}" for entry in faq.entries)
