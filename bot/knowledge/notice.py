"""The shape of ``notice.yaml``: the document itself, its facts, contact and time limits, and whether it is in force."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from bot.knowledge.clause import Clause, Quote, citation_problem, stands_in
from bot.knowledge.faults import Fault
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

FILE = "notice.yaml"

InForce = Literal["not_yet", "yes", "disputed", "expired"]


@record
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
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)  # key -> its line


@record
class Annex:
    """An annex by the title in the letter's list of annexes and, where it differs, the title on the annex itself."""

    number: int
    title: str
    heading: str | None = None
    line: int = 0


@record
class Fact:
    """One thing people ask about the document itself."""

    id: str
    title: str  # short, for buttons and headlines
    words: tuple[str, ...]  # keywords that ask for it
    quotes: tuple[Quote, ...]
    remark: str | None = None  # our words beside the quotes
    line: int = 0


@record
class TimeLimit:
    """A time limit the notice sets for the office, in working days."""

    id: str
    title: str
    working_days: int
    quote: Quote
    remark: str | None = None
    line: int = 0


@record
class LaterDocument:
    """A later document on the same matter: outside this notice, and always said to be so."""

    title: str
    number: str
    seen_where: str  # the page it was seen on
    page_date: date | None = None  # the date that page carries, where it carries one
    remark: str | None = None
    line: int = 0


@record
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


def read_notice(folder: Path, faults: list[Fault]) -> Notice | None:
    """The notice of a knowledge folder, or None after adding what is wrong with its shape."""
    return read_yaml(folder / FILE, Notice, faults)


def check_notice(notice: Notice, clauses: Mapping[str, Clause], faults: list[Fault]) -> None:
    """Adds a fault for everything in the notice that is not found in the clauses (place -> clause) it names."""
    for check in (_verbatim, _dates, _contact, _annexes, _facts, _limits):
        faults.extend(Fault(FILE, line, f"Notice.{path}", problem) for line, path, problem in check(notice, clauses))


def with_whole_quotes(notice: Notice, clauses: Mapping[str, Clause]) -> Notice:
    """`notice` with the clause's text filled in where a quote leaves its text out; run it on a checked notice."""

    def filled(quote: Quote) -> Quote:
        return quote if quote.text else replace(quote, text=clauses[quote.place].text)

    facts = tuple(replace(fact, quotes=tuple(map(filled, fact.quotes))) for fact in notice.facts)
    limits = tuple(replace(limit, quote=filled(limit.quote)) for limit in notice.time_limits)
    return replace(notice, facts=facts, time_limits=limits)


_Clauses = Mapping[str, Clause]
_Problems = Iterator[tuple[int, str, str]]  # line, field, what is wrong
_NOT_PRINTED = "is not found in any clause"
_LONGEST_TERM = 100  # years; more is a slip of the keyboard


def _verbatim(notice: Notice, clauses: _Clauses) -> _Problems:
    for name in ("title", "number", "issuer", "term", "basis"):
        if not stands_in(getattr(notice, name), clauses.values()):
            yield notice.lines[name], name, f"{_NOT_PRINTED}: {getattr(notice, name)}"


def _dates(notice: Notice, clauses: _Clauses) -> _Problems:
    for name in ("issued", "printed", "effective"):
        day: date = getattr(notice, name)
        printed = f"{day.year}年{day.month}月{day.day}日"
        if not stands_in(printed, clauses.values()):
            yield notice.lines[name], name, f"{_NOT_PRINTED}: {printed}"
    longest = min(_LONGEST_TERM, date.max.year - notice.effective.year)
    if not 1 <= notice.term_years <= longest:
        yield notice.lines["term_years"], "term_years", f"must be 1 to {longest}, not {notice.term_years}"


def _contact(notice: Notice, clauses: _Clauses) -> _Problems:
    for name in ("office", "office_short", "person", "phone", "email", "address", "postcode"):
        value = getattr(notice.contact, name)
        if not stands_in(value, clauses.values()):
            yield notice.contact.lines[name], f"contact.{name}", f"{_NOT_PRINTED}: {value}"


def _annexes(notice: Notice, clauses: _Clauses) -> _Problems:
    for position, annex in enumerate(notice.annexes):
        if annex.number != position + 1:
            yield annex.line, f"annexes[{position}].number", f"must be {position + 1}, not {annex.number}"
        for name, title in (("title", annex.title), ("heading", annex.heading)):
            if title and not stands_in(title, clauses.values()):
                yield annex.line, f"annexes[{position}].{name}", f"{_NOT_PRINTED}: {title}"
    listed = {str(annex.number) for annex in notice.annexes}
    for position, clause in enumerate(notice.clauses):
        for number in re.findall(r"附件(\d+)", clause.place + clause.text):
            if number not in listed:
                yield clause.line, f"clauses[{position}]", f"cites an annex that is not listed: {number}"


def _facts(notice: Notice, clauses: _Clauses) -> _Problems:
    yield from _same_ids("facts", notice.facts)
    for position, fact in enumerate(notice.facts):
        for name in ("words", "quotes"):
            if not getattr(fact, name):
                yield fact.line, f"facts[{position}].{name}", "must not be empty"
        for index, quote in enumerate(fact.quotes):
            if problem := citation_problem(quote, clauses):
                yield quote.line, f"facts[{position}].quotes[{index}]", problem


def _limits(notice: Notice, clauses: _Clauses) -> _Problems:
    yield from _same_ids("time_limits", notice.time_limits)
    for position, limit in enumerate(notice.time_limits):
        if limit.working_days < 1:
            yield limit.line, f"time_limits[{position}].working_days", f"must be 1 or more, not {limit.working_days}"
        if problem := citation_problem(limit.quote, clauses):
            yield limit.quote.line, f"time_limits[{position}].quote", problem


def _same_ids(name: str, things: Iterable[Fact | TimeLimit]) -> _Problems:
    seen: set[str] = set()
    for position, thing in enumerate(things):
        if thing.id in seen:
            yield thing.line, f"{name}[{position}].id", f"stands twice: {thing.id}"
        seen.add(thing.id)
