import math
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.evaluation.measures import MEASURES, Share, measured, sliced
from bot.evaluation.outcome import Case, Given, Outcome

shares = st.integers(0, 3000).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_intervals(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval == pytest.approx((low, high), abs=5e-5)


@given(shares)
def test_interval_holds_the_share_and_stays_within_bounds(share: Share) -> None:
    low, high = share.interval
    assert 0 <= low <= high <= 1
    assert low <= share.value <= high


@given(shares.filter(lambda share: share.of), st.integers(2, 9))
def test_interval_narrows_with_more_of_the_same(share: Share, times: int) -> None:
    few, many = share.interval, Share(share.hits * times, share.of * times).interval
    assert many[1] - many[0] < few[1] - few[0]


@given(shares.filter(lambda share: share.of))
def test_interval_is_where_the_score_test_turns(share: Share) -> None:
    """Oracle: the bounds are the shares from which what was seen is 1.96 standard errors away."""
    for bound in share.interval:
        assume(0 < bound < 1)
        away = abs(share.value - bound) / math.sqrt(bound * (1 - bound) / share.of)
        assert away == pytest.approx(1.959964, rel=1e-4)


def test_nothing_counted_is_nothing_known() -> None:
    assert Share(0, 0).value == 0
    assert Share(0, 0).interval == (0, 1)


LABELS = ["faq:1", "faq:2", "oos", "occ:none", "occ:1-01-01-01", "occ:list:矿", "contact"]
label_lists = st.lists(st.sampled_from(LABELS), max_size=4).map(tuple)
FOCUS = "第三日"


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=2).map(tuple))
    focus = (FOCUS,) if labels[0].startswith("faq:") and draw(st.booleans()) else ()
    quotes = draw(st.sampled_from([(), (FOCUS,), ("别的",), (FOCUS, "字" * 200)]))
    turns = draw(st.sampled_from([("一",), ("一", "二")]))
    return Outcome(Case("1", turns, labels, focus, "voice"), Given(draw(label_lists), draw(label_lists), quotes))


def by_hand(rows: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """Oracle: the measures counted one row after the other; no code here asks for two rows, lists hold one word."""
    tally = {measure.name: [0, 0] for measure in MEASURES}

    def count(name: str, hit: bool) -> None:
        tally[name][0] += hit
        tally[name][1] += 1

    for row in rows:
        answer, labels = row.given.answer, row.case.labels
        right = False
        for label in labels:
            alone = label in ("oos", "occ:none")
            first = bool(answer) and answer[0] == label
            few = len(answer) == 1 if alone or label == "occ:list:矿" else len(answer) <= 2
            right = right or (first and (few or label == "occ:list:矿"))
        quoted = "".join(row.given.quotes)
        in_focus = right and FOCUS in quoted and len(quoted) <= 150
        if len(row.case.turns) == 2:
            count("turn2", right)
            if row.case.focus:
                count("focus_turn2", in_focus)
            continue
        count("wrong", answer not in ((), ("oos",)) and not right)
        if labels[0] == "oos":
            count("oos_recall", right)
        elif labels[0] == "occ:none":
            count("none_recall", right)
        else:
            count("in_scope", right)
            count("offered3", right or (answer == () and bool(set(labels) & set(row.given.choices[:3]))))
        if row.case.focus:
            count("focus", in_focus)
    return {name: (hits, of) for name, (hits, of) in tally.items()}


@given(st.lists(outcomes(), max_size=12))
def test_measures_are_those_counted_by_hand(rows: list[Outcome]) -> None:
    assert {name: (share.hits, share.of) for name, share in measured(rows).items()} == by_hand(rows)


@given(st.lists(outcomes(), max_size=12))
def test_slices_add_up(rows: list[Outcome]) -> None:
    slices = sliced(rows, lambda outcome: outcome.case.group)
    assert sum(right.of for right, _ in slices.values()) == len(rows)
    assert sum(right.hits for right, _ in slices.values()) == sum(row.is_right for row in rows)
    assert sum(wrong.hits for _, wrong in slices.values()) == sum(row.is_wrong for row in rows)
    sizes = [right.of for right, _ in slices.values()]
    assert sizes == sorted(sizes, reverse=True)
