import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.clause import Clause, Quote, citation_problem, sentences, squeeze, stands_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("其他条件：", ("其他条件：",)),
        ("应正常招生。", ("应正常招生。",)),
        ("甲应有六年。不足的，补足；多的，不算。", ("甲应有六年。", "不足的，补足；", "多的，不算。")),
        ("采取“随报。随办！”的方式。可邮寄", ("采取“随报。随办！”的方式。", "可邮寄")),
        ("按《办法；细则》（见第一条。）办理。", ("按《办法；细则》（见第一条。）办理。",)),
        ("基本信息\n名称\n\n地址", ("基本信息", "名称", "地址")),
        ("多出一个右括号）。照样断句。", ("多出一个右括号）。", "照样断句。")),
        ("少了右括号（不断。\n换行后照样断。好。", ("少了右括号（不断。", "换行后照样断。", "好。")),
        ("", ()),
    ],
)
def test_sentences(text: str, expected: tuple[str, ...]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="甲乙。；！？（）“”《》\n ", max_size=30))
def test_sentences_lose_no_letter_and_end_only_at_an_end(text: str) -> None:
    pieces = sentences(text)
    assert squeeze("".join(pieces)) == squeeze(text)
    assert all(piece in text for piece in pieces)


def test_a_piece_stands_in_a_clause_whatever_its_white_space() -> None:
    clause = Clause("附件二", "联 系 人\n地    址", mark="一、")
    assert stands_in("一、联系人", [clause])
    assert stands_in("人 地", [clause])
    assert not stands_in("地址联系人", [clause])
    assert not stands_in("联系人", [])


def test_citation_problem() -> None:
    clauses = {"一": Clause("一", "甲应有六年。")}
    assert citation_problem(Quote("一", "六年"), clauses) is None
    assert citation_problem(Quote("一"), clauses) is None
    assert citation_problem(Quote("一", "七年"), clauses) == "is not found in the clause 一: 七年"
    assert citation_problem(Quote("二", "六年"), clauses) == "cites a clause that does not exist: 二"
