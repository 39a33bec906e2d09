"""How far a self-test came with one turn: what the figures need to know of it."""

from collections.abc import Callable

from bot.eligibility.rulebook import Rulebook
from bot.eligibility.session import Session, asked, stage
from bot.record import record

CANCELLED = "cancelled"  # beside the verdicts, the outcome of a self-test that was given up


@record
class Progress:
    """A step of a self-test, of a new one where `is_new`.

    `question` is the id of the question it stands at, or the stage (`confirm`, `check`); None where it is over.
    `outcome` is the verdict once there is one, or `cancelled`.
    """

    is_new: bool
    question: str | None
    outcome: str | None = None


def progress(
    before: Session | None, after: Session | None, book: Callable[[], Rulebook], verdict: Callable[[Session], str]
) -> Progress | None:
    """The step between two sessions; None where there is none. `book` is called only where there is one."""
    if before == after:
        return None
    if after is None:
        return Progress(False, None, CANCELLED)
    is_new = before is None or bool(before.answers and not after.answers)
    at = stage(after, book())
    if at == "done":
        return Progress(is_new, None, verdict(after))
    item = asked(after, book())
    return Progress(is_new, item.question.id if item else at)
