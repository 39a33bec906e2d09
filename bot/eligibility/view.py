"""What the applicant is shown at each stage: the question with its options, or the answers to be checked."""

from collections.abc import Iterator

from bot.eligibility.answers import Answer, Picked, Ticks
from bot.eligibility.facts import Bounds
from bot.eligibility.flow import Item, replay
from bot.eligibility.intake import ALL, DONE, DROP, ENOUGH, KEEP, NONE, OUTSIDE, SHORT, UNKNOWN
from bot.eligibility.numerals import grouped
from bot.eligibility.rulebook import Rulebook
from bot.eligibility.session import Session, Stage, asked, stage
from bot.record import record


@record
class Button:
    """An answer that can be pressed: `token` is what `press` takes. `ticked` is None where nothing is ticked.

    Numbered buttons come first and in the order in which their numbers are understood in a text.
    """

    token: str
    label: str
    ticked: bool | None = None
    numbered: bool = False


@record
class Row:
    """One answer to be checked: `item` is the id by which it can be changed."""

    item: str
    title: str
    answer: str
    said: str = ""


@record
class Screen:
    """What is shown at a stage. `why` explains a question on request, `state` is what is chosen so far.

    `rows` are the answers to check, or to confirm after a story.
    """

    stage: Stage
    item: str | None = None
    text: str = ""
    why: str = ""
    state: str | None = None
    buttons: tuple[Button, ...] = ()
    rows: tuple[Row, ...] = ()


def show(session: Session, book: Rulebook) -> Screen:
    """The screen of a session."""
    labels = book.words.labels
    match stage(session, book):
        case "confirm":
            said = (heard for heard in session.heard if heard.words)
            rows = tuple(_row(Item(book.questions[h.answer.question]), h.answer, book, h.words) for h in said)
            return Screen("confirm", text=labels.confirm, rows=rows)
        case "question":
            return _question(session, book)
        case "check":
            return Screen("check", text=labels.check, rows=rows_of(session, book))
        case _:
            return Screen("done", rows=rows_of(session, book))


def rows_of(session: Session, book: Rulebook) -> tuple[Row, ...]:
    """Every answer that applies, in the order of the questions; of a rough and an exact figure, the one that counts."""
    path = replay(session.answers, book)
    answered = [(item, answer) for item in path.items if (answer := path.answer(item.id))]
    exact = {(item.question.id, item.code) for item, answer in answered if item.threshold is not None and answer.value}
    return tuple(
        _row(item, answer, book)
        for item, answer in answered
        if (item.threshold is not None) == ((item.question.id, item.code) in exact)
    )


def prompt(item: Item, book: Rulebook) -> str:
    """The question of an item, with the occupation, or the rough figure and the threshold, filled in."""
    occupation = book.rows.get(item.code or "", "")
    if item.threshold is None:
        return item.question.ask.format(occupation=occupation)
    wording, unit = item.question.exact or item.question.ask, book.measures[item.question.fact or ""].unit
    return wording.format(occupation=occupation, said=item.said, threshold=grouped(item.threshold), unit=unit)


def describe(answer: Answer, item: Item, book: Rulebook) -> str:
    """An answer in words."""
    value, labels = answer.value, book.words.labels
    if isinstance(value, str):
        option = book.option(item.question.id, value)
        return option.label if option else value
    if isinstance(value, Ticks):
        return _ticked(value, item, book)
    if isinstance(value, Bounds):
        return _figure(value, item, book)
    if isinstance(value, tuple):
        return book.words.comma.join(_picked(one, book) for one in value) or labels.nothing_chosen
    return labels.unknown


def _row(item: Item, answer: Answer, book: Rulebook, said: str = "") -> Row:
    title = item.question.title + (book.words.quoted.format(name=book.rows[item.code]) if item.code else "")
    return Row(item.id, title, describe(answer, item, book), said)


def _question(session: Session, book: Rulebook) -> Screen:
    item = asked(session, book)
    if item is None:
        return Screen("question")
    answer = replay(session.answers, book).answer(item.id)
    state = None
    if answer and (said := describe(answer, item, book)):
        frame = book.words.labels.former if answer.complete else book.words.labels.chosen
        state = said if answer.value == () else frame.format(answer=said, names=said)
    text = prompt(item, book)
    if answer and answer.value and not answer.complete and item.question.kind == "occupations":
        text = book.words.labels.more
    return Screen("question", item.id, text, item.question.why, state, tuple(_buttons(item, answer, session, book)))


def _buttons(item: Item, answer: Answer | None, session: Session, book: Rulebook) -> Iterator[Button]:
    labels, value = book.words.labels, answer.value if answer else None
    match item.question.kind:
        case "choice":
            yield from (Button(option.id, option.label, numbered=True) for option in item.question.options)
        case "ticks":
            ticked = value.yes if isinstance(value, Ticks) else ()
            for option in item.question.options:
                yield Button(option.id, option.label, option.id in ticked, numbered=True)
            yield from (Button(DONE, labels.done), Button(ALL, labels.all_ticked), Button(NONE, labels.none_ticked))
        case "occupations":
            yield from (Button(code, book.rows[code], numbered=True) for code in session.offered)
            if session.unplaced and not session.offered:
                yield Button(OUTSIDE, labels.outside.format(name=session.unplaced))
            chosen = value if isinstance(value, tuple) else ()
            for position, one in enumerate(chosen):
                yield Button(f"{DROP}{position}", labels.drop.format(name=_picked(one, book)))
            if chosen:
                yield Button(DONE, labels.done)
        case _ if item.threshold is not None:
            unit = book.measures[item.question.fact or ""].unit
            for token, label in ((ENOUGH, labels.enough), (SHORT, labels.short)):
                yield Button(token, label.format(threshold=grouped(item.threshold), unit=unit))
    yield Button(UNKNOWN, labels.unknown, numbered=item.question.kind == "choice")
    if session.editing == item.id:
        yield Button(KEEP, labels.keep)


def _ticked(ticks: Ticks, item: Item, book: Rulebook) -> str:
    """What is there, what is not, and what is not known."""
    labels, names = book.words.labels, {option.id: option.label for option in item.question.options}
    for said, all_of_it in ((ticks.yes, labels.all_ticked), (ticks.no, labels.none_ticked)):
        if len(said) == len(names):
            return all_of_it
    kinds = ((labels.there, ticks.yes), (labels.missing, ticks.no), (labels.unsure, ticks.unsure))
    return " ".join(
        frame.format(names=book.words.semicolon.join(names[id] for id in ids)) for frame, ids in kinds if ids
    )


def _figure(bounds: Bounds, item: Item, book: Rulebook) -> str:
    """A figure in the applicant's own words where they are known."""
    if bounds.low != bounds.high:
        if bounds.said:
            return bounds.said
        if bounds.high is None:
            return book.words.at_least.format(number=grouped(bounds.low))
        return book.words.at_most.format(number=grouped(bounds.high))
    unit = book.measures[item.question.fact or ""].unit
    return book.words.number.format(number=grouped(bounds.low), unit=unit)


def _picked(one: Picked, book: Rulebook) -> str:
    """An occupation by the row's name, with the name the applicant used, and its figure."""
    own = one.names[0] if one.names else ""
    if one.code is None:
        name = book.words.outside.format(name=own)
    else:
        row = book.rows.get(one.code, one.code)
        others = [name for name in one.names if name != row]
        name = book.words.also_called.format(row=row, names=book.words.comma.join(others)) if others else row
    if one.trained is None:
        return name
    said = one.trained.said or grouped(one.trained.low)
    return book.words.with_figure.format(name=name, figure=said)
