"""What must hold in ``eligibility.yaml`` beyond its shape: nothing unknown, unreachable, without clause or twice."""

from collections.abc import Iterator, Mapping
from string import Formatter

from bot.knowledge.clause import Clause, Quote, citation_problem
from bot.knowledge.eligibility import (
    FILE,
    Eligibility,
    Option,
    Organisation,
    applies,
    read_by,
    stated_by,
)
from bot.knowledge.faults import Fault

_Problems = Iterator[tuple[int, str, str]]  # line, field, what is wrong
_TRUTHS = ("yes_no", "as_a_rule")
_BRACES = {
    "at_least": {"short", "have", "need"},
    "in_catalogue": {"names"},
    "scale": {"shortages"},
}
_SCALE_BRACES = {
    "each_short": {"name", "short"},
    "total_short": {"short"},
    "cannot_fit": {"have", "count", "each", "need"},
    "both": {"few_name", "few", "many_name", "many"},
    "readings": {"count", "few_name", "few", "many_name", "many"},
    "chosen": {"count", "each", "total"},
    "chosen_with_total": {"count", "each", "total"},
    "ways_out": {"fewer", "names", "fewer_state", "more", "each", "total", "more_state"},
}


def check_eligibility(rules: Eligibility, clauses: Mapping[str, Clause], faults: list[Fault]) -> None:
    """Adds a fault for everything in the rules that contradicts itself or the clauses (place -> clause) it cites."""
    for check in (_twice, _citations, _organisations, _conditions, _questions, _options, _reachable, _templates):
        faults.extend(Fault(FILE, line, f"Eligibility.{path}", text) for line, path, text in check(rules, clauses))


def _twice(rules: Eligibility, _: Mapping[str, Clause]) -> _Problems:
    seen: set[tuple[str, ...]] = set()
    for line, path, key in _names(rules):
        if key in seen:
            yield line, path, f"stands twice: {key[-1]}"
        seen.add(key)


