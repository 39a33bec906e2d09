"""The shape of ``catalog.yaml`` (the occupations of the notice's annex) and ``absent.yaml`` (occupations it lacks)."""

from dataclasses import dataclass
from typing import Literal

NameKind = Literal["trade", "former", "renamed", "everyday", "doing", "thing", "english", "typo"]


@dataclass(frozen=True, slots=True)
class Name:
    """Another name of an occupation, with where it comes from."""

    name: str
    kind: NameKind
    source: str
    shared: tuple[str, ...] = ()  # codes of the other rows that this name fits as well
    unsure: str | None = None  # why no code may be given on this name alone
    line: int = 0


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Absent:
    """An occupation that has no row, and the row it could be mistaken for."""

    name: str
    kind: Literal["occupation", "trade", "everyday", "certificate"]
    why: str
    nearest: str | None = None  # a code
    line: int = 0


@dataclass(frozen=True, slots=True)
class Catalog:
    """The catalogue: its printed title and its rows, and what is known not to be in it."""

    title: str
    occupations: tuple[Occupation, ...]
    absent: tuple[Absent, ...] = ()
