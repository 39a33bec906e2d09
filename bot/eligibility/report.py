"""A verdict for people: sections of lines, each with the clause it rests on; `plain` is all of it as text to send."""

from collections.abc import Iterator

from bot.eligibility import scale
from bot.eligibility.conditions import Finding
from bot.eligibility.flow import scale_of
from bot.eligibility.numerals import grouped
from bot.eligibility.rulebook import Rulebook
from bot.eligibility.scale import Status
from bot.eligibility.verdict import Verdict
from bot.knowledge.eligibility import Scale, applies
from bot.knowledge.verdict_wording import Headlines
from bot.record import record


@record
class Line:
    """One statement, and the words of the notice it rests on with their place ("" where it rests on none)."""

    text: str
    quote: str = ""
    place: str = ""


@record
class Section:
    """Lines under a heading; the first section of a report holds the headline and has none."""

    title: str
    lines: tuple[Line, ...]


def report(verdict: Verdict, book: Rulebook) -> tuple[Section, ...]:
    """What is said of a verdict, in order; sections without a line are left out.

    Contact and later documents are the notice's, so whoever shows the report adds them.
    """
    words, organisation = book.words.report, book.organisation(verdict.facts.organisation)
    current = verdict.in_force == "yes"
    sections = [
        Section("", tuple(_head(verdict, book))),
        *(_findings(verdict, status, book) for status in ("unmet", "unknown", "met")),
        Section(words.selection, tuple(_selection(verdict, book))),
        Section(words.next_steps, tuple(_next_steps(verdict, book))),
        Section(words.materials if current else words.materials_former, tuple(_materials(verdict, book))),
        Section(words.remarks, tuple(_remarks(verdict, book))),
    ]
    if organisation is None or organisation.may_apply:
        process = Section(words.process if current else words.process_former, tuple(_process(book)))
        sections.insert(-1, process)
    return tuple(section for section in sections if section.lines)


def plain(sections: tuple[Section, ...], book: Rulebook) -> str:
    """The report as text to copy or send."""
    blocks = []
    for section in sections:
        lines = [section.title] if section.title else [book.words.report.title]
        blocks.append("\n".join([*lines, *(_written(line, book) for line in section.lines)]))
    return "\n\n".join(blocks)


def _written(line: Line, book: Rulebook) -> str:
    if not line.quote:
        return line.text
    return book.words.report.cited.format(text=line.text, place=line.place, quote=line.quote)


def headline(verdict: Verdict, book: Rulebook) -> str:
    """The first sentence: never a bare "qualifies" where the notice may no longer hold."""
    outcomes, organisation = book.rules.outcomes, book.organisation(verdict.facts.organisation)
    headlines: Headlines = getattr(outcomes, verdict.outcome)
    if organisation and not organisation.may_apply:
        headlines = outcomes.no_applicant
    return headlines.in_force if verdict.in_force == "yes" else headlines.otherwise


def _head(verdict: Verdict, book: Rulebook) -> Iterator[Line]:
    words, organisation = book.words.report, book.organisation(verdict.facts.organisation)
    yield Line(headline(verdict, book))
    if organisation:
        yield Line(words.organisation.format(name=organisation.name, reason=organisation.reason))
    yield Line(words.as_of.format(date=verdict.as_of.isoformat()))


def _findings(verdict: Verdict, status: Status, book: Rulebook) -> Section:
    words = book.words.report
    title, mark = {
        "met": (words.met, words.mark_met),
        "unmet": (words.unmet, words.mark_unmet),
        "unknown": (words.unknown, words.mark_unknown),
    }[status]
    lines = (
        Line(_said(finding, _mark(finding, mark, book), book), finding.quote, finding.condition.clause)
        for finding in verdict.findings
        if finding.status == status
    )
    return Section(title, tuple(lines))


def _mark(finding: Finding, mark: str, book: Rulebook) -> str:
    """What experts judge is met by the applicant's own view only, and marked so."""
    own_view = finding.status == "met" and finding.condition.judged_by == "office"
    return book.words.report.mark_own_view if own_view else mark


def _said(finding: Finding, mark: str, book: Rulebook) -> str:
    """The condition by name, and what is missing, or why it is open."""
    words = book.words.report
    explanation = (finding.gap or "") + (finding.note or "")
    if not explanation and finding.status == "unknown":
        explanation = words.not_stated if finding.reason == "not_stated" else words.office_decides
    frame = words.explained if explanation else words.bare
    return frame.format(mark=mark, label=finding.condition.label, explanation=explanation)


def _selection(verdict: Verdict, book: Rulebook) -> Iterator[Line]:
    """What would follow if only the best choice were stated; nothing where that is all of them, or none."""
    if verdict.if_narrowed is None:
        return
    names = book.words.comma.join(book.rows[code] for code in verdict.selection)
    sentence: str = getattr(book.rules.narrowed, verdict.if_narrowed)
    rule = scale_of(verdict.facts, book)
    yield Line(sentence.format(names=names) + (_reached(rule, len(verdict.selection)) if rule else ""))


def _reached(rule: Scale, count: int) -> str:
    """What the chosen occupations have reached."""
    tier = scale.tiers(rule, count)[0]
    words = rule.words.chosen_with_total if tier.total else rule.words.chosen
    return words.format(count=count, each=grouped(tier.each), total=grouped(tier.total or 0))


def _next_steps(verdict: Verdict, book: Rulebook) -> Iterator[Line]:
    organisation = book.organisation(verdict.facts.organisation)
    if organisation and not organisation.may_apply:
        return
    steps = [
        step.text
        for step in book.rules.next_steps
        if verdict.in_force in (step.standings or [verdict.in_force])
        and verdict.outcome in (step.outcomes or [verdict.outcome])
    ]
    if organisation and organisation.box:
        steps.append(book.rules.form_box.format(box=organisation.box))
    for number, text in enumerate(steps, 1):
        yield Line(book.words.report.numbered.format(number=number, text=text))


def _materials(verdict: Verdict, book: Rulebook) -> Iterator[Line]:
    for item in book.rules.materials:
        if item.number in verdict.materials:
            text = book.clauses.get(item.clause, "")
            numbered = book.words.report.numbered.format(number=item.number, text=text)
            yield Line(text if _bears_mark(text, item.clause) else numbered)


def _process(book: Rulebook) -> Iterator[Line]:
    for place in book.rules.process:
        text = book.clauses.get(place, "")
        yield Line(text if _bears_mark(text, place) else book.words.report.clause.format(place=place, text=text))


def _bears_mark(text: str, place: str) -> bool:
    """Whether a clause begins with its own number, the end of its place as printed: （一） of 五（一）."""
    return any(text.startswith(place[start:]) for start in range(len(place)))


def _remarks(verdict: Verdict, book: Rulebook) -> Iterator[Line]:
    organisation = book.organisation(verdict.facts.organisation)
    if organisation and not organisation.may_apply:
        return
    office = sum(finding.condition.judged_by == "office" for finding in verdict.findings)
    yield from (Line(text.format(office=office)) for text in book.rules.always)
    if organisation and organisation.remark:
        yield Line(organisation.remark)
    about = {finding.condition.id for finding in verdict.findings}
    for remark in book.rules.remarks:
        if (remark.about is None or remark.about in about) and applies(remark.applies_to, organisation):
            yield Line(remark.text)
