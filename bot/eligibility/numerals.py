"""Numbers for people: grouped digits, and what is missing to a threshold."""

from decimal import ROUND_UP, Decimal

from bot.eligibility.facts import Bounds
from bot.eligibility.words import Words


def grouped(number: float) -> str:
    """A number with its thousands marked: 1,200 or 0.5."""
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def shortfall(threshold: float, known: Bounds, words: Words) -> str:
    """What a number below `threshold` misses, to a hundredth; where only a bound is known, the least it can miss."""
    high = known.low if known.high is None else known.high
    missing = (Decimal(str(threshold)) - Decimal(str(high))).quantize(Decimal("0.01"), ROUND_UP)
    short = grouped(float(missing))
    return short if known.low == known.high else words.at_least.format(number=short)
