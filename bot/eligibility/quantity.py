"""Reads a figure given in answer to "how many" or "how long"."""

from collections.abc import Sequence

from bot.eligibility.facts import Bounds
from bot.eligibility.numerals import grouped
from bot.eligibility.problem import Problem
from bot.eligibility.utterance import is_asking, says
from bot.eligibility.words import Words
from bot.knowledge.eligibility import Measure
from bot.text.normalise import normalise
from bot.text.numbers import Amount, Number, find

_FIRST_CALENDAR_YEAR = 1900


def read_quantity(text: str, measure: Measure, words: Words, threshold: float | None = None) -> Bounds | Problem | None:
    """What the text says of a number, None for "don't know", or why it cannot be told.

    Where an exact answer at `threshold` is wanted, "enough" and "short of it" are answers too.
    """
    if says(text, words.heard.unknown, words):
        return None
    if threshold is not None and says(text, words.heard.enough, words):
        return Bounds(threshold, None, normalise(text))
    if threshold is not None and says(text, words.heard.short, words):
        return below(threshold, measure, normalise(text))
    if says(text, words.heard.nothing, words):
        return Bounds(0, 0, normalise(text))
    if is_asking(text, words):
        return Problem("not_an_answer")
    return _one(find(normalise(text)), normalise(text), measure, words)


def changed(text: str, number: Number, words: Words) -> str | None:
    """The word beside a figure, but not read with it, that makes it mean another figure; None if there is none."""
    beside = f"{text[: number.start]}\n{text[number.end :]}"
    return next((word for word in words.heard.changing if word in beside), None)


def below(threshold: float, measure: Measure, said: str) -> Bounds:
    """What is known of a number that is said not to reach `threshold`."""
    return Bounds(0, threshold - (1 if measure.whole else 0.01), said)


def _one(numbers: Sequence[Number], text: str, measure: Measure, words: Words) -> Bounds | Problem:
    """The one figure meant: of several, the only one with a unit that fits."""
    fitting = [number for number in numbers if number.amount.unit in _units(measure, words)]
    chosen = fitting if len(fitting) == 1 else numbers
    if not chosen:
        return Problem("no_number")
    if len(chosen) > 1:
        return Problem("several_numbers")
    if word := changed(text, chosen[0], words):
        return Problem("changed_number", {"word": word})
    return bounds_of(chosen[0], text, measure, words)


def bounds_of(number: Number, text: str, measure: Measure, words: Words) -> Bounds | Problem:
    """The bounds one figure of `text` sets, in the measure's unit, if it is a possible value.

    Heads bound the 人次 from below: whoever comes twice is one head and counts twice.
    """
    amount, said = number.amount, text[number.start : number.end].strip()
    if amount.unit and amount.unit not in _units(measure, words):
        return Problem("wrong_unit", {"unit": measure.unit})
    if measure.unit in words.heard.years and amount.exact and amount.low >= _FIRST_CALENDAR_YEAR:
        return Problem("calendar_year")
    scale = 1 / 12 if amount.unit in words.heard.months else 1
    low, high = amount.low * scale, None if amount.high is None else amount.high * scale
    if problem := _impossible(Amount(low, high), measure):
        return problem
    return Bounds(low, None if measure.whole and amount.unit in words.heard.people else high, said)


def _impossible(amount: Amount, measure: Measure) -> Problem | None:
    if amount.low < 0:
        return Problem("negative")
    if max(amount.low, amount.high or 0) > measure.most:
        return Problem("too_large", {"most": grouped(measure.most), "unit": measure.unit})
    if measure.whole and amount.exact and amount.low != int(amount.low):
        return Problem("not_whole")
    return None


def _units(measure: Measure, words: Words) -> tuple[str, ...]:
    """The units a figure of this measure may be given in."""
    heard = words.heard
    return (*heard.turnout, *heard.people) if measure.whole else (*heard.years, *heard.months)
