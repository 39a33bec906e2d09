"""What was asked and what became of it: the record behind the figures and the queue of unanswered questions."""

from enum import StrEnum

from bot.dialogue.conversation import Commanded, Conversation, Event, Said
from bot.matching.matcher import DECLINED
from bot.record import record
from bot.reply import Reply

_QUIZ = ("quiz",)


class Outcome(StrEnum):
    """What a question got."""

    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    DECLINED = "declined"


@record
class Asked:
    """A question (its personal numbers hidden), the one before it where it may lean on that, and what it got.

    `labels` are those asserted, for a question asked back those offered, best first; `kind` is the kind of refusal.
    """

    text: str
    outcome: Outcome
    labels: tuple[str, ...]
    confidence: float
    context: str | None = None
    kind: str = ""
    handed_over: bool = False


def asked(event: Event, before: Conversation, reply: Reply) -> Asked | None:
    """The question that `event` asked and `reply` answered; None for anything else, answers to the self-test too."""
    text = _words(event)
    is_answer = reply.answer == _QUIZ and before.quiz is not None
    is_question = bool(text and (reply.answer or reply.choices)) and not reply.picked
    if not is_question or is_answer or reply.handoff == "asked":
        return None
    return Asked(
        text,
        _outcome(reply),
        reply.answer or reply.choices,
        reply.confidence,
        before.topic.text if before.topic else None,
        reply.kind,
        bool(reply.handoff),
    )


def _words(event: Event) -> str:
    match event:
        case Said(text):
            return text.strip()
        case Commanded("faq", argument) if argument.isdecimal():  # the number of an entry
            return ""
        case Commanded("code" | "faq" | "quiz", argument):
            return argument
    return ""


def _outcome(reply: Reply) -> Outcome:
    if not reply.answer:
        return Outcome.ASKED_BACK
    return Outcome.DECLINED if reply.answer == (DECLINED,) else Outcome.ANSWERED
