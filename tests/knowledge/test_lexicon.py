from pathlib import Path

import pytest

from bot.knowledge.faults import Fault
from bot.knowledge.lexicon import EntityClass, Lexicon, check_lexicon, read_lexicon
from bot.knowledge.loader import Knowledge
from bot.text.normalise import normalise


def faults_of(*entities: EntityClass) -> list[str]:
    faults: list[Fault] = []
    check_lexicon(Lexicon((), entities), faults)
    return list(map(str, faults))


def test_a_lexicon_is_read(folder: Path) -> None:
    faults: list[Fault] = []
    lexicon = read_lexicon(folder, faults)
    assert lexicon
    assert faults == []
    assert lexicon.words == ("家政评价机构", "评价中心")
    assert lexicon.entities == (EntityClass("other_place", ("内陆市", "山前市"), line=3),)


def test_a_missing_lexicon_is_a_fault(tmp_path: Path) -> None:
    faults: list[Fault] = []
    assert read_lexicon(tmp_path, faults) is None
    assert [str(fault) for fault in faults] == ["lexicon.yaml:1: file: is missing"]


@pytest.mark.parametrize("id", ["Place", "other place", "地方", "", "place2"])
def test_the_id_of_a_class_is_small_letters(id: str) -> None:
    assert faults_of(EntityClass(id, ("甲",), line=4)) == [
        f"lexicon.yaml:4: entities.id: {id!r} is of a wrong form or twice"
    ]


def test_a_class_stands_once() -> None:
    twice = (EntityClass("place", ("甲",), line=1), EntityClass("place", ("乙",), line=2))
    assert faults_of(*twice) == ["lexicon.yaml:2: entities.id: 'place' is of a wrong form or twice"]


def test_a_name_belongs_to_one_class() -> None:
    both = (EntityClass("place", ("甲", "乙"), line=1), EntityClass("benefit", ("乙",), line=2))
    assert faults_of(*both) == ["lexicon.yaml:2: entities.names: '乙' stands in place as well"]


def test_names_are_what_a_normalised_question_can_hold(knowledge: Knowledge) -> None:
    assert [word for word in knowledge.lexicon.words if normalise(word).strip() == ""] == []
    names = [name for entity in knowledge.lexicon.entities for name in entity.names]
    assert [name for name in names if not normalise(name)] == []
