import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.outcome import Case, Given, Outcome
from bot.evaluation.reliability import calibration_error, offered, reliability


def answered(confidence: float, right: bool) -> Outcome:
    return Outcome(Case("1", ("q",), ("faq:1",)), Given(("faq:1" if right else "faq:2",), confidence=confidence))


def asked(*choices: str, label: str = "faq:1") -> Outcome:
    return Outcome(Case("1", ("q",), (label,)), Given(choices=choices, confidence=0.4))


answers = st.lists(st.builds(answered, st.floats(0, 1), st.booleans()))


@given(answers)
def test_every_answer_is_in_one_bin(rows: list[Outcome]) -> None:
    bins = reliability(rows)
    assert sum(bin.right.of for bin in bins) == len(rows)
    assert sum(bin.right.hits for bin in bins) == sum(row.is_right for row in rows)
    assert all(bin.low <= bin.confidence + 1e-9 and bin.confidence <= bin.high + 1e-9 for bin in bins)
    assert 0 <= calibration_error(bins) <= 1


def test_ask_backs_are_no_answers() -> None:
    assert reliability([asked("faq:1")]) == ()
    assert calibration_error(()) == 0


def test_calibration_error_by_hand() -> None:
    rows = [answered(0.6, True), answered(0.6, False), answered(1.0, True), answered(1.0, True)]
    assert calibration_error(reliability(rows)) == pytest.approx((2 * 0.1 + 2 * 0.0) / 4)


def test_offered_counts_questions_with_an_answer_only() -> None:
    rows = [asked("faq:1", "faq:2"), asked("faq:2", "faq:3", "faq:1"), asked("faq:2"), asked("faq:1", label="oos")]
    rows.append(answered(0.9, True))
    assert [(share.hits, share.of) for share in offered(rows)] == [(1, 3), (1, 3), (2, 3)]
