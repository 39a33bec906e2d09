"""The shape of ``notice.yaml``: the document itself, its facts, contact and time limits, and whether it is in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from bot.knowledge.clause import Clause, Quote

InForce = Literal["not_yet", "yes", "disputed", "expired"]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask; person, phone, email, address and postcode as printed."""

    office: str  # the body that carries the work out, by its full name
    office_short: str  # the notice's own short form of it
    person: str
    phone: str
    email: str
    address: str
    postcode: str
    email_caution: str | None = None  # our words, said whenever the address is shown
    line: int = 0


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex by the title in the letter's list of annexes and, where it differs, the title on the annex itself."""

    number: int
    title: str
    heading: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing people ask about the document itself."""

    id: str
    title: str  # short, for buttons and headlines
    words: tuple[str, ...]  # keywords that ask for it
    quotes: tuple[Quote, ...]
    remark: str | None = None  # our words beside the quotes
    line: int = 0


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit the notice sets for the office, in working days."""

    id: str
    title: str
    working_days: int
    quote: Quote
    remark: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class LaterDocument:
    """A later document on the same matter: outside this notice, and always said to be so."""

    title: str
    number: str
    seen_where: str  # the page it was seen on
    page_date: date | None = None  # the date that page carries, where it carries one
    remark: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice outside its questions and answers; title, number, issuer, term and basis are verbatim."""

    title: str
    number: str
    issuer: str
    issued: date
    printed: date
    effective: date
    term_years: int
    term: str  # the sentence that sets the term
    basis: str
    contact: Contact
    clauses: tuple[Clause, ...]
    annexes: tuple[Annex, ...]
    facts: tuple[Fact, ...]
    time_limits: tuple[TimeLimit, ...]
    later_documents: tuple[LaterDocument, ...] = ()
    line: int = 0
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)  # key -> its line


def term_end(notice: Notice) -> date:
    """The last day on which the notice is in force by every way of counting: the eve of its last anniversary."""
    year = notice.effective.year + notice.term_years
    try:
        anniversary = notice.effective.replace(year=year)
    except ValueError:  # 29 February in a common year
        anniversary = date(year, 3, 1)
    return anniversary - timedelta(days=1)


def in_force(notice: Notice, today: date) -> InForce:
    """Whether the notice is in force; `disputed` on the anniversary, as counting from the day after takes it in."""
    if today < notice.effective:
        return "not_yet"
    days_over = (today - term_end(notice)).days
    if days_over <= 0:
        return "yes"
    return "disputed" if days_over == 1 else "expired"
