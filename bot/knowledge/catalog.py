"""The shape of ``catalog.yaml`` (the occupations of the notice's annex) and ``absent.yaml`` (occupations it lacks)."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from bot.knowledge.faults import Fault
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

NameKind = Literal["trade", "renamed", "former", "everyday", "doing", "thing", "english", "typo"]
AbsentKind = Literal["occupation", "trade", "everyday", "certificate", "thing"]

T = TypeVar("T")

_CODE = re.compile(r"\d-\d\d-\d\d-\d\d")
_CATALOG_FILE = "catalog.yaml"
_ABSENT_FILE = "absent.yaml"


@record
class Name:
    """Another name of an occupation, with where it comes from."""

    name: str
    kind: NameKind
    source: str  # a key of `Catalog.sources`
    shared: tuple[str, ...] = ()  # codes of the other rows that this name fits as well
    unsure: str | None = None  # why no code may be given on this name alone, in words for the applicant
    line: int = 0


@record
class Occupation:
    """One row of the catalogue, as printed."""

    number: int
    code: str
    name: str
    industry: str
    category: str
    green: bool = False  # the mark L, which is not part of the name
    names: tuple[Name, ...] = ()
    line: int = 0

    def __hash__(self) -> int:
        return hash(self.code)  # the names need not be hashed every time a row is put into a set


@record
class Group:
    """An industry or a category: the printed words (or how several printed industries begin) and everyday words."""

    name: str
    also: tuple[str, ...] = ()
    line: int = 0


@record
class Absent:
    """An occupation that has no row, why, and the row it could be mistaken for."""

    name: str
    kind: AbsentKind
    why: str
    nearest: str | None = None  # a code
    line: int = 0


@record
class Catalog:
    """The catalogue: its printed title and its rows, and what is known not to be in it."""

    title: str
    sources: dict[str, str]  # key -> where names come from, in words for the applicant
    industries: tuple[Group, ...]
    categories: tuple[Group, ...]
    occupations: tuple[Occupation, ...]
    absent: tuple[Absent, ...] = ()

    def with_codes(self, codes: Collection[str]) -> tuple[Occupation, ...]:
        """The rows with these codes, in the order printed."""
        return tuple(row for row in self.occupations if row.code in codes)


@record
class _CatalogFile:
    title: str
    sources: dict[str, str]
    industries: tuple[Group, ...]
    categories: tuple[Group, ...]
    occupations: tuple[Occupation, ...]


@record
class _AbsentFile:
    absent: tuple[Absent, ...]


def read_catalog(folder: Path, faults: list[Fault]) -> Catalog | None:
    """Both files of `folder` as one catalogue, or None after adding what is wrong with their form to `faults`."""
    catalog = read_yaml(folder / _CATALOG_FILE, _CatalogFile, faults)
    missing = read_yaml(folder / _ABSENT_FILE, _AbsentFile, faults)
    if catalog is None or missing is None:
        return None
    return Catalog(
        catalog.title, catalog.sources, catalog.industries, catalog.categories, catalog.occupations, missing.absent
    )


def check_catalog(catalog: Catalog, faults: list[Fault]) -> None:
    """Adds everything that does not fit together within the catalogue to `faults`."""
    check = _Check(catalog, faults)
    check.rows()
    check.groups()
    for row in catalog.occupations:
        for name in row.names:
            check.name(row, name)
    check.absent()


@dataclass(slots=True)
class _Check:
    catalog: Catalog
    faults: list[Fault]
    codes: dict[str, Occupation] = field(default_factory=dict)
    printed: dict[str, Occupation] = field(default_factory=dict)
    owners: dict[str, list[str]] = field(default_factory=dict)  # everyday name -> codes of the rows that list it
    missing: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        rows = self.catalog.occupations
        self.codes = {row.code: row for row in rows}
        self.printed = {row.name: row for row in rows}
        for row in rows:
            for name in row.names:
                self.owners.setdefault(name.name, []).append(row.code)
        self.missing = {absent.name for absent in self.catalog.absent}

    def fault(self, line: int, place: str, problem: str, file: str = _CATALOG_FILE) -> None:
        self.faults.append(Fault(file, line, place, problem))

    def rows(self) -> None:
        """Codes are well formed; codes, names and numbers are there once."""
        if not self.catalog.occupations:
            self.fault(1, "occupations", "is empty")
        for row in self.catalog.occupations:
            if not _CODE.fullmatch(row.code):
                self.fault(row.line, "occupations.code", f"must look like N-NN-NN-NN, not {row.code!r}")
        unique: dict[str, Callable[[Occupation], object]] = {
            "code": lambda row: row.code,
            "name": lambda row: row.name,
            "number": lambda row: row.number,
        }
        for key, value in unique.items():
            for row in _repeated(self.catalog.occupations, value):
                self.fault(row.line, f"occupations.{key}", f"{value(row)} stands twice")

    def groups(self) -> None:
        """Every row's industry and category is one of the groups, and no group is without rows."""
        sides: Mapping[str, tuple[tuple[Group, ...], Callable[[Occupation], str]]] = {
            "industries": (self.catalog.industries, lambda row: row.industry),
            "categories": (self.catalog.categories, lambda row: row.category),
        }
        for side, (groups, printed) in sides.items():
            known = {group.name for group in groups}
            for row in self.catalog.occupations:
                if printed(row) not in known:
                    self.fault(row.line, f"occupations.{printed(row)}", f"is not one of the {side}")
            for group in groups:
                if not any(printed(row).startswith(group.name) for row in self.catalog.occupations):
                    self.fault(group.line, f"{side}.name", f"{group.name} has no occupation")

    def name(self, row: Occupation, name: Name) -> None:
        """An everyday name is nobody else's, unless all its rows name each other."""
        place = f"occupations.names.{name.name}"
        if name.source not in self.catalog.sources:
            self.fault(name.line, place, f"source {name.source!r} is not explained under sources")
        if name.name in self.printed:
            whose = "this" if self.printed[name.name] is row else "another"
            self.fault(name.line, place, f"is the printed name of {whose} occupation")
        if name.name in self.missing:
            self.fault(name.line, place, f"is also in {_ABSENT_FILE}")
        for code in name.shared:
            if code not in self.codes:
                self.fault(name.line, place, f"is shared with {code}, which is no row")
        owners = self.owners[name.name]
        if owners.count(row.code) > 1:
            self.fault(name.line, place, "stands twice in this row")
        elif set(name.shared) & self.codes.keys() != set(owners) - {row.code}:
            others = ", ".join(sorted(set(owners) - {row.code})) or "no other row"
            self.fault(name.line, place, f"must be shared with exactly the rows that list it: {others}")

    def absent(self) -> None:
        """An absent occupation is no row, stands once, and its nearest code is a row."""
        for absent in self.catalog.absent:
            if absent.name in self.printed:
                self.fault(absent.line, f"absent.{absent.name}", "is an occupation of the catalogue", _ABSENT_FILE)
            if absent.nearest is not None and absent.nearest not in self.codes:
                self.fault(absent.line, f"absent.{absent.name}.nearest", f"{absent.nearest} is no row", _ABSENT_FILE)
        for absent in _repeated(self.catalog.absent, lambda absent: absent.name):
            self.fault(absent.line, f"absent.{absent.name}", "stands twice", _ABSENT_FILE)


def _repeated(items: Iterable[T], value: Callable[[T], object]) -> list[T]:
    """The items whose value an earlier item has already."""
    seen: set[object] = set()
    found = []
    for item in items:
        if value(item) in seen:
            found.append(item)
        seen.add(value(item))
    return found
