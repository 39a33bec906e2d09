"""Answers of the self-test: what can be answered, the form they are stored in, and the facts they state."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.eligibility.facts import Bounds, Facts, Stated
from bot.eligibility.rulebook import Rulebook
from bot.record import record

EXACT = "exact"


@record
class Ticks:
    """A list to tick: ids of the lines said to be there, not there, and not known; the rest is not said."""

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


@record
class Picked:
    """One occupation: its code (None: it has no row), the names the applicant used for it, and its figure if said."""

    code: str | None
    names: tuple[str, ...]
    trained: Bounds | None = None


Value = str | Ticks | Bounds | tuple[Picked, ...] | None


@record
class Answer:
    """The answer to a question by its id; the value None is "don't know". One not `complete` is still being given.

    A value is an option's id, `Ticks`, `Bounds` or a tuple of `Picked`, by the kind of the question.
    """

    question: str
    value: Value
    complete: bool = True


def facts_of(answers: Iterable[Answer], book: Rulebook) -> Facts:
    """The facts the answers state together."""
    organisation: str | None = None
    flags: dict[str, bool] = {}
    numbers: dict[str, Bounds] = {}
    arguable: set[str] = set()
    picked: tuple[Picked, ...] = ()
    for answer in answers:
        question, _, part = answer.question.partition(":")
        value = answer.value
        if isinstance(value, str) and (option := book.option(question, value)):
            organisation = option.organisation or organisation
            flags |= option.facts
            arguable |= {option.arguable} if option.arguable else set()
        elif isinstance(value, Ticks):
            flags |= dict.fromkeys(value.yes, True) | dict.fromkeys(value.no, False)
        elif isinstance(value, Bounds):
            numbers[part.removesuffix(EXACT).strip(":") or book.questions[question].fact or question] = value
        elif isinstance(value, tuple):
            picked = value
    stated = tuple(_stated(occupation, numbers) for occupation in picked)
    measured = {key: numbers[key] for key in book.measures if key in numbers}
    return Facts(organisation, flags, measured, stated, frozenset(arguable))


def _stated(picked: Picked, numbers: Mapping[str, Bounds]) -> Stated:
    """A figure asked for by itself overrides the one given with the name."""
    trained = numbers.get(picked.code or "", picked.trained)
    return Stated(picked.code, picked.names[0] if picked.names else None, trained)


def to_json(answer: Answer) -> dict[str, Any]:
    """An answer as a JSON value; `from_json` gives it back."""
    return {"question": answer.question, "value": _encoded(answer.value), "complete": answer.complete}


def from_json(stored: Mapping[str, Any]) -> Answer:
    """The answer stored by `to_json`."""
    return Answer(stored["question"], _decoded(stored["value"]), stored["complete"])


def _encoded(value: Value) -> object:
    if isinstance(value, Ticks):
        return {"yes": value.yes, "no": value.no, "unsure": value.unsure}
    if isinstance(value, Bounds):
        return _bounds(value)
    if isinstance(value, tuple):
        return [{"code": p.code, "names": p.names, "trained": p.trained and _bounds(p.trained)} for p in value]
    return value


def _bounds(bounds: Bounds) -> dict[str, object]:
    return {"low": bounds.low, "high": bounds.high, "said": bounds.said}


def _decoded(stored: Any) -> Value:
    if isinstance(stored, list):
        return tuple(_picked(row) for row in stored)
    if isinstance(stored, dict):
        return Bounds(**stored) if "low" in stored else Ticks(**{key: tuple(ids) for key, ids in stored.items()})
    return stored if isinstance(stored, str) else None


def _picked(row: dict[str, Any]) -> Picked:
    return Picked(row["code"], tuple(row["names"]), Bounds(**row["trained"]) if row["trained"] else None)
