"""A self-test under way: its answers, and every step that can be taken in it. All steps give a new session."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

from bot.eligibility.answers import Answer, facts_of, from_json, to_json
from bot.eligibility.flow import Item, Path, replay
from bot.eligibility.rulebook import Rulebook
from bot.record import record

Stage = Literal["confirm", "question", "check", "done"]


@record
class Heard:
    """An answer understood from a story, and the words that said so ("" where it only follows from another)."""

    answer: Answer
    words: str


@record
class Session:
    """All that is kept of a self-test; `dump` and `load` carry it over a restart.

    `answers` may hold some that do not apply at the moment: they come back if a change is taken back, and are dropped
    once no question is open. `editing` is the id of the item asked again, `heard` waits to be confirmed, `unplaced` is
    a name that was not recognised as an occupation, `offered` are the codes it could be.
    """

    answers: tuple[Answer, ...] = ()
    editing: str | None = None
    confirmed: bool = False
    heard: tuple[Heard, ...] = ()
    unplaced: str | None = None
    offered: tuple[str, ...] = ()


def start(heard: Iterable[Heard] = ()) -> Session:
    """A new self-test; with what a story said, which is shown for confirmation first."""
    return Session(heard=tuple(heard))


def stage(session: Session, book: Rulebook) -> Stage:
    """What the applicant sees next: what was heard, a question, the check before the verdict, or the verdict."""
    if session.heard:
        return "confirm"
    path = replay(session.answers, book)
    if _asked(session, path):
        return "question"
    return "done" if session.confirmed or is_no_applicant(path, book) else "check"


def asked(session: Session, book: Rulebook) -> Item | None:
    """The item that is being asked; None at every other stage."""
    return None if session.heard else _asked(session, replay(session.answers, book))


def accept(session: Session) -> Session:
    """What was heard is right: it becomes answers, and only the rest is asked."""
    return Session(answers=tuple(heard.answer for heard in session.heard)) if session.heard else session


def reject(session: Session) -> Session:
    """What was heard is wrong: the self-test starts with nothing known."""
    return Session() if session.heard else session


def put(session: Session, answer: Answer, book: Rulebook) -> Session:
    """Keeps an answer, in the place of a former one; answers that no longer apply go once nothing is open."""
    others = tuple(kept for kept in session.answers if kept.question != answer.question)
    editing = session.editing if not answer.complete else None
    path = replay((*others, answer), book)
    answers = path.answers if path.open is None and editing is None else (*others, answer)
    return Session(answers=answers, editing=editing)


def change(session: Session, item: str, book: Rulebook) -> Session:
    """Asks one item again; its answer stays until another is given. No change where it does not apply."""
    if session.heard or replay(session.answers, book).item(item) is None:
        return session
    return replace(session, editing=item, confirmed=False, unplaced=None, offered=())


def back(session: Session, book: Rulebook) -> Session:
    """Returns to the item before this one, losing nothing; at the first item, to the same session."""
    if session.heard:
        return reject(session)
    path = replay(session.answers, book)
    if session.confirmed and _asked(session, path) is None:
        return replace(session, confirmed=False)
    here = _asked(session, path)
    before = path.items if here is None else path.items[: path.items.index(here)]
    answered = [item for item in before if path.answer(item.id)]
    return change(session, answered[-1].id, book) if answered else session


def keep(session: Session) -> Session:
    """Leaves the item that is asked again as it was answered."""
    return replace(session, editing=None, unplaced=None, offered=())


def finish(session: Session, book: Rulebook) -> Session:
    """Confirms the answers at the check, which leads to the verdict; elsewhere nothing changes."""
    return replace(session, confirmed=True) if stage(session, book) == "check" else session


def is_no_applicant(path: Path, book: Rulebook) -> bool:
    """Whether the answers say that this is nobody the notice is for, so that nothing remains to be checked."""

    organisation = book.organisation(facts_of(path.answers, book).organisation)
    return organisation is not None and not organisation.may_apply


def dump(session: Session) -> dict[str, Any]:
    """The session as a JSON value."""
    return {
        "answers": [to_json(answer) for answer in session.answers],
        "editing": session.editing,
        "confirmed": session.confirmed,
        "heard": [{"answer": to_json(heard.answer), "words": heard.words} for heard in session.heard],
        "unplaced": session.unplaced,
        "offered": list(session.offered),
    }


def load(stored: Mapping[str, Any]) -> Session:
    """The session that `dump` stored."""
    return Session(
        answers=tuple(from_json(answer) for answer in stored["answers"]),
        editing=stored["editing"],
        confirmed=stored["confirmed"],
        heard=tuple(Heard(from_json(heard["answer"]), heard["words"]) for heard in stored["heard"]),
        unplaced=stored["unplaced"],
        offered=tuple(stored["offered"]),
    )


def _asked(session: Session, path: Path) -> Item | None:
    return path.item(session.editing) or path.open
