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
    asked = (models.intents, models.sounds, *models.clauses.values())
    vocabulary = Vocabulary(list(dict.fromkeys(name for model in asked for name in model.features)))
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
    numbers, own = vocabulary.numbers, model.rows.places
    places = array(place_type(len(model.features)), [0]) * (len(vocabulary.names) + 1)
    for number, name in enumerate(model.vocabulary.names, 1):
        if place := own[number]:
            places[numbers[name]] = place
    return replace(model, vocabulary=vocabulary, rows=Rows(places, model.rows.content, len(model.classes)))
