"""The engine against the slow oracle, and the shape of the verdict."""

import json
from datetime import date
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.eligibility import Rulebook, judge_line
from tests.eligibility import oracle
from tests.eligibility.conftest import make_book

BOOK = make_book("knowledge")
TODAY = date(2021, 3, 18)

FIGURES = st.sampled_from([0, 1, 4999, 5000, 5001, 7999, 8000, 8001, 9000, 10000, 12345, 20000, 50000])
TOTALS = st.sampled_from([0, 499, 500, 501, 8000, 16000, 20000, 24000, 30000, 40000, 48000, 49999, 50000, 50001, 90000])
ROWS = st.builds(
    lambda code, trained: {"code": code, "trained": trained},
    st.sampled_from([*oracle.KNOWN_ROWS, "9-99-99-99"]),
    st.none() | FIGURES,
)
OCCUPATIONS = st.tuples(
    st.lists(ROWS, max_size=8, unique_by=lambda row: row["code"]),
    st.lists(st.just({"code": None, "name": "电焊工"}), max_size=1),
).map(lambda parts: parts[0] + parts[1])
ORGANISATIONS = st.none() | st.sampled_from(["技工院校", "企业", *oracle.OTHERS, "个人"])
TRUTHS = sorted({id for name in [None, "企业", "技工院校", "行业协会"] for id in oracle.applying(name)})
TRUTHS = [id for id in TRUTHS if id not in ("organisation", "catalogue", "scale", "trained_total", "years")]


def _few_unknown(facts: dict[str, Any]) -> bool:
    """The oracle tries every value of what is not known, so that is kept to four figures."""
    return sum(row.get("trained") is None for row in facts["occupations"]) <= 4


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, Any]:
    """Facts sheets, most of them with every yes/no condition met, so that the numbers decide."""
    flags: dict[str, bool | None] = dict.fromkeys(TRUTHS, True)
    for id in draw(st.lists(st.sampled_from(TRUTHS), max_size=2)):
        flags[id] = draw(st.sampled_from([False, None]))
    facts = {"organisation": draw(ORGANISATIONS), "occupations": draw(OCCUPATIONS), **flags}
    facts["years"] = draw(st.none() | st.sampled_from([0, 5, 5.9, 6, 6.5, 7]))
    facts["trained_total"] = draw(st.none() | TOTALS)
    return facts


def judged(facts: dict[str, Any], book: Rulebook = BOOK) -> dict[str, Any]:
    result = judge_line(json.dumps(facts), book, TODAY, "yes")
    assert result is not None
    return result


@settings(max_examples=1500, deadline=None)
@given(sheets().filter(_few_unknown))
@example({"organisation": "行业协会", "occupations": [{"code": c, "trained": 8000} for c in oracle.KNOWN_ROWS[:5]]})
def test_engine_agrees_with_the_oracle(facts: dict[str, Any]) -> None:
    verdict = judged(facts)
    total, stated = facts.get("trained_total"), [row.get("trained") or 0 for row in facts["occupations"]]
    if facts["organisation"] in oracle.OTHERS and total is not None and total < sum(stated):
        assert verdict["field"] == "trained_total"
        return
    expected = oracle.conditions(facts)
    assert {c["id"]: (c["status"], c["reason"]) for c in verdict["conditions"]} == expected
    assert verdict["verdict"] == oracle.outcome(expected)
    assert verdict["selection"] == oracle.selection(facts)
    assert verdict["verdict_if_narrowed"] == oracle.narrowed(facts)
    assert verdict["materials"] == oracle.materials(facts["organisation"])


@settings(max_examples=300, deadline=None)
@given(sheets())
def test_every_condition_cites_its_clause_and_only_unmet_ones_have_a_gap(facts: dict[str, Any]) -> None:
    verdict = judged(facts)
    for condition in verdict.get("conditions", []):
        assert condition["quote"] in BOOK.clauses[condition["clause"]]
        assert bool(condition["gap"]) == (condition["status"] == "unmet")
        assert bool(condition["reason"]) == (condition["status"] == "unknown")
        assert condition["judged_by"] in ("document", "office")


@settings(max_examples=300, deadline=None)
@given(sheets(), st.integers(0, 30_000))
def test_more_training_never_makes_it_worse(facts: dict[str, Any], more: int) -> None:
    """Raising every figure and the total by what fits keeps whatever is met."""
    if "error" in (before := judged(facts)):
        return
    raised = [
        row | ({"trained": row["trained"] + more} if row.get("trained") is not None else {})
        for row in facts["occupations"]
    ]
    total = facts["trained_total"]
    after = judged(facts | {"occupations": raised, "trained_total": None if total is None else total + more * 9})
    met = {c["id"] for c in before["conditions"] if c["status"] == "met"}
    assert met <= {c["id"] for c in after["conditions"] if c["status"] == "met"}
    assert len(after["selection"]) >= len(before["selection"])
