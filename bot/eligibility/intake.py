"""Takes what the applicant says or presses at a question, and gives the session that follows from it."""

from dataclasses import replace

from bot.eligibility.answers import Answer, Picked, Ticks, Value, facts_of
from bot.eligibility.choice import number_said, read_choice
from bot.eligibility.facts import Bounds, least_sum
from bot.eligibility.flow import Item, below_sum, replay, thresholds
from bot.eligibility.numerals import grouped
from bot.eligibility.picks import Listing, Resolve, joined, picked_row, read_picks
from bot.eligibility.problem import Problem
from bot.eligibility.quantity import below, read_quantity
from bot.eligibility.rulebook import Rulebook
from bot.eligibility.session import Session, asked, keep, put
from bot.eligibility.ticks import read_ticks
from bot.eligibility.utterance import says, squeezed
from bot.record import record

# What a button can carry beside an option's id or a code.
UNKNOWN, DONE, ALL, NONE, KEEP, ENOUGH, SHORT, OUTSIDE, DROP = (
    "unknown", "done", "all", "none", "keep", "enough", "short", "outside", "drop-",
)  # fmt: skip


@record
class Taken:
    """The session after an answer; `note` is to be said about it, `problem` is why it was not taken (wholly)."""

    session: Session
    note: str | None = None
    problem: Problem | None = None


def take(session: Session, text: str, resolve: Resolve, book: Rulebook) -> Taken:
    """Takes a text as the answer to the question that is asked. `resolve` looks an occupation up by name or code."""
    item = asked(session, book)
    if item is None:
        return Taken(session, problem=Problem("not_understood"))
    question = item.question
    match question.kind:
        case "choice":
            return _settle(session, item, read_choice(text, question.options, book.words), book)
        case "ticks":
            under_way = _former(session, item) if _is_open(session, item) else Ticks()
            if under_way != Ticks() and says(text, book.words.heard.done, book.words):
                return _tick_done(session, item, under_way, book)
            return _settle(session, item, read_ticks(text, question.options, book.words, under_way), book)
        case "occupations":
            return _take_occupations(session, item, text, resolve, book)
        case _:
            measure = book.measures[question.fact or ""]
            return _settle(
                session, item, read_quantity(text, measure, book.words, _threshold(session, item, book)), book
            )


def press(session: Session, item_id: str, token: str, book: Rulebook) -> Taken:
    """Takes a button of the item `item_id`; one of another item than the one asked is outdated."""
    item = asked(session, book)
    if item is None or item.id != item_id:
        return Taken(session, problem=Problem("outdated"))
    if token == KEEP:
        return Taken(keep(session))
    if token == UNKNOWN:
        return _settle(session, item, None, book)
    match item.question.kind:
        case "choice" if book.option(item.question.id, token):
            return _settle(session, item, token, book)
        case "ticks":
            return _press_tick(session, item, token, book)
        case "occupations":
            return _press_occupation(session, item, token, book)
        case "number" | "figures" if item.threshold is not None and token in (ENOUGH, SHORT):
            measure, at = book.measures[item.question.fact or ""], item.threshold
            bounds = Bounds(at, None) if token == ENOUGH else below(at, measure, "")
            return _settle(session, item, bounds, book)
        case _:
            return Taken(session, problem=Problem("outdated"))


def is_complete(value: Value, item: Item) -> bool:
    """Whether nothing of a list is left open."""
    if not isinstance(value, Ticks):
        return True
    return {*value.yes, *value.no, *value.unsure} == {option.id for option in item.question.options}


def _settle(session: Session, item: Item, value: Value | Problem, book: Rulebook) -> Taken:
    """Puts a value under the item, with the note that belongs to it."""
    if isinstance(value, Problem):
        return Taken(session, problem=value)
    before = facts_of(_before(session, item, book), book)
    if isinstance(value, Bounds) and below_sum(value, item, before, book):
        return Taken(session, problem=Problem("below_sum", {"sum": grouped(least_sum(before))}))
    option = book.option(item.question.id, value) if isinstance(value, str) else None
    answer = Answer(item.id, value, is_complete(value, item))
    return Taken(put(session, answer, book), option.note if option else None)


def _threshold(session: Session, item: Item, book: Rulebook) -> float | None:
    """The one value that "enough" and "short of it" can mean; None where there are several or none."""
    if item.threshold is not None:
        return item.threshold
    values = set(thresholds(item.question, facts_of(_before(session, item, book), book), book))
    return values.pop() if len(values) == 1 else None


def _before(session: Session, item: Item, book: Rulebook) -> tuple[Answer, ...]:
    path = replay(session.answers, book)
    earlier = {one.id for one in path.items[: path.items.index(item)]}
    return tuple(answer for answer in path.answers if answer.question in earlier)


def _answer(session: Session, item: Item) -> Value:
    return next((answer.value for answer in session.answers if answer.question == item.id), None)


