"""While the staff have paused the bot: it gives the contact and looks up codes, and says why it does no more."""

from dataclasses import replace
from datetime import datetime

from bot.dialogue.conversation import Commanded, Conversation, Event, Pressed
from bot.record import record
from bot.reply import Reply

PAUSED = "paused"  # kind of refusal of what is not answered meanwhile
_COMMANDS = frozenset({"contact", "code", "human"})
_BUTTONS = frozenset({"contact", "code", "list", "occupations", "handoff"})


@record
class Pause:
    """Since when (UTC) and why the bot is paused, and in which role whoever paused it belongs to the group."""

    since: datetime
    reason: str
    by: str


def without_quiz(conversation: Conversation) -> Conversation:
    """The conversation without its self-test, which rests while the bot is paused."""
    return replace(conversation, quiz=None)


def is_served(event: Event, reply: Reply) -> bool:
    """Whether an event gets its reply during a pause: the contact, a person, and anything about codes."""
    match event:
        case Commanded(name):
            return name in _COMMANDS
        case Pressed(action):
            return action.partition(":")[0] in _BUTTONS
    labels = reply.answer or reply.choices
    return bool(labels) and all(label == "contact" or label.startswith("occ:") for label in labels)
