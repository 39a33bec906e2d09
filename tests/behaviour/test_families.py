"""Invariance and direction over hundreds of pairs: each family holds for a share that the product really reaches."""

from collections.abc import Callable, Iterable

import pytest

from bot.desk import Desk
from bot.dialogue.conversation import Conversation, Said
from tests.behaviour import families
from tests.behaviour.families import Pair
from tests.conftest import TODAY

FAMILIES: list[tuple[Callable[[], Iterable[Pair]], float]] = [
    (families.politeness, 0.96),
    (families.particles, 0.97),
    (families.traditional, 0.98),
    (families.writing, 0.98),
    (families.homophones, 0.96),
    (families.other_city, 0.97),
    (families.individual, 0.96),
    (families.subsidy, 0.96),
    (families.negation, 0.7),
]


def first(desk: Desk, text: str) -> str:
    """The label answered, or offered first."""
    _, messages = desk.dialogue.respond(Conversation(), Said(text), TODAY)
    reply = messages[0].reply
    return (reply.answer or reply.choices)[0]


def failing(desk: Desk, pairs: Iterable[Pair]) -> tuple[list[str], int]:
    """The pairs whose changed question is answered otherwise than it must be, in words, and the number of all."""
    told, pairs = [], list(pairs)
    for pair in pairs:
        wanted, given = pair.label or first(desk, pair.text), first(desk, pair.changed)
        if given != wanted:
            told.append(f"{pair.changed!r}: {wanted}, not {given}")
    return told, len(pairs)


@pytest.mark.parametrize(("family", "least"), FAMILIES, ids=lambda value: getattr(value, "__name__", ""))
def test_family(desk: Desk, family: Callable[[], Iterable[Pair]], least: float) -> None:
    told, number = failing(desk, family())
    assert number - len(told) >= least * number, "\n".join([f"{len(told)} of {number} fail:", *told])


def test_a_changed_number_is_another_row_or_none(desk: Desk) -> None:
    codes = {row.code for row in desk.knowledge.catalog.occupations}
    told, number = failing(desk, families.changed_number(codes))
    assert number > len(codes)
    assert not told, "\n".join(told)


def test_the_questions_are_answered_as_they_are(desk: Desk) -> None:
    told, number = failing(desk, [Pair(text, text, label) for text, label in families.questions()])
    assert number - len(told) >= 0.9 * number, "\n".join(told)


def test_no_question_is_learnt_from(desk: Desk) -> None:
    from bot.evaluation.folds import examples_of
    from bot.knowledge.loader import load
    from tests.conftest import OFFICE

    taught = {example.question for example in examples_of(load(OFFICE).examples)}
    assert not taught & {text for text, _ in families.questions()}