def _is_open(session: Session, item: Item) -> bool:
    """Whether a list has been begun and not been said to be complete."""
    return any(answer.question == item.id and not answer.complete for answer in session.answers)


def _former(session: Session, item: Item) -> Ticks:
    value = _answer(session, item)
    return value if isinstance(value, Ticks) else Ticks()


def _chosen(session: Session, item: Item) -> tuple[Picked, ...]:
    value = _answer(session, item)
    return value if isinstance(value, tuple) else ()


def _press_tick(session: Session, item: Item, token: str, book: Rulebook) -> Taken:
    """A line is turned over; the list stays open until it is said to be done."""
    former, ids = _former(session, item), [option.id for option in item.question.options]
    if token == DONE:
        return _tick_done(session, item, former, book)
    if token in (ALL, NONE):
        return _settle(session, item, Ticks(yes=tuple(ids)) if token == ALL else Ticks(no=tuple(ids)), book)
    if token not in ids:
        return Taken(session, problem=Problem("outdated"))
    turned = {*former.yes} ^ {token}
    rest = tuple(id for id in former.unsure if id != token)
    ticks = Ticks(tuple(id for id in ids if id in turned), unsure=rest)
    return Taken(put(session, Answer(item.id, ticks, complete=False), book))


def _tick_done(session: Session, item: Item, former: Ticks, book: Rulebook) -> Taken:
    """What was not ticked is not there."""
    said = {*former.yes, *former.unsure}
    missing = tuple(option.id for option in item.question.options if option.id not in said)
    return _settle(session, item, replace(former, no=missing), book)


def _press_occupation(session: Session, item: Item, token: str, book: Rulebook) -> Taken:
    chosen = _chosen(session, item)
    if token == DONE:
        return _close(session, item, chosen, book)
    if token == OUTSIDE and session.unplaced:
        return _choose(session, item, (*chosen, Picked(None, (session.unplaced,))), book)
    if token in book.rows:
        name = session.unplaced if token in session.offered and session.unplaced else book.rows[token]
        return _choose(session, item, (*chosen, picked_row(token, name, book)), book)
    position = token.removeprefix(DROP)
    if token.startswith(DROP) and position.isdecimal() and int(position) < len(chosen):
        left = tuple(one for at, one in enumerate(chosen) if at != int(position))
        return _choose(session, item, left, book)
    return Taken(session, problem=Problem("outdated"))


def _choose(session: Session, item: Item, chosen: tuple[Picked, ...], book: Rulebook) -> Taken:
    """Keeps the list open, as more may be named."""
    return Taken(put(session, Answer(item.id, joined(chosen, book), complete=False), book))


def _close(session: Session, item: Item, chosen: tuple[Picked, ...], book: Rulebook) -> Taken:
    return _settle(session, item, chosen, book) if chosen else Taken(session, problem=Problem("no_occupation"))


def _take_occupations(session: Session, item: Item, text: str, resolve: Resolve, book: Rulebook) -> Taken:
    position = number_said(text, book.words)
    if session.offered and position is not None and 1 <= position <= len(session.offered):
        return _press_occupation(session, item, session.offered[position - 1], book)
    removal = next((word for word in book.words.heard.removing if squeezed(text).startswith(word)), None)
    if removal:
        return _remove(session, item, squeezed(text).removeprefix(removal), resolve, book)
    if session.unplaced and says(text, book.words.heard.outside, book.words):
        return _press_occupation(session, item, OUTSIDE, book)
    listing = read_picks(text, resolve, book)
    if listing is None:
        return _settle(session, item, None, book)
    if isinstance(listing, Problem):
        return Taken(session, problem=listing)
    return _add(session, item, listing, book)


def _add(session: Session, item: Item, listing: Listing, book: Rulebook) -> Taken:
    chosen = joined((*_chosen(session, item), *listing.picked), book)
    if listing.unplaced is None:
        finish = _close if listing.finished else _choose
        return finish(session, item, chosen, book)
    kept = _choose(session, item, chosen, book).session if listing.picked else session
    values = {"name": listing.unplaced}
    if listing.offered:
        values["options"] = book.words.semicolon.join(book.rows[code] for code in listing.offered)
    problem = Problem("several_occupations" if listing.offered else "unknown_occupation", values)
    return Taken(replace(kept, unplaced=listing.unplaced, offered=listing.offered), problem=problem)


def _remove(session: Session, item: Item, name: str, resolve: Resolve, book: Rulebook) -> Taken:
    chosen, codes = _chosen(session, item), resolve(name).codes
    left = tuple(one for one in chosen if name not in one.names and (one.code is None or one.code not in codes))
    if len(left) == len(chosen):
        return Taken(session, problem=Problem("unknown_occupation", {"name": name}))
    return _choose(session, item, left, book)
