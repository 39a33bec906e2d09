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
    """Both readings at the turning point, with the applicant's numbers, and the ways out."""
    few, many = (_state(tier, rule, stated, total, book) for tier in (rule.few, rule.many))
    names = {"few_name": rule.few.name, "many_name": rule.many.name}
    both = rule.words.readings.format(count=len(stated), few=few, many=many, **names)
    return both + ways_out(rule, stated, total, book)


def ways_out(rule: Scale, stated: Sequence[Figure], total: Bounds, book: Rulebook) -> str:
    """What to state instead of as many occupations as the turning point: the best without one, or more of them."""
    best = sorted(stated, key=lambda figure: (-figure.bounds.low, figure.code))[: len(stated) - 1]
    return rule.words.ways_out.format(
        fewer=len(best),
        names=book.words.comma.join(book.rows[figure.code] for figure in best),
        fewer_state=_state(rule.few, rule, best, total, book),
        more=len(stated) + 1,
        each=grouped(rule.many.each),
        total=grouped(rule.many.total or 0),
        more_state=_state(rule.many, rule, stated, total, book),
    )


def _state(tier: Tier, rule: Scale, stated: Sequence[Figure], total: Bounds, book: Rulebook) -> str:
    """How far the figures satisfy one sentence, in words."""
    status = scale.status(tier, stated, total)
    if status == "unmet":
        return _short_of(tier, rule, stated, total, book)
    if status == "met":
        return rule.words.stated_met
    return _total_open(tier, stated, total, book) or rule.words.stated_open


def _total_open(tier: Tier, stated: Sequence[Figure], total: Bounds, book: Rulebook) -> str | None:
    """What is said where every figure is known and only the total is not."""
    if total != scale.NOTHING_KNOWN or any(f.bounds.low != f.bounds.high or f.bounds.low < tier.each for f in stated):
        return None
    summed = grouped(sum(figure.bounds.low for figure in stated))
    return book.words.report.total_open.format(sum=summed, total=grouped(tier.total or 0))


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
