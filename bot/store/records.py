"""What is kept of a turn for the figures and the queue, in the transaction that keeps the turn itself."""

from sqlite3 import Connection

from bot.dialogue.asked import asked
from bot.dialogue.conversation import Conversation, Event
from bot.reply import Reply
from bot.store.questions import Occasion, keep_handed_over, keep_picked, keep_question


def keep_records(connection: Connection, occasion: Occasion, event: Event, before: Conversation, reply: Reply) -> None:
    """Keeps the question asked, the choice made when asked back, and that a person was asked for."""
    question = asked(event, before, reply)
    if question:
        keep_question(connection, question, occasion)
    elif reply.picked:
        keep_picked(connection, occasion.person, reply.picked)
    elif reply.handoff:
        keep_handed_over(connection, occasion.person)
