"""The contract of the verdict: boundaries, organisations, wording of gaps, the day."""

from datetime import date
from typing import Any

import pytest

from bot.eligibility import Rulebook, Verdict, as_dict, judge, read_facts
from bot.eligibility.facts import Bounds, Facts, Stated
from tests.eligibility.oracle import COMMON, KNOWN_ROWS

TODAY = date(2021, 3, 18)


def verdict(book: Rulebook, **facts: Any) -> Verdict:
    return judge(read_facts(facts, book), book, TODAY, "yes")


def status(book: Rulebook, id: str, **facts: Any) -> tuple[str, str | None]:
    finding = next(f for f in verdict(book, **facts).findings if f.condition.id == id)
    return finding.status, finding.reason


def stated(*figures: int | None) -> list[dict[str, Any]]:
    return [{"code": code, "trained": figure} for code, figure in zip(KNOWN_ROWS, figures, strict=False)]


def everything(**more: Any) -> dict[str, Any]:
    return dict.fromkeys(COMMON, True) | more


@pytest.mark.parametrize(("total", "expected"), [(499, "unmet"), (500, "met"), (501, "met"), (None, "unknown")])
def test_company_scale(book: Rulebook, total: int | None, expected: str) -> None:
    assert status(book, "trained_total", organisation="企业", trained_total=total)[0] == expected


@pytest.mark.parametrize(("years", "expected"), [(5, "unmet"), (5.99, "unmet"), (6, "met"), (6.01, "met"), (7, "met")])
def test_years(book: Rulebook, years: float, expected: str) -> None:
    assert status(book, "years", organisation="行业协会", years=years)[0] == expected


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(("least", "expected"), [(7999, "unmet"), (8000, "met"), (8001, "met")])
def test_fewer_than_five(book: Rulebook, count: int, least: int, expected: str) -> None:
    occupations = stated(*[9000] * (count - 1), least)
    assert status(book, "scale", organisation="公共实训基地", occupations=occupations) == (expected, None)


@pytest.mark.parametrize("count", [6, 7])
@pytest.mark.parametrize(("least", "expected"), [(4999, "unmet"), (5000, "met"), (5001, "met")])
def test_more_than_five_each(book: Rulebook, count: int, least: int, expected: str) -> None:
    occupations = stated(*[20000] * (count - 1), least)
    assert status(book, "scale", organisation="其他单位", occupations=occupations) == (expected, None)


@pytest.mark.parametrize(("total", "expected"), [(49999, "unmet"), (50000, "met"), (50001, "met"), (None, "unknown")])
def test_more_than_five_total(book: Rulebook, total: int | None, expected: str) -> None:
    facts = {"organisation": "其他单位", "occupations": stated(*[5000] * 6), "trained_total": total}
    assert status(book, "scale", **facts)[0] == expected


@pytest.mark.parametrize(
    ("figures", "total", "expected"),
    [
        ([8000] * 5, 40000, ("unknown", "two_readings")),
        ([8000] * 5, 49999, ("unknown", "two_readings")),
        ([8000] * 5, 50000, ("met", None)),
        ([8000] * 4 + [7999], 50000, ("unknown", "two_readings")),
        ([8000] * 4 + [7999], 49999, ("unmet", None)),
        ([8000] * 4 + [4999], 90000, ("unmet", None)),
        ([10000] * 5, None, ("met", None)),
        ([10000] * 4 + [9999], None, ("unknown", "two_readings")),  # the second reading lacks a total
        ([None] * 5, None, ("unknown", "not_stated")),
    ],
)
def test_exactly_five(book: Rulebook, figures: list[int | None], total: int | None, expected: Any) -> None:
    facts = {"organisation": "行业协会", "occupations": stated(*figures), "trained_total": total}
    assert status(book, "scale", **facts) == expected


def test_a_total_bounds_unknown_figures(book: Rulebook) -> None:
    facts = {"organisation": "行业协会", "occupations": stated(None, None, None)}
    assert status(book, "scale", **facts, trained_total=20000)[0] == "unmet"
    assert status(book, "scale", **facts, trained_total=24000)[0] == "unknown"


