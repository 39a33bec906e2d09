"""The tiered scale: a threshold for each occupation, and a total, depending on how many occupations are stated.

The sentences for fewer and for more share the turning point, as 以上 and 以下 include the number (民法典 1259条), and
do not say which one governs there; so at the point itself the scale is decided only where both readings agree.
"""

from collections.abc import Sequence
from typing import Literal

from bot.eligibility.facts import Bounds, Facts
from bot.eligibility.rulebook import Rulebook
from bot.knowledge.eligibility import Scale, Tier
from bot.record import record

Status = Literal["met", "unmet", "unknown"]

NOTHING_KNOWN = Bounds(0, None)


@record
class Figure:
    """What is known of one occupation's 人次."""

    code: str
    bounds: Bounds


def figures(facts: Facts, book: Rulebook) -> tuple[Figure, ...]:
    """The stated occupations that are rows of the catalogue, in the order stated."""
    rows = book.rows
    return tuple(Figure(o.code, o.trained or NOTHING_KNOWN) for o in facts.occupations if o.code and o.code in rows)


def tiers(scale: Scale, count: int) -> tuple[Tier, ...]:
    """The sentences that govern `count` occupations: both at the turning point."""
    if count == scale.turning_point:
        return scale.few, scale.many
    return (scale.few,) if count < scale.turning_point else (scale.many,)


def status(tier: Tier, stated: Sequence[Figure], total: Bounds = NOTHING_KNOWN) -> Status:
    """What one sentence says of the figures: decided only if it comes out so for all values they leave open.

    `total` is what is known of the organisation's total, which can never be below the sum of the figures.
    """
    if all(figure.bounds.low >= tier.each for figure in stated) and _least_total(stated, total) >= (tier.total or 0):
        return "met"
    within_reach = all(figure.bounds.high is None or figure.bounds.high >= tier.each for figure in stated)
    return "unknown" if within_reach and _fits(tier, stated, total) else "unmet"


def _least_total(stated: Sequence[Figure], total: Bounds) -> float:
    return max(total.low, sum(figure.bounds.low for figure in stated))


def needed(tier: Tier, stated: Sequence[Figure]) -> float:
    """The least total with which every one of these occupations can reach its threshold."""
    return sum(max(figure.bounds.low, tier.each) for figure in stated)


def _fits(tier: Tier, stated: Sequence[Figure], total: Bounds) -> bool:
    """Whether the organisation's total leaves room: three occupations of 8,000 cannot fit into 20,000."""
    return total.high is None or total.high >= max(tier.total or 0, needed(tier, stated))
