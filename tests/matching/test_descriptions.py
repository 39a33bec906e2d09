"""What work a description speaks of: which words count, and what bare descriptions teach."""

from dataclasses import replace

import pytest

from bot.desk import Desk
from bot.knowledge.examples import ExampleFile, ExampleGroup
from bot.knowledge.loader import load
from bot.matching.descriptions import Describer, description_features, without_usual
from bot.matching.linear import Vocabulary
from bot.matching.models import Models
from bot.matching.named import occupation_spans
from bot.matching.rows import Rows
from bot.matching.training import train
from bot.occupations.lookup import Lookup
from bot.text.normalise import normalise
from bot.text.tokens import Tokenizer
from tests.conftest import SECOND_OFFICE

TOKENIZER = Tokenizer({"包子": 100, "代码": 100})


@pytest.mark.parametrize("asked", ["请问包包子代码是多少", "你们目录里有没有包包子", "包包子的职业代码，帮我查一下"])
def test_the_words_of_the_question_are_no_features(asked: str) -> None:
    assert set(description_features(asked, TOKENIZER)) == set(description_features("包包子", TOKENIZER))


def test_a_foreign_word_is_kept_whole() -> None:
    found = description_features("code for a fireman on a boiler", TOKENIZER)
    assert {"l:fireman", "l:boiler"} <= set(found)
    assert not {"l:code", "l:for", "l:on"} & set(found)


def test_no_printed_name_loses_a_character(desk: Desk) -> None:
    names = [normalise(row.name) for row in desk.knowledge.catalog.occupations]
    assert [name for name in names if without_usual(name) != name] == []


def trained(*files: ExampleFile) -> Models:
    office = load(SECOND_OFFICE)
    return train(
        (*office.examples, *files), office.faq, office.catalog, office.lexicon, occupation_spans(Lookup(office.catalog))
    )


def learnt(models: Models) -> list[object]:
    """What the models of labels and clauses know, whatever features other models count beside theirs."""
    return [
        (model.features, bytes(model.rows.content), replace(model, vocabulary=Vocabulary(()), rows=Rows((), b"", 1)))
        for model in (models.intents, *models.clauses.values())
    ]


def test_bare_descriptions_teach_the_row_and_nothing_else() -> None:
    code = load(SECOND_OFFICE).catalog.occupations[0].code
    words = ("熬糖浆翻大勺", "大勺里熬糖浆", "糖浆熬到挂勺")
    file = ExampleFile("here", (ExampleGroup("occ", words, codes=(code,)),), "examples/work.yaml", counts=0)
    plain, taught = trained(), trained(file)
    assert learnt(taught) == learnt(plain)
    best, _ = Describer(taught.descriptions, Tokenizer(taught.words)).rank("熬糖浆的")[0]
    assert best == code
    counted = trained(replace(file, counts=1))
    assert learnt(counted) != learnt(plain)
