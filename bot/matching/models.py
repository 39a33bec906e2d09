"""What is fitted from the examples and kept: plain words and numbers."""

from array import array
from dataclasses import dataclass, fields, replace
from typing import Literal

from bot.matching.linear import LinearModel
from bot.matching.rows import Rows


@dataclass(frozen=True, slots=True)
class Models:
    """What is fitted; plain numbers and words."""

    words: dict[str, int]
    intents: LinearModel
    sounds: LinearModel  # the same of how the examples sound, for questions typed in pinyin
    descriptions: LinearModel  # code of the occupation that work belongs to
    clauses: dict[str, LinearModel]  # label of an entry -> model of its pieces


SINGLE = tuple(field.name for field in fields(Models) if field.name not in ("words", "clauses"))


def counted_together(models: Models) -> Models:
    """The same models with one number for a feature in all of them, so that a question's are looked up once."""
    singles = {name: getattr(models, name) for name in SINGLE}
    numbers: dict[str, int] = {}
    for model in (*singles.values(), *models.clauses.values()):
        for name in model.vocabulary:
            numbers.setdefault(name, len(numbers) + 1)
    return Models(
        words=models.words,
        clauses={label: _renumbered(model, numbers) for label, model in models.clauses.items()},
        **{name: _renumbered(model, numbers) for name, model in singles.items()},
    )


def place_type(features: int) -> Literal["H", "I"]:
    """The `array` type code for the places of so many features."""
    return "H" if features < 1 << 16 else "I"


def _renumbered(model: LinearModel, numbers: dict[str, int]) -> LinearModel:
    names = model.vocabulary
    places = array(place_type(len(names)), [0]) * (len(numbers) + 1)
    for name in names:
        places[numbers[name]] = model.rows.places[model.numbers[name]]
    return replace(model, numbers=numbers, rows=Rows(places, model.rows.content, len(model.classes)))
