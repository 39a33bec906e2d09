"""Facts -> verdict: every condition with its finding, the best choice of occupations, and what follows from both."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.eligibility.conditions import Finding, examine
from bot.eligibility.facts import Facts
from bot.eligibility.rulebook import Rulebook
from bot.eligibility.selection import best_choice
from bot.knowledge.eligibility import applies
from bot.knowledge.verdict_wording import Outcome, Standing
from bot.record import record


@record
class Verdict:
    """What the facts come to on a day; `if_narrowed` is the outcome if only `selection` were stated.

    `materials` are the printed numbers of the items that apply; `in_force` is the notice's standing on `as_of`.
    """

    facts: Facts
    outcome: Outcome
    findings: tuple[Finding, ...]
    selection: tuple[str, ...]
    if_narrowed: Outcome | None
    materials: tuple[int, ...]
    as_of: date
    in_force: Standing


def judge(facts: Facts, book: Rulebook, as_of: date, in_force: Standing) -> Verdict:
    """The verdict on `facts`; pure, and total: whatever is not known is unknown in it."""
    findings = examine(facts, book)
    selection = best_choice(facts, book)
    return Verdict(
        facts=facts,
        outcome=_outcome(findings),
        findings=findings,
        selection=selection,
        if_narrowed=_if_narrowed(facts, selection, book),
        materials=_materials(facts.organisation, book),
        as_of=as_of,
        in_force=in_force,
    )


def as_dict(verdict: Verdict) -> dict[str, Any]:
    """The verdict as the stable JSON interface has it."""
    return {
        "verdict": verdict.outcome,
        "conditions": [_finding(finding) for finding in verdict.findings],
        "selection": list(verdict.selection),
        "verdict_if_narrowed": verdict.if_narrowed,
        "materials": list(verdict.materials),
        "as_of": verdict.as_of.isoformat(),
        "in_force": verdict.in_force,
    }


def _finding(finding: Finding) -> dict[str, str | None]:
    return {
        "id": finding.condition.id,
        "status": finding.status,
        "clause": finding.condition.clause,
        "quote": finding.quote,
        "gap": finding.gap,
        "reason": finding.reason,
        "judged_by": finding.condition.judged_by,
    }


def _outcome(findings: Iterable[Finding]) -> Outcome:
    """Any unmet: ineligible; else any unknown: unclear."""
    statuses = {finding.status for finding in findings}
    if "unmet" in statuses:
        return "ineligible"
    return "unclear" if "unknown" in statuses else "eligible"


def _if_narrowed(facts: Facts, selection: tuple[str, ...], book: Rulebook) -> Outcome | None:
    if not selection or len(selection) == len(facts.occupations):
        return None
    kept = tuple(stated for stated in facts.occupations if stated.code in selection)
    return _outcome(examine(replace(facts, occupations=kept), book))


def _materials(name: str | None, book: Rulebook) -> tuple[int, ...]:
    organisation = book.organisation(name)
    if organisation and not organisation.may_apply:
        return ()
    return tuple(item.number for item in book.rules.materials if applies(item.applies_to, organisation))
