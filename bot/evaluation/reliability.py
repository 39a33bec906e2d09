"""Whether confidence means what it says: answers in bins of confidence, and the choices offered where none is given."""

from collections.abc import Iterable, Sequence
from statistics import fmean

from bot.evaluation.measures import Share
from bot.evaluation.outcome import Outcome
from bot.record import record

_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)  # lower ends; most answers are confident, so bins narrow towards 1


@record
class Bin:
    """Answers of a confidence from `low` to below `high` (the last up to 1): their mean, and how many are right."""

    low: float
    high: float
    confidence: float
    right: Share


def reliability(outcomes: Iterable[Outcome]) -> tuple[Bin, ...]:
    """The bins that hold anything; declines are answers, asking back is none."""
    answered = [outcome for outcome in outcomes if outcome.given.answer]
    bins = []
    for low, high in zip(_EDGES, (*_EDGES[1:], 1.0), strict=True):
        inside = [o for o in answered if low <= o.given.confidence and (o.given.confidence < high or high == 1.0)]
        if inside:
            mean = fmean(outcome.given.confidence for outcome in inside)
            bins.append(Bin(low, high, mean, Share(sum(outcome.is_right for outcome in inside), len(inside))))
    return tuple(bins)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error, 0..1: the mean distance of confidence and share right.

    Source: Guo et al. 2017, "On calibration of modern neural networks", equation 3.
    """
    total = sum(bin.right.of for bin in bins)
    return sum(bin.right.of * abs(bin.confidence - bin.right.value) for bin in bins) / total if total else 0.0


def offered(outcomes: Iterable[Outcome], most: int = 3) -> tuple[Share, ...]:
    """Of the questions with an answer that were asked back: those with a right label among the first 1 ... `most`."""
    asked = [outcome for outcome in outcomes if outcome.asks_back and outcome.case.is_in_scope]
    return tuple(Share(sum(outcome.offers(first) for outcome in asked), len(asked)) for first in range(1, most + 1))
