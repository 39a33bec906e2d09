"""What is remembered of one chat between messages, and the events that move it on.

Nothing here can be recomputed from the rest; everything survives a round trip through JSON.
"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self

from bot.record import record

if TYPE_CHECKING:
    from bot.eligibility.session import Session


@record
class Said:
    """The person wrote `text`."""

    text: str


@record
class Pressed:
    """The person pressed the button with `action`."""

    action: str


@record
class Commanded:
    """The person gave a command (without its slash), with what stood behind it."""

    name: str
    argument: str = ""


Event = Said | Pressed | Commanded


@record
class Topic:
    """What was answered last, so that a follow-up can be read in its light."""

    label: str
    text: str  # the question as written
    codes: tuple[str, ...] = ()  # occupations it was about
    word: str | None = None  # list it was about
    page: int = 0  # page of that list

    @property
    def family(self) -> str:
        """The label without what is particular to it: faq:N, occ, occ:list, quiz ..."""
        if self.label.startswith("faq:"):
            return self.label
        return "occ:list" if self.word is not None else self.label.partition(":")[0]


@record
class Pending:
    """A question that was asked back about: its words and the labels offered."""

    text: str
    choices: tuple[str, ...]


@record
class Conversation:
    """One chat."""

    topic: Topic | None = None
    pending: Pending | None = None
    quiz: "Session | None" = None  # a self-test, under way or done
    misses: int = 0  # declines and ask-backs in a row
    recent: tuple[str, ...] = ()  # the last questions, for whoever takes over

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready form; what is empty is left out."""
        plain = {
            "topic": asdict(self.topic) if self.topic else None,
            "pending": asdict(self.pending) if self.pending else None,
            "quiz": _dumped(self.quiz) if self.quiz else None,
            "misses": self.misses,
            "recent": list(self.recent),
        }
        return {key: value for key, value in plain.items() if value}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """The conversation that `to_plain` wrote; unknown keys of an older version are passed over."""
        topic, pending, quiz = (plain.get(key) for key in ("topic", "pending", "quiz"))
        return cls(
            topic=Topic(**topic | {"codes": tuple(topic["codes"])}) if topic else None,
            pending=Pending(pending["text"], tuple(pending["choices"])) if pending else None,
            quiz=_loaded(quiz) if quiz else None,
            misses=plain.get("misses", 0),
            recent=tuple(plain.get("recent", ())),
        )


def _dumped(quiz: "Session") -> dict[str, Any]:
    from bot.eligibility.session import dump  # noqa: PLC0415  # as in `Dialogue.quiz`

    return dump(quiz)


def _loaded(stored: dict[str, Any]) -> "Session":
    from bot.eligibility.session import load  # noqa: PLC0415  # as in `Dialogue.quiz`

    return load(stored)
