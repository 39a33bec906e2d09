"""What is known of an applicant, and how a JSON facts sheet is read into it."""

import math
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any, NoReturn

from bot.eligibility.rulebook import Rulebook
from bot.record import record

# The form of every code in the national classification of occupations (职业分类大典): class to detailed class.
_CODE = re.compile(r"\d-\d\d-\d\d-\d\d", re.ASCII)


class FactError(Exception):
    """A facts sheet that cannot be read; `field` names the offending place, or None where it is the whole sheet."""

    def __init__(self, problem: str, field: str | None = None) -> None:
        super().__init__(problem)
        self.field = field


@record
class Bounds:
    """What is known of a number: from `low` to `high` (None: no upper limit); `said` are the applicant's words."""

    low: float
    high: float | None
    said: str = field(default="", compare=False)

    def straddles(self, threshold: float) -> bool:
        """Whether some of these values reach `threshold` and some do not."""
        return self.low < threshold and (self.high is None or self.high >= threshold)


@record
class Stated:
    """An occupation the applicant states: `code` is None when it has no row; `trained` is in 人次."""

    code: str | None
    name: str | None = None
    trained: Bounds | None = None


@record
class Facts:
    """What is known: a key that is missing is not known. `arguable` are facts that only the office can judge."""

    organisation: str | None = None
    flags: Mapping[str, bool] = field(default_factory=dict)
    numbers: Mapping[str, Bounds] = field(default_factory=dict)
    occupations: tuple[Stated, ...] = ()
    arguable: frozenset[str] = frozenset()


def read_facts(sheet: object, book: Rulebook) -> Facts:
    """The facts of a parsed JSON value (keys: see docs of the interface); FactError names the first wrong field."""
    if not isinstance(sheet, dict):
        _wrong("must be a JSON object", None)
    known = {"organisation", "occupations", *book.flags, *book.measures} - {"trained"}
    for key in sheet:
        if key not in known:
            _wrong("unknown key", key)
    given = {key: value for key, value in sheet.items() if value is not None}
    flags = {key: _flag(given[key], key) for key in book.flags if key in given}
    numbers = {key: _number(given[key], key, book) for key in book.measures if key in given}
    facts = Facts(_organisation(given, book), flags, numbers, _occupations(given.get("occupations", []), book))
    _check_sum(facts, book)
    return facts


def _wrong(problem: str, field: str | None) -> NoReturn:
    raise FactError(problem, field)


def _organisation(given: dict[str, Any], book: Rulebook) -> str | None:
    name = given.get("organisation")
    if name is not None and not (isinstance(name, str) and name in book.organisations):
        _wrong(f"must be one of {', '.join(book.organisations)}", "organisation")
    return name


def _flag(value: object, field: str) -> bool:
    return value if isinstance(value, bool) else _wrong("must be true or false", field)


def _number(value: object, field: str, book: Rulebook) -> Bounds:
    whole = book.measures[field.rpartition(".")[2]].whole
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        _wrong("must be a whole number" if whole else "must be a number", field)
    if isinstance(value, float) and not math.isfinite(value):
        _wrong("must be a finite number", field)
    if value < 0:
        _wrong("must not be negative", field)
    return Bounds(value, value)


def _occupations(rows: object, book: Rulebook) -> tuple[Stated, ...]:
    if not isinstance(rows, list):
        _wrong("must be a list", "occupations")
    stated: list[Stated] = []
    codes: set[str] = set()
    for position, row in enumerate(rows):
        occupation = _occupation(row, f"occupations[{position}]", book)
        if occupation.code in codes:
            _wrong("the same code stands twice", f"occupations[{position}].code")
        if occupation.code:
            codes.add(occupation.code)
        stated.append(occupation)
    return tuple(stated)


def _occupation(row: object, path: str, book: Rulebook) -> Stated:
    if not isinstance(row, dict):
        _wrong("must be an object", path)
    for key in row:
        if key not in ("code", "name", "trained"):
            _wrong("unknown key", f"{path}.{key}")
    code, name, trained = (row.get(key) for key in ("code", "name", "trained"))
    if code is not None and not (isinstance(code, str) and _CODE.fullmatch(code)):
        _wrong("must be a code of the form N-NN-NN-NN", f"{path}.code")
    if name is not None and not (isinstance(name, str) and name.strip()):
        _wrong("must be a text that is not empty", f"{path}.name")
    if code is None and name is None:
        _wrong("must have a code or a name", path)
    return Stated(code, name, None if trained is None else _number(trained, f"{path}.trained", book))


def _check_sum(facts: Facts, book: Rulebook) -> None:
    """A total below the sum of the figures is a slip; both keys apply only where a scale is demanded."""
    for key in [condition.scale.total for condition in book.conditions(facts.organisation) if condition.scale]:
        if key in facts.numbers and facts.numbers[key].low < least_sum(facts):
            _wrong("must not be below the sum of the stated figures", key)


def least_sum(facts: Facts) -> float:
    """The least number of 人次 that the stated occupations account for together."""
    return sum(stated.trained.low for stated in facts.occupations if stated.trained)
