"""What is fitted from the examples and kept: plain words and numbers."""

from dataclasses import dataclass

from bot.matching.linear import LinearModel


@dataclass(frozen=True, slots=True)
class Models:
    """What is fitted; plain numbers and words."""

    words: dict[str, int]
    intents: LinearModel
    sounds: LinearModel  # the same of how the examples sound, for questions typed in pinyin
    descriptions: LinearModel  # code of the occupation that work belongs to
    clauses: dict[str, LinearModel]  # label of an entry -> model of its pieces
