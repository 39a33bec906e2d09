"""The rules printed for people: a decision table, the questions and the flow, all from the data."""

from collections.abc import Iterator, Sequence

from bot.eligibility.numerals import grouped
from bot.eligibility.rulebook import Rulebook
from bot.knowledge.eligibility import Condition, Option, Organisation, Question, applies

_VERDICT, _CHECK, _START = "verdict", "check", "start"


def document(book: Rulebook) -> str:
    """All of it as one Markdown page."""
    sheet = book.words.sheet
    parts = [f"# {sheet.title}", sheet.intro, f"## {sheet.conditions}", decision_table(book)]
    parts += [f"## {sheet.questions}", question_list(book)]
    parts += [f"## {sheet.flow_text}", flow_text(book), f"## {sheet.flow}", f"```mermaid\n{flow_chart(book)}\n```"]
    return "\n\n".join(parts) + "\n"


def decision_table(book: Rulebook) -> str:
    """One row for each condition: whom it is for, what decides it, who judges, and the clause with its words."""
    sheet = book.words.sheet
    rows = [
        (c.label, _who(c.applies_to, book), _decided(c, book), sheet.judges[c.judged_by], c.clause, c.quote)
        for c in book.rules.conditions
    ]
    return _table(sheet.condition_columns, rows)


def question_list(book: Rulebook) -> str:
    """One row for each question: when it is asked, and what each answer comes to."""
    sheet = book.words.sheet
    rows = [
        (
            str(number),
            sheet.titled.format(title=question.title, text=question.ask.format(occupation=sheet.some_occupation)),
            _when(question, book),
            "<br>".join(_answers(question, book)),
        )
        for number, question in enumerate(book.rules.questions, 1)
    ]
    return _table(sheet.question_columns, rows)


def flow_text(book: Rulebook) -> str:
    """The flow in words: after each question, where each answer leads."""
    names = _names(book)
    lines = []
    for source, target, label in _edges(book):
        arrow = f"{names[source]} → {names[target]}"
        lines.append(f"- {arrow}" + (book.words.bracketed.format(text=label) if label else ""))
    return "\n".join(lines)


def flow_chart(book: Rulebook) -> str:
    """The flow as a Mermaid flowchart."""
    lines = ["flowchart TD"]
    lines += [f'    {node}["{name}"]' for node, name in _names(book).items()]
    for source, target, label in _edges(book):
        lines.append(f"    {source} -->" + (f'|"{label}"| {target}' if label else f" {target}"))
    return "\n".join(lines)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _who(applies_to: tuple[str, ...], book: Rulebook) -> str:
    return book.words.comma.join(applies_to) or book.words.sheet.everybody


def _decided(condition: Condition, book: Rulebook) -> str:
    """How the kind of a condition decides, with its numbers."""
    frame, rule = book.words.sheet.kinds[condition.kind], condition.scale
    if condition.kind == "at_least":
        return frame.format(need=grouped(condition.at_least or 0), unit=book.measures[condition.id].unit)
    if rule is None:
        return frame
    return frame.format(
        few_name=rule.few.name,
        few_each=grouped(rule.few.each),
        many_name=rule.many.name,
        many_each=grouped(rule.many.each),
        many_total=grouped(rule.many.total or 0),
        point=rule.turning_point,
    )


def _when(question: Question, book: Rulebook) -> str:
    """Whom a question is put to, or after which answer."""
    sheet = book.words.sheet
    sources = book.leads.get(question.id)
    if not sources:
        return _audience(question, book)
    return "<br>".join(
        sheet.asked_after.format(question=book.questions[source].title, answer=_label(source, option, book))
        for source, option in sorted(sources, key=lambda lead: (lead[0], lead[1] or ""))
    )


def _audience(question: Question, book: Rulebook) -> str:
    """The organisations with a condition that needs the answer; a group by its name where all of it is asked."""
    applicants = [organisation for organisation in book.organisations.values() if organisation.may_apply]
    asked = [organisation for organisation in applicants if _is_asked(question, organisation, book)]
    if asked == applicants:
        return book.words.sheet.everybody
    skipped = {organisation.group for organisation in applicants if organisation not in asked}
    names = [o.group if o.group and o.group not in skipped else o.name for o in asked]
    return book.words.comma.join(dict.fromkeys(names))


def _is_asked(question: Question, organisation: Organisation, book: Rulebook) -> bool:
    return applies(question.applies_to, organisation) and bool(book.stated[question.id] & book.read[organisation.name])


def _label(question: str, option: str | None, book: Rulebook) -> str:
    found = book.option(question, option) if option else None
    return found.label if found else book.words.labels.unknown


def _answers(question: Question, book: Rulebook) -> Iterator[str]:
    """Each answer and the facts it states."""
    sheet = book.words.sheet
    if not question.options:
        yield f"{sheet.question_kinds[question.kind]} → `{question.fact or question.id}`"
    for option in question.options:
        yield f"{option.label} → {_stated(option, question, book)}"


def _stated(option: Option, question: Question, book: Rulebook) -> str:
    if question.kind == "ticks":
        return f"`{option.id}`"
    pieces = [f"`{fact}` = {str(value).lower()}" for fact, value in option.facts.items()]
    pieces += [f"`{option.arguable}` = ?"] if option.arguable else []
    pieces += [option.organisation] if option.organisation else []
    if option.ask:
        pieces.append(book.words.sheet.asks.format(question=book.questions[option.ask].title))
    return book.words.semicolon.join(pieces)


def _names(book: Rulebook) -> dict[str, str]:
    sheet = book.words.sheet
    questions = {
        question.id: question.title
        + (
            ""
            if question.id in book.leads or _everybody(question, book)
            else book.words.bracketed.format(text=_audience(question, book))
        )
        for question in book.rules.questions
    }
    return {_START: sheet.start, **questions, _CHECK: sheet.check, _VERDICT: sheet.verdict}


def _everybody(question: Question, book: Rulebook) -> bool:
    return _audience(question, book) == book.words.sheet.everybody


def _edges(book: Rulebook) -> Iterator[tuple[str, str, str]]:
    """Source, target and label of every step; a label only where answers lead to different questions."""
    main = [question.id for question in book.rules.questions if question.id not in book.leads] + [_CHECK]
    yield _START, main[0], ""
    for question in book.rules.questions:
        order = [one.id for one in book.rules.questions]
        following = next((id for id in main if id == _CHECK or order.index(id) > order.index(question.id)), _CHECK)
        targets: dict[str, list[str]] = {}
        for option in question.options if question.kind == "choice" else ():
            targets.setdefault(_target(option, following, book), []).append(option.label)
        if question.unknown_ask or len(targets) > 1:
            targets.setdefault(question.unknown_ask or following, []).append(book.words.labels.unknown)
        for target, labels in (targets or {following: []}).items():
            yield question.id, target, book.words.semicolon.join(labels) if len(targets) > 1 else ""
    yield _CHECK, _VERDICT, ""


def _target(option: Option, following: str, book: Rulebook) -> str:
    organisation = book.organisation(option.organisation)
    if organisation and not organisation.may_apply:
        return _VERDICT
    return option.ask or following
