"""One function for each kind of condition: facts -> met, unmet or unknown, with the reason and the gap."""

from collections.abc import Callable
from typing import Literal

from bot.eligibility import scale
from bot.eligibility.facts import Facts
from bot.eligibility.numerals import grouped, shortfall
from bot.eligibility.rulebook import Rulebook
from bot.eligibility.scale import Status
from bot.eligibility.shortage import readings, shortages, ways_out
from bot.knowledge.eligibility import Condition, Kind
from bot.record import record

Reason = Literal["not_stated", "office_decides", "two_readings"]


@record
class Finding:
    """What came out for one condition; `note` is a sentence for people that the machine-readable form leaves out."""

    condition: Condition
    status: Status
    reason: Reason | None = None
    gap: str | None = None
    quote: str = ""
    note: str | None = None


def examine(facts: Facts, book: Rulebook) -> tuple[Finding, ...]:
    """A finding for every condition that applies, in the order of the rules."""
    conditions = book.conditions(facts.organisation)
    return tuple(_EXAMINERS[condition.kind](condition, facts, book) for condition in conditions)


def _met(condition: Condition) -> Finding:
    return Finding(condition, "met", quote=condition.quote)


def _unmet(condition: Condition, gap: str) -> Finding:
    return Finding(condition, "unmet", gap=gap, quote=condition.quote)


def _unknown(condition: Condition, reason: Reason = "not_stated", note: str | None = None) -> Finding:
    return Finding(condition, "unknown", reason, quote=condition.quote, note=note)


def _organisation(condition: Condition, facts: Facts, book: Rulebook) -> Finding:
    organisation = book.organisation(facts.organisation)
    if organisation is None:
        return _unknown(condition)
    return _met(condition) if organisation.may_apply else _unmet(condition, condition.gap)


def _yes_no(condition: Condition, facts: Facts, book: Rulebook) -> Finding:
    if condition.id in facts.arguable:
        return _unknown(condition, "office_decides", condition.doubt)
    flag = facts.flags.get(condition.id)
    if flag is None:
        return _unknown(condition)
    return _met(condition) if flag else _unmet(condition, condition.gap)


def _as_a_rule(condition: Condition, facts: Facts, book: Rulebook) -> Finding:
    """原则上: whoever departs from the rule is not refused by the letter; the office decides."""
    finding = _yes_no(condition, facts, book)
    return _unknown(condition, "office_decides", condition.doubt) if finding.status == "unmet" else finding


def _at_least(condition: Condition, facts: Facts, book: Rulebook) -> Finding:
    need, known = condition.at_least or 0, facts.numbers.get(condition.id)
    if known is None or known.straddles(need):
        return _unknown(condition)
    if known.low >= need:
        return _met(condition)
    words = {
        "short": shortfall(need, known, book.words),
        "need": grouped(need),
        "have": known.said or grouped(known.low),
    }
    return _unmet(condition, condition.gap.format(**words))


def _in_catalogue(condition: Condition, facts: Facts, book: Rulebook) -> Finding:
    if not facts.occupations:
        return _unknown(condition)
    strange = [" ".join((o.name or o.code or "").split()) for o in facts.occupations if o.code not in book.rows]
    if not strange:
        return _met(condition)
    names = book.words.comma.join(book.words.quoted.format(name=name) for name in strange)
    return _unmet(condition, condition.gap.format(names=names))


def _scale(condition: Condition, facts: Facts, book: Rulebook) -> Finding:
    rule, stated = condition.scale, scale.figures(facts, book)
    if rule is None or not stated:
        return _unknown(condition)
    total = facts.numbers.get(rule.total, scale.NOTHING_KNOWN)
    governing = scale.tiers(rule, len(stated))
    results = {scale.status(tier, stated, total) for tier in governing}
    quote = governing[0].quote if len(governing) == 1 else condition.quote
    if len(results) > 1:
        return Finding(condition, "unknown", "two_readings", None, quote, readings(rule, stated, total, book))
    if results == {"unmet"}:
        gap = condition.gap.format(shortages=shortages(rule, stated, total, book))
        note = ways_out(rule, stated, total, book) if len(governing) > 1 else None
        return Finding(condition, "unmet", None, gap, quote, note)
    status = results.pop()
    return Finding(condition, status, "not_stated" if status == "unknown" else None, None, quote)


_EXAMINERS: dict[Kind, Callable[[Condition, Facts, Rulebook], Finding]] = {
    "organisation": _organisation,
    "yes_no": _yes_no,
    "as_a_rule": _as_a_rule,
    "at_least": _at_least,
    "in_catalogue": _in_catalogue,
    "scale": _scale,
}
