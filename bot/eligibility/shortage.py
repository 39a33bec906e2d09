"""Sentences about the tiered scale: what is short, and at the turning point both readings and the ways out."""

from collections.abc import Sequence

from bot.eligibility import scale
from bot.eligibility.facts import Bounds
from bot.eligibility.numerals import grouped, shortfall
from bot.eligibility.rulebook import Rulebook
from bot.eligibility.scale import Figure
from bot.knowledge.eligibility import Scale, Tier


def shortages(rule: Scale, stated: Sequence[Figure], total: Bounds, book: Rulebook) -> str:
    """What is short of each sentence that governs this many occupations."""
    governing = scale.tiers(rule, len(stated))
    if len(governing) == 1:
        return _short_of(governing[0], rule, stated, total, book)
    few, many = (_short_of(tier, rule, stated, total, book) for tier in governing)
    return rule.words.both.format(few_name=rule.few.name, few=few, many_name=rule.many.name, many=many)


def readings(rule: Scale, stated: Sequence[Figure], total: Bounds, book: Rulebook) -> str:
    """Both readings with the applicant's numbers, and both ways out: fewer occupations, or more."""
    few, many = (_state(tier, rule, stated, total, book) for tier in (rule.few, rule.many))
    words, count = rule.words, len(stated)
    best = sorted(stated, key=lambda figure: (-figure.bounds.low, figure.code))[: count - 1]
    names = book.words.comma.join(book.rows[figure.code] for figure in best)
    both = words.readings.format(count=count, few_name=rule.few.name, few=few, many_name=rule.many.name, many=many)
    ways = words.ways_out.format(
        fewer=count - 1,
        names=names,
        fewer_state=_state(rule.few, rule, best, total, book),
        more=count + 1,
        each=grouped(rule.many.each),
        total=grouped(rule.many.total or 0),
        more_state=many,
    )
    return both + ways


def _state(tier: Tier, rule: Scale, stated: Sequence[Figure], total: Bounds, book: Rulebook) -> str:
    """How far the figures satisfy one sentence, in words."""
    status = scale.status(tier, stated, total)
    if status == "unmet":
        return _short_of(tier, rule, stated, total, book)
    return rule.words.stated_met if status == "met" else rule.words.stated_open


def _short_of(tier: Tier, rule: Scale, stated: Sequence[Figure], total: Bounds, book: Rulebook) -> str:
    """Every shortfall of one sentence that is certain."""
    words, pieces = rule.words, []
    for figure in stated:
        if figure.bounds.high is not None and figure.bounds.high < tier.each:
            short = shortfall(tier.each, figure.bounds, book.words)
            pieces.append(words.each_short.format(name=book.rows[figure.code], short=short))
    if tier.total and total.high is not None and total.high < tier.total:
        pieces.append(words.total_short.format(short=shortfall(tier.total, total, book.words)))
    if not pieces:
        need = grouped(scale.needed(tier, stated))
        have = total.said or grouped(total.high or 0)
        pieces.append(words.cannot_fit.format(have=have, count=len(stated), each=grouped(tier.each), need=need))
    return book.words.semicolon.join(pieces)
