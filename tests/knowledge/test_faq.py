import re

import pytest

from bot.knowledge.clause import sentences, squeeze
from bot.knowledge.loader import Knowledge


def test_seven_entries_in_order(knowledge: Knowledge) -> None:
    assert [entry.number for entry in knowledge.faq.entries] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(entry.clauses) for entry in knowledge.faq.entries] == [1, 9, 1, 4, 7, 1, 1]


def test_questions_and_answers_are_the_source_s_to_the_letter(knowledge: Knowledge, source: str) -> None:
    """Put together in order, the entries are the second part of the source and nothing else."""
    numerals = "一二三四五六七"
    rebuilt = "".join(
        f"{numerals[entry.number - 1]}、{entry.question}答：{''.join(clause.printed for clause in entry.clauses)}"
        for entry in knowledge.faq.entries
    )
    assert squeeze(rebuilt) == source.partition("政策问答")[2]


def test_entries_by_number_and_by_place(knowledge: Knowledge) -> None:
    assert knowledge.faq.entry(4).title == "征集流程"
    assert knowledge.faq.entry_of("二（六）3") is knowledge.faq.entry(2)
    assert knowledge.faq.entry_of("六（一）") is None
    with pytest.raises(KeyError):
        knowledge.faq.entry(8)


def test_a_place_leads_to_its_clause(knowledge: Knowledge) -> None:
    assert knowledge.clauses["二（六）3"].text.startswith("其他组织应具有6年以上")
    assert knowledge.clauses["六（一）"].printed == "（一）征集工作由市鉴定中心负责具体组织实施。"


def test_places_are_those_of_the_notice_s_body(knowledge: Knowledge, source: str) -> None:
    """Each clause stands in the body's section of that number, but for its references to annexes."""
    body = source.partition("政策问答")[0]
    heads = re.split(r"([一二三四五六])、(?=申报|征集流程|有关事项)", body.split("附件：1．")[0])
    sections = dict(zip(heads[1::2], heads[2::2], strict=True))
    for clause in knowledge.faq.clauses:
        section = re.sub(r"（见附件\d）", "", sections[clause.place[0]])
        assert squeeze(clause.printed) in section


def test_sentences_of_the_clauses(knowledge: Knowledge) -> None:
    assert sentences(knowledge.clauses["四（一）"].text) == (
        "申请。",
        "申报单位向天津市职业技能鉴定指导中心（以下简称“市鉴定中心”）提交申请材料，"
        "市鉴定中心对提交的材料进行初审，在10个工作日内反馈初审结果。",
    )
    assert len(sentences(knowledge.clauses["二（六）3"].text)) == 3
