"""The measures of the scoreboard, each with its definition, and shares with their intervals."""

import math
from collections.abc import Callable, Iterable, Sequence
from statistics import NormalDist

from bot.evaluation.outcome import ABSENT, DECLINED, Outcome
from bot.record import record

_LEVEL = 0.95  # confidence level of every interval
_Z = NormalDist().inv_cdf((1 + _LEVEL) / 2)


@record
class Share:
    """`hits` of `of`."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """0..1; 0 of nothing is 0."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson score interval at 95 %; (0, 1) where nothing was counted.

        Source: Wilson 1927; recommended for shares near 1 by Brown, Cai, DasGupta 2001, "Interval estimation for a
        binomial proportion".
        """
        if not self.of:
            return 0.0, 1.0
        square = _Z * _Z
        middle = self.hits + square / 2
        spread = _Z * math.sqrt(self.hits * (self.of - self.hits) / self.of + square / 4)
        low, high = ((middle + sign * spread) / (self.of + square) for sign in (-1, 1))
        return max(0.0, min(low, self.value)), min(1.0, max(high, self.value))  # rounding must not shut the share out


@record
class Measure:
    """Share of the outcomes that `counts` for which `hit` holds; `definition` in words."""

    name: str
    definition: str
    counts: Callable[[Outcome], bool]
    hit: Callable[[Outcome], bool]

    def of(self, outcomes: Iterable[Outcome]) -> Share:
        """The share among `outcomes`."""
        hits = [self.hit(outcome) for outcome in outcomes if self.counts(outcome)]
        return Share(sum(hits), len(hits))


def _right(outcome: Outcome) -> bool:
    return outcome.is_right


def _right_in_focus(outcome: Outcome) -> bool:
    return outcome.is_right and outcome.is_in_focus


def _single(outcome: Outcome) -> bool:
    return not outcome.case.is_talk


def _in_scope(outcome: Outcome) -> bool:
    return _single(outcome) and outcome.case.is_in_scope


def _labelled(label: str) -> Callable[[Outcome], bool]:
    return lambda outcome: _single(outcome) and outcome.case.labels[0] == label


MEASURES: Sequence[Measure] = (
    # In-scope accuracy and out-of-scope recall are those of CLINC150 (Larson et al. 2019, "An evaluation dataset for
    # intent classification and out-of-scope prediction"); the others follow from "a wrong answer is worse than none".
    Measure("in_scope", "answered right, of those that have an answer (asking back counts as not)", _in_scope, _right),
    Measure("oos_recall", "declined, of those the notice does not cover", _labelled(DECLINED), _right),
    Measure("none_recall", "said to be absent, of occupations and codes that are", _labelled(ABSENT), _right),
    Measure("wrong", "something untrue given as the answer, of all questions", _single, lambda o: o.is_wrong),
    Measure(
        "offered3",
        "answered right, or the right label among the first 3 choices, of those that have an answer",
        _in_scope,
        lambda outcome: outcome.is_right or outcome.offers(3),
    ),
    Measure(
        "focus",
        "right, with the wanted piece quoted in at most 150 characters or twice its length",
        lambda outcome: _single(outcome) and bool(outcome.case.focus),
        _right_in_focus,
    ),
    Measure("turn2", "second turns of talks answered right", lambda outcome: outcome.case.is_talk, _right),
    Measure(
        "focus_turn2",
        "second turns right, with the wanted piece quoted",
        lambda outcome: outcome.case.is_talk and bool(outcome.case.focus),
        _right_in_focus,
    ),
)


def measured(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Name -> share of every measure."""
    return {measure.name: measure.of(outcomes) for measure in MEASURES}


def sliced(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, tuple[Share, Share]]:
    """Value of `key` -> shares of right and of wrong answers, the largest slice first."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return {
        name: (Share(sum(o.is_right for o in group), len(group)), Share(sum(o.is_wrong for o in group), len(group)))
        for name, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    }
