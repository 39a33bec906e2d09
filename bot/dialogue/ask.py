"""One thing that a message asks, as it was understood: its label, what is to be done about it, and why."""

from enum import StrEnum

from bot.occupations.mention import Finding
from bot.record import record


class Zone(StrEnum):
    """What follows from the evidence."""

    ANSWER = "answer"
    ASK = "ask"
    DECLINE = "decline"


class Reason(StrEnum):
    """Which rule or threshold decided."""

    SMALLTALK = "smalltalk"  # stands on the closed list
    UNREADABLE = "unreadable"  # empty, too long, or without words
    CODE = "code"  # no words, but a code
    LOOK_UP = "look_up"  # a look-up is likely enough
    NAME = "name"  # the message is little else than a name
    DECLINE = "decline"  # "nothing of ours" is likely enough
    NOTHING_NAMED = "nothing_named"  # a look-up of nothing
    UNLIKELY = "unlikely"  # the best label is below `answer`
    CLOSE = "close"  # the second label is nearer than `margin`
    LONE = "lone"  # nothing worth offering
    BARE = "bare"  # a word that tells of the work of a row
    SURE = "sure"  # above every threshold


@record
class Ask:
    """One thing a message asks."""

    zone: Zone
    label: str
    text: str
    before: str | None = None  # earlier question in whose light it was read
    confidence: float = 1.0
    choices: tuple[str, ...] = ()  # labels to offer, best first
    kind: str = ""  # kind of refusal
    finding: Finding | None = None  # what was found among the occupations
    reason: Reason = Reason.SURE

    @property
    def related(self) -> tuple[str, ...]:
        """Other labels worth a look."""
        return tuple(label for label in self.choices if label != self.label)