def _names(rules: Eligibility) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Line, field and key of everything that must be one of its kind."""
    for i, organisation in enumerate(rules.organisations):
        yield organisation.line, f"organisations[{i}].name", ("organisation", organisation.name)
    for i, measure in enumerate(rules.measures):
        yield measure.line, f"measures[{i}].id", ("measure", measure.id)
    for i, material in enumerate(rules.materials):
        yield material.line, f"materials[{i}].number", ("material", str(material.number))
    for i, question in enumerate(rules.questions):
        yield question.line, f"questions[{i}].id", ("question", question.id)
        for j, option in enumerate(question.options):
            yield option.line, f"questions[{i}].options[{j}].id", ("option", question.id, option.id)
            yield option.line, f"questions[{i}].options[{j}].label", ("label", question.id, option.label)
    for i, condition in enumerate(rules.conditions):
        for organisation in rules.organisations:
            if applies(condition.applies_to, organisation):
                yield condition.line, f"conditions[{i}].id", ("condition", organisation.name, condition.id)


def _citations(rules: Eligibility, clauses: Mapping[str, Clause]) -> _Problems:
    cited = [(c.line, f"conditions[{i}].quote", Quote(c.clause, c.quote)) for i, c in enumerate(rules.conditions)]
    for i, condition in enumerate(rules.conditions):
        if condition.scale:
            for name, tier in (("few", condition.scale.few), ("many", condition.scale.many)):
                cited.append((tier.line, f"conditions[{i}].scale.{name}.quote", Quote(condition.clause, tier.quote)))
    cited += [(m.line, f"materials[{i}].clause", Quote(m.clause)) for i, m in enumerate(rules.materials)]
    cited += [(rules.line, f"process[{i}]", Quote(place)) for i, place in enumerate(rules.process)]
    for line, path, quote in cited:
        if problem := citation_problem(quote, clauses):
            yield line, path, problem


def _organisations(rules: Eligibility, _: Mapping[str, Clause]) -> _Problems:
    known = {o.name for o in rules.organisations} | {o.group for o in rules.organisations if o.group}
    for name in ("questions", "conditions", "materials", "remarks"):
        for i, thing in enumerate(getattr(rules, name)):
            for applicant in set(thing.applies_to) - known:
                yield thing.line, f"{name}[{i}].applies_to", f"unknown organisation: {applicant}"
    offered = {option.organisation for question in rules.questions for option in question.options}
    for i, organisation in enumerate(rules.organisations):
        if organisation.name not in offered:
            yield organisation.line, f"organisations[{i}]", f"no option leads to it: {organisation.name}"


def _conditions(rules: Eligibility, _: Mapping[str, Clause]) -> _Problems:
    measures = {measure.id for measure in rules.measures}
    for i, condition in enumerate(rules.conditions):
        path = f"conditions[{i}]"
        if (condition.kind == "at_least") != (condition.at_least is not None):
            yield condition.line, f"{path}.at_least", f"belongs to the kind at_least, not {condition.kind}"
        if (condition.kind == "scale") != (condition.scale is not None):
            yield condition.line, f"{path}.scale", f"belongs to the kind scale, not {condition.kind}"
        if condition.kind == "at_least" and condition.id not in measures:
            yield condition.line, f"{path}.id", f"no such measure: {condition.id}"
        if condition.kind == "organisation" and condition.id != "organisation":
            yield condition.line, f"{path}.id", f"must be organisation, not {condition.id}"
        if condition.scale and not {condition.scale.total, "trained"} <= measures:
            yield condition.scale.line, f"{path}.scale.total", "the measures must hold the total and trained"
        for organisation in _appliers(rules, condition.applies_to):
            missing = read_by(condition) - _answerable(rules, organisation)
            for fact in sorted(missing):
                yield condition.line, path, f"no question put to {organisation.name} states {fact}"


def _appliers(rules: Eligibility, applies_to: tuple[str, ...]) -> list[Organisation]:
    return [o for o in rules.organisations if o.may_apply and applies(applies_to, o)]


def _answerable(rules: Eligibility, organisation: Organisation) -> set[str]:
    """Facts that some question put to `organisation` can state."""
    questions = (question for question in rules.questions if applies(question.applies_to, organisation))
    return set().union(*map(stated_by, questions))


def _questions(rules: Eligibility, _: Mapping[str, Clause]) -> _Problems:
    measures = {measure.id for measure in rules.measures}
    truths = {condition.id for condition in rules.conditions if condition.kind in _TRUTHS}
    for i, question in enumerate(rules.questions):
        path = f"questions[{i}]"
        if (question.kind in ("choice", "ticks")) != bool(question.options):
            yield question.line, f"{path}.options", f"must be given for a choice or ticks only, not for {question.kind}"
        if (question.kind in ("number", "figures")) != (question.fact in measures):
            yield question.line, f"{path}.fact", f"must be a measure for a number or figures only: {question.fact}"
        stated = stated_by(question) - {"organisation", "occupations"} - {question.fact}
        for fact in sorted(stated - truths):
            yield question.line, f"{path}.options", f"no yes_no or as_a_rule condition has the id {fact}"


def _options(rules: Eligibility, _: Mapping[str, Clause]) -> _Problems:
    order = {question.id: i for i, question in enumerate(rules.questions)}
    organisations = {organisation.name for organisation in rules.organisations}
    for i, question in enumerate(rules.questions):
        if question.unknown_ask is not None:
            yield from _ask(question.line, f"questions[{i}].unknown_ask", question.unknown_ask, i, order)
        for j, option in enumerate(question.options):
            path = f"questions[{i}].options[{j}]"
            if option.organisation and option.organisation not in organisations:
                yield option.line, f"{path}.organisation", f"unknown organisation: {option.organisation}"
            if option.ask is not None:
                yield from _ask(option.line, f"{path}.ask", option.ask, i, order)
            if question.kind == "choice" and not _leads(option):
                yield option.line, path, f"leads nowhere: {option.id}"


def _leads(option: Option) -> bool:
    return bool(option.organisation or option.facts or option.arguable or option.ask)


def _ask(line: int, path: str, target: str, position: int, order: dict[str, int]) -> _Problems:
    if target not in order:
        yield line, path, f"unknown question: {target}"
    elif order[target] <= position:
        yield line, path, f"must be a later question: {target}"


def _reachable(rules: Eligibility, _: Mapping[str, Clause]) -> _Problems:
    """A question nobody can be asked: no condition that applies to those it is put to looks at what it states."""
    for i, question in enumerate(rules.questions):
        audience = _appliers(rules, question.applies_to)
        read = {
            fact
            for condition in rules.conditions
            if any(applies(condition.applies_to, organisation) for organisation in audience)
            for fact in read_by(condition)
        }
        if not stated_by(question) & read and not any(option.ask for option in question.options):
            yield question.line, f"questions[{i}]", f"unreachable, as no condition looks at its answer: {question.id}"


def _templates(rules: Eligibility, _: Mapping[str, Clause]) -> _Problems:
    for i, condition in enumerate(rules.conditions):
        allowed = _BRACES.get(condition.kind, set())
        yield from _braces(condition.line, f"conditions[{i}].gap", condition.gap, allowed)
        if condition.scale:
            words = condition.scale.words
            for name, allowed in _SCALE_BRACES.items():
                yield from _braces(words.line, f"conditions[{i}].scale.words.{name}", getattr(words, name), allowed)
    for i, question in enumerate(rules.questions):
        allowed = {"occupation"} if question.kind == "figures" else set()
        yield from _braces(question.line, f"questions[{i}].ask", question.ask, allowed)
        exact = allowed | {"said", "threshold", "unit"}
        yield from _braces(question.line, f"questions[{i}].exact", question.exact or "", exact)
    for name in ("eligible", "ineligible", "unclear"):
        yield from _braces(rules.narrowed.line, f"narrowed.{name}", getattr(rules.narrowed, name), {"names"})
    yield from _braces(rules.line, "form_box", rules.form_box, {"box"})
    for i, text in enumerate(rules.always):
        yield from _braces(rules.line, f"always[{i}]", text, {"office"})


def _braces(line: int, path: str, text: str, allowed: set[str]) -> _Problems:
    try:
        used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        yield line, path, f"has unbalanced braces: {error}"
        return
    for name in sorted(used - allowed):
        yield line, path, f"unknown word in braces: {name}"
