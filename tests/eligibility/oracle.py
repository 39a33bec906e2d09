"""The verdict on exact facts worked out a second time, slowly and from the notice's words alone.

Nothing of the engine is used: thresholds, conditions and codes are written down again, what is not known is tried out
value by value, and the best choice of occupations is found by trying every subset.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

OTHERS = ("公共实训基地", "行业协会", "民办非企业单位", "其他单位")
COMMON = (
    "registered_in_tianjin", "legal_person", "finance_and_management_rules", "good_credit", "influence_or_standards",
    "assessment_experience", "basic_conditions", "dedicated_body", "full_time_staff", "expert_team", "assessors",
    "quality_supervisors", "exam_venue", "equipment", "video_surveillance", "stable_funding", "quality_control",
    "social_benefit_first", "not_for_profit_purpose", "accepts_supervision",
)  # fmt: skip
KNOWN_ROWS = ("4-03-02-01", "6-18-01-01", "6-18-01-02", "6-18-01-04", "6-18-01-12", "6-31-01-03", "4-10-01-05")

Judged = tuple[str, str | None]  # status, reason


def applying(organisation: str | None) -> tuple[str, ...]:
    """Ids of the conditions that apply."""
    if organisation == "个人":
        return ("organisation",)
    own = {
        None: (),
        "企业": ("within_main_business", "filed_self_assessment", "trained_total"),
        "技工院校": ("training_is_main_duty", "within_main_business", "enrolling_normally"),
    }.get(organisation, ("training_is_main_duty", "years", "scale"))
    return ("organisation", *COMMON, *own, "catalogue")


def conditions(facts: dict[str, Any]) -> dict[str, Judged]:
    return {id: condition(id, facts) for id in applying(facts.get("organisation"))}


def condition(id: str, facts: dict[str, Any]) -> Judged:
    organisation, value = facts.get("organisation"), facts.get(id)
    if id == "organisation":
        return ("unknown", "not_stated") if organisation is None else (_met(organisation != "个人"), None)
    if id == "catalogue":
        stated = facts.get("occupations") or []
        inside = all(row["code"] in KNOWN_ROWS for row in stated)
        return (_met(inside), None) if stated else ("unknown", "not_stated")
    if id == "scale":
        return scale(facts)
    if value is None:
        return "unknown", "not_stated"
    if id in ("trained_total", "years"):
        return _met(value >= {"trained_total": 500, "years": 6}[id]), None
    lenient = id == "within_main_business" or (
        id == "training_is_main_duty" and organisation in ("民办非企业单位", "其他单位")
    )
    return ("unknown", "office_decides") if lenient and not value else (_met(value), None)


def _met(holds: bool) -> str:
    return "met" if holds else "unmet"


def scale(facts: dict[str, Any]) -> Judged:
    figures = [row.get("trained") for row in facts.get("occupations") or [] if row["code"] in KNOWN_ROWS]
    if not figures:
        return "unknown", "not_stated"
    below, above = (tried(figures, facts.get("trained_total"), rule) for rule in (few, many))
    status = below if len(figures) < 5 else above if len(figures) > 5 else None
    if status is None and below != above:
        return "unknown", "two_readings"
    status = status or below
    return status, "not_stated" if status == "unknown" else None


def few(figures: Sequence[int], total: int) -> bool:
    return all(figure >= 8000 for figure in figures)


def many(figures: Sequence[int], total: int) -> bool:
    return total >= 50000 and all(figure >= 5000 for figure in figures)


def tried(figures: Sequence[int | None], total: int | None, rule: Any) -> str:
    """What a rule says of every way to fill in what is not known."""
    results = {rule(filled, whole) for filled, whole in completions(figures, total)}
    return "unknown" if len(results) > 1 else _met(results.pop())


def completions(figures: Sequence[int | None], total: int | None) -> Iterator[tuple[tuple[int, ...], int]]:
    """Values at and beside every threshold, as long as the total is no less than their sum."""
    for filled in product(*((0, 4999, 5000, 7999, 8000) if figure is None else (figure,) for figure in figures)):
        for whole in (sum(filled), max(sum(filled), 49999), max(sum(filled), 50000)) if total is None else (total,):
            if whole >= sum(filled):
                yield filled, whole


def outcome(judged: dict[str, Judged]) -> str:
    statuses = [status for status, _ in judged.values()]
    return "ineligible" if "unmet" in statuses else "unclear" if "unknown" in statuses else "eligible"


def selection(facts: dict[str, Any]) -> list[str]:
    organisation = facts.get("organisation")
    rows = [row for row in facts.get("occupations") or [] if row["code"] in KNOWN_ROWS]
    if organisation in (None, "个人"):
        return []
    if organisation not in OTHERS:
        return [row["code"] for row in rows]
    known = sorted((-row["trained"], row["code"]) for row in rows if row.get("trained") is not None)
    chosen = [subset for size in range(1, len(known) + 1) for subset in combinations(known, size) if _would_do(subset)]
    best = min(chosen, key=lambda subset: (-len(subset), sum(minus for minus, _ in subset), subset), default=())
    return [code for _, code in best]


def _would_do(subset: Sequence[tuple[int, str]]) -> bool:
    figures = [-minus for minus, _ in subset]
    by_few, by_many = few(figures, sum(figures)), many(figures, sum(figures))
    return by_few if len(figures) < 5 else by_many if len(figures) > 5 else by_few and by_many


def narrowed(facts: dict[str, Any]) -> str | None:
    chosen, stated = selection(facts), facts.get("occupations") or []
    if not chosen or len(chosen) == len(stated):
        return None
    return outcome(conditions(facts | {"occupations": [row for row in stated if row["code"] in chosen]}))


def materials(organisation: str | None) -> list[int]:
    if organisation == "个人":
        return []
    return [1, 2, 3, 4, 5, 6] + ([7] if organisation == "企业" or organisation in OTHERS else [])
