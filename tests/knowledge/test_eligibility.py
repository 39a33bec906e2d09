"""What is checked of ``eligibility.yaml``: everything wrong is named with its line and field."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.clause import Clause
from bot.knowledge.eligibility import read_eligibility
from bot.knowledge.eligibility_checks import check_eligibility
from bot.knowledge.faults import Fault
from tests.eligibility.conftest import ROOT, make_book

CLAUSES = {place: Clause(place, text) for place, text in make_book("knowledge").clauses.items()}
Broken = Callable[[str, str], list[str]]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """The faults of the shipped file after one edit, without their line numbers."""

    def edit(old: str, new: str) -> list[str]:
        path = Path(shutil.copy(ROOT / "knowledge" / "eligibility.yaml", tmp_path))
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        faults: list[Fault] = []
        rules = read_eligibility(tmp_path, faults)
        if rules:
            check_eligibility(rules, CLAUSES, faults)
        assert all(fault.line > 1 for fault in faults)
        return [f"{fault.field}: {fault.problem}" for fault in faults]

    return edit


def test_the_shipped_rules_are_sound(broken: Broken) -> None:
    assert broken("intro: ", "intro: ") == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("ask: function_business", "ask: function_nothing", "unknown question: function_nothing"),
        ("unknown_ask: function_any", "unknown_ask: function_none", "unknown question: function_none"),
        ("ask: function_business", "ask: certificate", "must be a later question: certificate"),
        ("        organisation: 企业\n", "", "leads nowhere: company"),
        ("        organisation: 企业\n", "        organisation: 企業\n", "unknown organisation: 企業"),
        ("    clause: 一\n", "    clause: 九\n", "cites a clause that does not exist: 九"),
        ("    clause: 一\n", "", "is missing"),
        ("quote: 在我市依法注册登记", "quote: 在本市依法注册登记", "is not found in the clause 一: 在本市依法注册登记"),
        ("  - number: 2\n", "  - number: 1\n", "stands twice: 1"),
        ("  - id: years\n    kind: number", "  - id: trained_total\n    kind: number", "stands twice: trained_total"),
        ("      - id: private\n", "      - id: business\n", "stands twice: business"),
        ("  - name: 企业\n", "  - name: 技工院校\n", "stands twice: 技工院校"),
        ("    clause: 五（七）", "    clause: 五（八）", "cites a clause that does not exist: 五（八）"),
        ("process: [四（一）", "process: [四（九）", "cites a clause that does not exist: 四（九）"),
        ("    applies_to: [技工院校]\n", "    applies_to: [技校]\n", "unknown organisation: 技校"),
        ("    at_least: 500\n", "", "belongs to the kind at_least, not at_least"),
        (
            "kind: at_least\n    at_least: 6",
            "kind: yes_no\n    at_least: 6",
            "belongs to the kind at_least, not yes_no",
        ),
        ("facts: {enrolling_normally: true}", "facts: {enrolling: true}", "condition has the id enrolling"),
        ("{short}年（要求", "{shorts}年（要求", "unknown word in braces: shorts"),
        ("{short}年（要求", "{short年（要求", "has unbalanced braces"),
        ("      - id: exam_venue\n", "      - id: venue\n", "no question put to 技工院校 states exam_venue"),
        ("    fact: years\n", "    fact: ages\n", "must be a measure"),
        ("kind: as_a_rule", "kind: as_a_wish", "must be one of"),
        ("turning_point: 5", "turning_point: five", "must be a whole number"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, fault: str | None, broken: Broken) -> None:
    faults = broken(old, new)
    assert faults
    assert fault is None or any(fault in found for found in faults), faults


def test_a_question_nobody_needs_is_unreachable(broken: Broken) -> None:
    condition = "  - id: enrolling_normally\n    kind: yes_no\n    label: 正常招生\n"
    faults = broken(condition, condition.replace("enrolling_normally", "open_for_students"))
    assert any("unreachable, as no condition looks at its answer: enrolling_normally" in fault for fault in faults)


def test_a_condition_twice_for_the_same_applicant(broken: Broken) -> None:
    faults = broken("applies_to: [民办非企业单位, 其他单位]", "applies_to: [民办非企业单位, 行业协会]")
    assert any("stands twice: training_is_main_duty" in fault for fault in faults)
