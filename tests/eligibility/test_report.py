"""What people are told: always the caveats, never a bare "qualifies", and the words of the notice verbatim."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot import eligibility as quiz
from bot.eligibility import Rulebook
from bot.knowledge.verdict_wording import Standing
from tests.eligibility.conftest import ROOT, make_book
from tests.eligibility.oracle import COMMON, KNOWN_ROWS

TODAY = date(2026, 11, 23)


def text(book: Rulebook, in_force: Standing = "yes", **facts: Any) -> str:
    verdict = quiz.judge(quiz.read_facts(facts, book), book, TODAY, in_force)
    return quiz.plain(quiz.report(verdict, book), book)


def stated(*figures: int | None) -> list[dict[str, Any]]:
    return [{"code": code, "trained": figure} for code, figure in zip(KNOWN_ROWS, figures, strict=False)]


def eligible(**more: Any) -> dict[str, Any]:
    return {
        "organisation": "行业协会",
        "training_is_main_duty": True,
        "years": 6,
        **dict.fromkeys(COMMON, True),
        **more,
    }


def test_what_is_always_said(book: Rulebook) -> None:
    said = text(book, **eligible(occupations=stated(8200, 9000)))
    assert said.splitlines()[1] == "可申报：自测未发现不符合项。"
    assert "择优遴选" in said
    assert "15项" in said
    assert "归入“其他组织”是按文字推断" in said
    assert "“机构性质”一栏勾“其他”" in said
    assert "什么算“培训评价”" in said
    assert "2026-11-23" in said


@pytest.mark.parametrize("standing", ["expired", "disputed", "not_yet"])
def test_an_expired_notice_is_never_simply_met(book: Rulebook, standing: Standing) -> None:
    said = text(book, standing, **eligible(occupations=stated(8200)))
    assert said.splitlines()[1] == "按原通告的条件自测，未发现不符合项；但这份通告是否还能用，要先问清。"
    assert "要交的材料（原通告规定）" in said
    assert "流程（原通告规定）" in said
    steps = said.partition("下一步\n")[2].splitlines()
    assert "市鉴定中心" in steps[0]


def test_never_qualified(book: Rulebook) -> None:
    for organisation in (name for name in book.organisations):
        for standing in ("yes", "expired"):
            said = text(book, standing, organisation=organisation)
            assert "有资格" not in said
            assert "可备案" not in said


def test_the_roster_only_where_a_scale_is_demanded(book: Rulebook) -> None:
    assert "花名册（含联系方式" in text(book, organisation="企业")
    assert "花名册（含联系方式" in text(book, organisation="其他单位")
    assert "花名册" not in text(book, organisation="技工院校")


def test_a_smaller_choice_is_offered(book: Rulebook) -> None:
    said = text(book, **eligible(occupations=[*stated(8200, 9000, 7000), {"code": None, "name": "电焊工"}]))
    assert "“电焊工”不在附件1的目录里，按现列职业不符合。" in said
    assert "只报车工、中式烹调师，则未发现不符合项。这2个每个都已达到8,000人次。" in said


def test_both_readings_and_both_ways_out_at_five(book: Rulebook) -> None:
    said = text(book, **eligible(occupations=stated(8200, 9000, 8000, 8000, 6800), trained_total=45000))
    assert "按“5个以下”那句，冲压工还差1,200人次；按“5个以上”那句，单位总规模还差5,000人次。" in said
    assert "一是只报4个（车工、中式烹调师、铣工、磨工），数字够了" in said
    said = text(book, **eligible(occupations=stated(8200, 9000, 8000, 8000, 8000), trained_total=45000))
    assert "按“5个以下”那句：数字够了；按“5个以上”那句：单位总规模还差5,000人次" in said
    assert "一是只报4个（车工、中式烹调师、铣工、磨工），数字够了" in said
    assert "二是报6个或更多，每个5,000人次、总规模50,000人次，就现有几个看，单位总规模还差5,000人次" in said


def test_at_five_with_no_total_it_is_the_total_that_is_missing(book: Rulebook) -> None:
    said = text(book, **eligible(occupations=stated(8200, 9000, 8000, 8000, 8000)))
    assert "按“5个以上”那句：还缺单位总规模：各职业合计41,200人次，要求单位总规模50,000人次" in said
    assert "数字还没报全" not in said


@pytest.mark.parametrize("marked", [True, False])
def test_the_notices_own_marks_are_printed_once(book: Rulebook, marked: bool) -> None:
    """Whether a paragraph is kept with its mark or without."""
    clauses = {
        place: ("（" + place.partition("（")[2] if marked and "（" in place else "")
        + clause.lstrip("（一二三四五六七）")
        for place, clause in book.clauses.items()
    }
    lines = text(replace(book, clauses=clauses), **eligible(occupations=stated(8200))).splitlines()
    for words in ("《社会培训评价组织备案申请表》", "申请。申报单位"):
        (line,) = (line for line in lines if words in line)
        assert line.partition(words)[0] in (["（一）"] if marked else ["1. ", "四（一）　"])


def test_what_experts_judge_bears_another_mark(book: Rulebook) -> None:
    lines = text(book, **eligible(occupations=stated(8200))).splitlines()
    assert any(line.startswith("✓ 独立法人资格") for line in lines)
    assert any(line.startswith("✓（自评，待专家评估） 考评员") for line in lines)
    assert not any(line.startswith("✓ 考评员") for line in lines)


def test_a_figure_in_heads_is_said_to_be_a_lower_bound(book: Rulebook) -> None:
    for question in ("trained_total", "trained", "organisation_total"):
        assert "人数只是人次的下限" in (book.questions[question].exact or "")


def test_a_person_is_told_what_the_notice_is_about(book: Rulebook) -> None:
    said = text(book, organisation="个人")
    assert "不是个人考证" in said
    assert "花名册" not in said


def test_quotes_are_the_notices_own(book: Rulebook) -> None:
    verdict = quiz.judge(quiz.read_facts(eligible(occupations=stated(1, 2, None)), book), book, TODAY, "yes")
    for section in quiz.report(verdict, book):
        for line in section.lines:
            assert not line.quote or line.quote in book.clauses[line.place]


def test_the_printed_rules_are_kept_true(book: Rulebook) -> None:
    printed = (ROOT / "docs" / "eligibility-rules.md").read_text(encoding="utf-8")
    assert printed == quiz.document(book), "run: python -m bot rules > docs/eligibility-rules.md"


def test_the_printed_flow_names_every_question_and_leads_to_the_verdict(book: Rulebook) -> None:
    from bot.eligibility.document import flow_chart

    edges = [line.split() for line in flow_chart(book).splitlines() if "-->" in line]
    leads: dict[str, set[str]] = {}
    for parts in edges:
        leads.setdefault(parts[0], set()).add(parts[-1])
    assert set(leads) == {"start", *book.questions, "check"}
    reached, waiting = set(), ["start"]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += leads.get(node, ())
    assert reached == {*leads, "verdict"}


def test_another_office_s_rules_work_as_well() -> None:
    book = make_book("tests/data/second_office")
    verdict = quiz.judge(quiz.Facts("个人"), book, TODAY, "yes")
    assert verdict.outcome == "ineligible"
    assert quiz.document(book)
    session = quiz.start()
    assert quiz.show(session, book).stage == "question"
    assert quiz.plain(quiz.report(quiz.judge(quiz.Facts(), book, TODAY, "yes"), book), book)


def test_no_office_is_named_in_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(quiz.__file__).parent.glob("*.py"))
    for word in ("天津", "tianjin", "8000", "50000", "技工", "企业单位"):
        assert word not in code.lower()
