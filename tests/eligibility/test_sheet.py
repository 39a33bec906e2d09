"""One line of the JSON interface: every wrong sheet names its field, and nothing raises."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.eligibility import Rulebook, judge_line
from tests.eligibility.conftest import make_book

TODAY = date(2021, 3, 18)
BOOK = make_book("knowledge")
CODE = "6-31-01-03"


def judged(line: str, book: Rulebook = BOOK) -> dict[str, Any]:
    result = judge_line(line, book, TODAY, "yes")
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        ({"organization": "企业"}, "organization"),
        ({"organisation": "公司"}, "organisation"),
        ({"organisation": 3}, "organisation"),
        ({"legal_person": 1}, "legal_person"),
        ({"legal_person": "true"}, "legal_person"),
        ({"trained_total": 500.0}, "trained_total"),
        ({"trained_total": True}, "trained_total"),
        ({"trained_total": "500"}, "trained_total"),
        ({"trained_total": -1}, "trained_total"),
        ({"years": "6"}, "years"),
        ({"years": -0.5}, "years"),
        ({"years": float("nan")}, "years"),
        ({"years": float("inf")}, "years"),
        ({"trained": 3}, "trained"),
        ({"scale": True}, "scale"),
        ({"catalogue": True}, "catalogue"),
        ({"occupations": {}}, "occupations"),
        ({"occupations": ["电工"]}, "occupations[0]"),
        ({"occupations": [{"code": CODE}, {}]}, "occupations[1]"),
        ({"occupations": [{"code": None, "name": None}]}, "occupations[0]"),
        ({"occupations": [{"code": "6310103"}]}, "occupations[0].code"),
        ({"occupations": [{"code": "6-31-01-03 "}]}, "occupations[0].code"),
        ({"occupations": [{"code": "６-31-01-03"}]}, "occupations[0].code"),
        ({"occupations": [{"code": 6}]}, "occupations[0].code"),
        ({"occupations": [{"code": CODE}, {"code": CODE, "trained": 3}]}, "occupations[1].code"),
        ({"occupations": [{"code": CODE, "trained": 8e3}]}, "occupations[0].trained"),
        ({"occupations": [{"code": CODE, "trained": -8}]}, "occupations[0].trained"),
        ({"occupations": [{"code": CODE, "figure": 8}]}, "occupations[0].figure"),
        ({"occupations": [{"code": None, "name": "  "}]}, "occupations[0].name"),
        (
            {"organisation": "行业协会", "trained_total": 9, "occupations": [{"code": CODE, "trained": 10}]},
            "trained_total",
        ),
    ],
)
def test_a_wrong_sheet_names_its_field(sheet: dict[str, Any], field: str) -> None:
    result = judged(json.dumps(sheet))
    assert set(result) == {"error", "field"}
    assert result["field"] == field


@pytest.mark.parametrize("line", ["[]", "3", "null", "{", "nonsense", '"企业"', "[" * 100_000, "9" * 5000])
def test_a_line_that_is_no_object(line: str) -> None:
    result = judged(line)
    assert result["error"]
    assert result["field"] is None


def test_the_same_key_twice() -> None:
    assert judged('{"years": 3, "years": 7}')["field"] == "years"


def test_half_a_character_cannot_be_written_out_again() -> None:
    line = '{"occupations": [{"code": null, "name": "\\ud800"}]}'
    json.dumps(judged(line), ensure_ascii=False).encode()


@pytest.mark.parametrize("line", ["", "   ", "\n"])
def test_a_blank_line_is_skipped(line: str) -> None:
    assert judge_line(line, BOOK, TODAY, "yes") is None


@pytest.mark.parametrize(
    "sheet",
    [
        {},
        {"organisation": None, "legal_person": None, "occupations": None, "years": None},
        {"organisation": "企业", "years": 3, "enrolling_normally": False},
        {"organisation": "技工院校", "trained_total": 9, "occupations": [{"code": CODE, "trained": 10}]},
        {"organisation": "企业", "trained_total": 9, "occupations": [{"code": CODE, "trained": 10}]},
        {"organisation": "行业协会", "trained_total": 10, "occupations": [{"code": CODE, "trained": 10}]},
        {"occupations": [{"code": CODE, "name": "电工"}, {"name": "电焊工"}]},
        {"years": 6},
    ],
)
def test_what_is_missing_null_or_does_not_apply_is_no_error(sheet: dict[str, Any]) -> None:
    assert "verdict" in judged(json.dumps(sheet))


def test_a_key_that_does_not_apply_is_still_checked_for_its_type() -> None:
    assert judged('{"organisation": "企业", "enrolling_normally": 3}')["field"] == "enrolling_normally"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["occupations", "code", "name", "years", "x"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_nothing_raises_and_everything_can_be_written(value: Any) -> None:
    result = judge_line(json.dumps(value), BOOK, TODAY, "expired")
    assert result is not None
    json.dumps(result, ensure_ascii=False, allow_nan=False).encode()
