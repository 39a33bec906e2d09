"""The largest choice among the stated occupations that would do."""

from bot.eligibility import scale
from bot.eligibility.facts import Facts
from bot.eligibility.rulebook import Rulebook


def best_choice(facts: Facts, book: Rulebook) -> tuple[str, ...]:
    """Codes of the largest choice that meets the scale by its own figures, most trained first.

    Where no scale is demanded, the rows in the order stated. () if nothing would do, or nobody is known to apply.
    A rule that holds for some choice of k occupations holds for the k most trained, so only those are tried; of equal
    figures the smaller code goes first.
    """
    organisation = book.organisation(facts.organisation)
    if organisation is None or not organisation.may_apply:
        return ()
    rule = next((condition.scale for condition in book.conditions(organisation.name) if condition.scale), None)
    stated = scale.figures(facts, book)
    if rule is None:
        return tuple(figure.code for figure in stated)
    known = [figure for figure in stated if figure.bounds.low > 0]
    ranked = sorted(known, key=lambda figure: (-figure.bounds.low, figure.code))
    for size in range(len(ranked), 0, -1):
        chosen = ranked[:size]
        if all(scale.status(tier, chosen) == "met" for tier in scale.tiers(rule, size)):
            return tuple(figure.code for figure in chosen)
    return ()