def test_outcomes_of_an_enterprise(book: Rulebook) -> None:
    whole = everything(organisation="企业", filed_self_assessment=True, trained_total=500, occupations=stated(None))
    assert verdict(book, **whole, within_main_business=True).outcome == "eligible"
    assert verdict(book, **whole, within_main_business=False).outcome == "unclear"
    assert verdict(book, **whole | {"filed_self_assessment": False}, within_main_business=True).outcome == "ineligible"


def test_main_duty_is_argued_only_for_those_not_named(book: Rulebook) -> None:
    for name, expected in {
        "技工院校": ("unmet", None),
        "行业协会": ("unmet", None),
        "民办非企业单位": ("unknown", "office_decides"),
        "其他单位": ("unknown", "office_decides"),
    }.items():
        assert status(book, "training_is_main_duty", organisation=name, training_is_main_duty=False) == expected


def test_person(book: Rulebook) -> None:
    result = as_dict(verdict(book, organisation="个人", trained_total=3, occupations=stated(9000, None)))
    assert [(c["id"], c["status"]) for c in result["conditions"]] == [("organisation", "unmet")]
    assert (result["verdict"], result["selection"], result["materials"]) == ("ineligible", [], [])
    assert result["verdict_if_narrowed"] is None


def test_gaps_say_what_is_missing(book: Rulebook) -> None:
    facts = {
        "organisation": "行业协会",
        "years": 5.5,
        "occupations": [*stated(9000, 6800), {"code": None, "name": "电焊工"}],
    }
    gaps = {f.condition.id: f.gap for f in verdict(book, **facts).findings if f.gap}
    assert gaps["years"] == "还差0.5年（要求6年以上）。"
    assert gaps["scale"] == "车工还差1,200人次。"
    assert gaps["catalogue"] == "“电焊工”不在附件1的目录里，按现列职业不符合。"


def test_narrowed_leaves_the_stranger_out(book: Rulebook) -> None:
    whole = everything(organisation="行业协会", training_is_main_duty=True, years=6)
    result = verdict(book, **whole, occupations=[*stated(8000, 9000), {"code": None, "name": "电焊工"}])
    assert result.outcome == "ineligible"
    assert result.selection == (KNOWN_ROWS[1], KNOWN_ROWS[0])
    assert result.if_narrowed == "eligible"


def test_of_equal_figures_the_smaller_codes_are_chosen(book: Rulebook) -> None:
    rows = [{"code": code, "trained": 8000} for code in reversed(KNOWN_ROWS[:5])]
    assert verdict(book, organisation="行业协会", occupations=rows).selection == tuple(sorted(KNOWN_ROWS[:5])[:4])


def test_rough_figures_count_only_on_one_side(book: Rulebook) -> None:
    def scale_of(low: float, high: float | None) -> str:
        facts = Facts("行业协会", occupations=(Stated(KNOWN_ROWS[0], None, Bounds(low, high)),))
        findings = judge(facts, book, TODAY, "yes").findings
        return next(f.status for f in findings if f.condition.id == "scale")

    assert scale_of(8001, 8999) == "met"
    assert scale_of(7500, 7999) == "unmet"
    assert scale_of(7500, 8500) == "unknown"
    assert scale_of(8200, None) == "met"
    assert scale_of(600, None) == "unknown"


def test_what_only_the_office_can_judge(book: Rulebook) -> None:
    facts = Facts("企业", arguable=frozenset({"good_credit"}))
    finding = next(f for f in judge(facts, book, TODAY, "yes").findings if f.condition.id == "good_credit")
    assert (finding.status, finding.reason) == ("unknown", "office_decides")


def test_the_day_is_passed_through(book: Rulebook) -> None:
    result = as_dict(judge(Facts(), book, date(2022, 5, 25), "disputed"))
    assert (result["as_of"], result["in_force"]) == ("2022-05-25", "disputed")
    assert list(result) == [
        "verdict", "conditions", "selection", "verdict_if_narrowed", "materials", "as_of", "in_force",
    ]  # fmt: skip
    assert list(result["conditions"][0]) == ["id", "status", "clause", "quote", "gap", "reason", "judged_by"]
