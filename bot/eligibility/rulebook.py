"""The rules of the self-test made ready for use: looked up by key and by organisation."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.eligibility.words import Words
from bot.knowledge.eligibility import (
    Condition,
    Eligibility,
    Measure,
    Option,
    Organisation,
    Question,
    applies,
    read_by,
    stated_by,
)
from bot.text.normalise import normalise
from bot.text.phrases import Phrases

_TRUTHS = ("yes_no", "as_a_rule")
# A facts sheet may always give a figure with an occupation, also where no condition looks at it.
_ANY_FIGURE = {"trained": Measure("trained", unit="", most=1_000_000_000)}


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """What every function of the self-test is given: rules, words, and the catalogue's rows (code -> name).

    `clauses` are the notice's paragraphs by their place, for what is quoted in full; `flags` are the keys of yes/no
    facts.
    """

    rules: Eligibility
    words: Words
    rows: Mapping[str, str]
    clauses: Mapping[str, str]
    organisations: Mapping[str, Organisation]
    measures: Mapping[str, Measure]
    flags: frozenset[str]
    questions: Mapping[str, Question]
    leads: Mapping[str, frozenset[tuple[str, str | None]]]  # question -> the (question, option) it is asked after
    by_organisation: Mapping[str | None, tuple[Condition, ...]]
    read: Mapping[str | None, frozenset[str]]  # organisation -> keys of the facts its conditions look at
    stated: Mapping[str, frozenset[str]]  # question -> keys of the facts its answers state
    told: Mapping[str, tuple[tuple[str, str], ...]]  # phrase of a story -> (question, option) it means, longest first
    told_phrases: Phrases[None]  # finds these in a text
    row_names: Phrases[None]  # finds the catalogue's names

    def conditions(self, organisation: str | None) -> tuple[Condition, ...]:
        """The conditions for an organisation; where it is not known, those for all."""
        return self.by_organisation[organisation]

    def organisation(self, name: str | None) -> Organisation | None:
        """The organisation of this name; None for one not known."""
        return None if name is None else self.organisations[name]

    def option(self, question: str, option: str) -> Option | None:
        """An option of a question by their ids; None where there is none."""
        found = self.questions.get(question)
        return next((o for o in found.options if o.id == option), None) if found else None


def rulebook(rules: Eligibility, words: Words, rows: Mapping[str, str], clauses: Mapping[str, str]) -> Rulebook:
    """The rulebook of checked rules; `rows` are the catalogue's names by code, `clauses` the paragraphs by place."""
    organisations, told = {organisation.name: organisation for organisation in rules.organisations}, _told(rules)
    conditions = {name: _conditions(rules, organisations.get(name or "")) for name in [None, *organisations]}
    return Rulebook(
        rules=rules,
        words=words,
        rows=rows,
        clauses=clauses,
        organisations=organisations,
        measures=_ANY_FIGURE | {measure.id: measure for measure in rules.measures},
        flags=frozenset(condition.id for condition in rules.conditions if condition.kind in _TRUTHS),
        questions={question.id: question for question in rules.questions},
        leads=_leads(rules),
        by_organisation=conditions,
        read={name: frozenset().union(*map(read_by, applying)) for name, applying in conditions.items()},
        stated={question.id: frozenset(stated_by(question)) for question in rules.questions},
        told=told,
        told_phrases=Phrases(dict.fromkeys(told)),
        row_names=Phrases(dict.fromkeys(rows.values())),
    )


def _conditions(rules: Eligibility, organisation: Organisation | None) -> tuple[Condition, ...]:
    if organisation and not organisation.may_apply:
        return tuple(condition for condition in rules.conditions if condition.kind == "organisation")
    return tuple(condition for condition in rules.conditions if applies(condition.applies_to, organisation))


def _told(rules: Eligibility) -> dict[str, tuple[tuple[str, str], ...]]:
    meanings: dict[str, list[tuple[str, str]]] = {}
    for question in rules.questions:
        for option in question.options:
            for phrase in option.story:
                meanings.setdefault(normalise(phrase), []).append((question.id, option.id))
    return {phrase: tuple(meanings[phrase]) for phrase in sorted(meanings, key=len, reverse=True)}


def _leads(rules: Eligibility) -> dict[str, frozenset[tuple[str, str | None]]]:
    leads: dict[str, set[tuple[str, str | None]]] = {}
    for question in rules.questions:
        if question.unknown_ask:
            leads.setdefault(question.unknown_ask, set()).add((question.id, None))
        for option in question.options:
            if option.ask:
                leads.setdefault(option.ask, set()).add((question.id, option.id))
    return {target: frozenset(sources) for target, sources in leads.items()}
