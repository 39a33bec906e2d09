"""What is fitted from the examples and kept: plain words and numbers."""

from array import array
from dataclasses import dataclass, replace
from typing import Literal

from bot.matching.linear import LinearModel, Vocabulary
from bot.matching.rows import Rows


@dataclass(frozen=True, slots=True)
class Models:
    """What is fitted; plain numbers and words."""

    words: dict[str, int]
    intents: LinearModel
    sounds: LinearModel  # the same of how the examples sound, for questions typed in pinyin
    descriptions: LinearModel  # code of the occupation that work belongs to
    clauses: dict[str, LinearModel]  # label of an entry -> model of its pieces


def counted_together(models: Models) -> Models:
    """The same with one number for a feature in all models that are asked of a question, so that it is looked up once.

    The descriptions are asked of seldom, and have features of their own.
    """
    numbers: dict[str, int] = {}
    for model in (models.intents, models.sounds, *models.clauses.values()):
        for name in model.features:
            numbers.setdefault(name, len(numbers) + 1)
    vocabulary = Vocabulary(list(numbers))
    return replace(
        models,
        intents=_renumbered(models.intents, vocabulary),
        sounds=_renumbered(models.sounds, vocabulary),
        clauses={label: _renumbered(model, vocabulary) for label, model in models.clauses.items()},
    )


def place_type(features: int) -> Literal["H", "I"]:
    """The `array` type code for the places of so many features."""
    return "H" if features < 1 << 16 else "I"


def _renumbered(model: LinearModel, vocabulary: Vocabulary) -> LinearModel:
    names = model.features
    places = array(place_type(len(names)), [0]) * (len(vocabulary.names) + 1)
    for name in names:
        places[vocabulary.numbers[name]] = model.rows.places[model.numbers[name]]
    return replace(model, vocabulary=vocabulary, rows=Rows(places, model.rows.content, len(model.classes)))
