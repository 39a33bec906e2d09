"""What a verdict says around the conditions, in ``eligibility.yaml``: headlines, next steps, papers, remarks."""

from typing import Literal

from bot.record import record

Outcome = Literal["eligible", "ineligible", "unclear"]
Standing = Literal["not_yet", "yes", "disputed", "expired"]


@record
class Headlines:
    """The first sentence of a verdict: while the notice is in force, and otherwise."""

    in_force: str
    otherwise: str
    line: int = 0


@record
class Outcomes:
    """A headline for each outcome, and for an applicant that is none."""

    eligible: Headlines
    ineligible: Headlines
    unclear: Headlines
    no_applicant: Headlines
    line: int = 0


@record
class Narrowed:
    """What would follow if only the best choice of occupations, {names}, were stated, by the outcome then."""

    eligible: str
    ineligible: str
    unclear: str
    line: int = 0


@record
class NextStep:
    """What to do next; said for these outcomes and standings of the notice (empty: for all)."""

    text: str
    outcomes: tuple[Outcome, ...] = ()
    standings: tuple[Standing, ...] = ()
    line: int = 0


@record
class Material:
    """One item of the material list by its printed number; its words are the clause."""

    number: int
    clause: str
    applies_to: tuple[str, ...] = ()
    line: int = 0


@record
class Remark:
    """What the notice does not say, said where condition `about` is in play (None: always)."""

    text: str
    about: str | None = None
    applies_to: tuple[str, ...] = ()
    line: int = 0
