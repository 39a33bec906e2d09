"""Which question comes next: the answers given so far are replayed in the order of the rules.

Nothing is remembered but the answers. A question is asked if a condition that applies to the organisation looks at what
it states, and nothing before it has stated that already.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.eligibility import scale
from bot.eligibility.answers import EXACT, Answer, Picked, Ticks, facts_of
from bot.eligibility.facts import Bounds, Facts, least_sum
from bot.eligibility.rulebook import Rulebook
from bot.knowledge.eligibility import Question, Scale, applies
from bot.record import record


@record
class Item:
    """One thing to ask: a question, for `code` where it is asked for each occupation.

    `threshold` is set where it is asked once more for the exact figure, as what was said lies on both sides of it.
    """

    question: Question
    code: str | None = None
    threshold: float | None = None
    said: str = ""

    @property
    def id(self) -> str:
        """The id its answer is kept under."""
        parts = [self.question.id, self.code, None if self.threshold is None else EXACT]
        return ":".join(part for part in parts if part)


@record
class Path:
    """A replay: the items that apply in order, the answers that fit them, and the first item still open, if any."""

    items: tuple[Item, ...]
    answers: tuple[Answer, ...]
    open: Item | None

    def answer(self, item: str) -> Answer | None:
        """The answer kept under an item's id."""
        return next((answer for answer in self.answers if answer.question == item), None)

    def item(self, id: str | None) -> Item | None:
        """The item of this id, if it applies."""
        return next((item for item in self.items if item.id == id), None)


def replay(given: Iterable[Answer], book: Rulebook) -> Path:
    """The path the answers lead along; those that no longer apply are left out."""
    by_id = {answer.question: answer for answer in given}
    items: list[Item] = []
    kept: list[Answer] = []
    first_open: Item | None = None
    facts = facts_of(kept, book)
    for question in book.rules.questions:
        for item in _items(question, kept, facts, book):
            items.append(item)
            answer = by_id.get(item.id)
            fitting = answer is not None and fits(answer, item, facts, book)
            if answer is not None and fitting:
                kept.append(answer)
                facts = facts_of(kept, book)
            if first_open is None and not (answer and fitting and answer.complete):
                first_open = item
    return Path(tuple(items), tuple(kept), first_open)


def fits(answer: Answer, item: Item, before: Facts, book: Rulebook) -> bool:
    """Whether an answer can be one to `item`, given what is stated before it."""
    value, options = answer.value, {option.id for option in item.question.options}
    match item.question.kind:
        case "choice":
            return value is None or value in options
        case "ticks":
            return value is None or (isinstance(value, Ticks) and {*value.yes, *value.no, *value.unsure} <= options)
        case "occupations":
            return value is None or isinstance(value, tuple)
        case _:
            return value is None or (isinstance(value, Bounds) and not below_sum(value, item, before, book))


def below_sum(bounds: Bounds, item: Item, before: Facts, book: Rulebook) -> bool:
    """Whether a total is lower than what the occupations stated before already come to."""
    rule = scale_of(before, book)
    is_total = rule is not None and item.question.fact == rule.total
    return is_total and bounds.high is not None and bounds.high < least_sum(before)


def scale_of(facts: Facts, book: Rulebook) -> Scale | None:
    """The scale that is demanded of the organisation, if any."""
    return next((condition.scale for condition in book.conditions(facts.organisation) if condition.scale), None)


def _items(question: Question, kept: Sequence[Answer], facts: Facts, book: Rulebook) -> Iterator[Item]:
    """The items of one question after `facts`, those of `kept`, which grows between two of them."""
    if not _is_due(question, kept, facts, book):
        return
    if question.kind == "figures":
        for figure in scale.figures(facts, book):
            if not any(isinstance(answer.value, tuple) and _has_figure(answer.value, figure.code) for answer in kept):
                yield Item(question, figure.code)
            yield from _exact(question, figure.code, kept, book)
        return
    yield Item(question)
    if question.kind == "number":
        yield from _exact(question, None, kept, book)


def _is_due(question: Question, kept: Sequence[Answer], facts: Facts, book: Rulebook) -> bool:
    organisation = book.organisation(facts.organisation)
    if organisation and not organisation.may_apply:
        return False
    if question.id in book.leads:
        return any((answer.question, answer.value) in book.leads[question.id] for answer in kept)
    stated = book.stated[question.id]
    if not applies(question.applies_to, organisation) or not stated & book.read[facts.organisation]:
        return False
    rule = scale_of(facts, book)
    if rule and question.fact == rule.total:
        return _total_matters(rule, facts, book)
    return not stated <= facts.flags.keys()


def _total_matters(rule: Scale, facts: Facts, book: Rulebook) -> bool:
    """Whether a sentence that demands a total is still open for want of it."""
    stated = scale.figures(facts, book)
    summed = sum(figure.bounds.low for figure in stated)
    governing = scale.tiers(rule, len(stated)) if stated else ()
    return any(tier.total and summed < tier.total and scale.status(tier, stated) == "unknown" for tier in governing)


def _has_figure(picked: tuple[Picked, ...], code: str) -> bool:
    return any(one.code == code and one.trained for one in picked)


def _exact(question: Question, code: str | None, kept: Sequence[Answer], book: Rulebook) -> Iterator[Item]:
    """The exact figure is asked once where what was said lies on both sides of a threshold."""
    facts = facts_of(kept, book)
    if code:
        known = next((occupation.trained for occupation in facts.occupations if occupation.code == code), None)
    else:
        known = facts.numbers.get(question.fact or "")
    for threshold in thresholds(question, facts, book):
        if known and known.straddles(threshold):
            yield Item(question, code, threshold, known.said)
            return


def thresholds(question: Question, facts: Facts, book: Rulebook) -> tuple[float, ...]:
    """The values at which an answer to a question decides something."""
    found: list[float] = []
    for condition in book.conditions(facts.organisation):
        if condition.at_least is not None and condition.id == question.fact:
            found.append(condition.at_least)
        if condition.scale:
            governing = scale.tiers(condition.scale, len(scale.figures(facts, book)))
            if question.kind == "figures":
                found += [tier.each for tier in governing]
            elif question.fact == condition.scale.total:
                found += [tier.total for tier in governing if tier.total]
    return tuple(found)
