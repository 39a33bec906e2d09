"""What is kept of a turn for the figures and the queue, in the transaction that keeps the turn itself."""

from sqlite3 import Connection

from bot.dialogue.asked import asked
from bot.dialogue.conversation import Conversation, Event
from bot.dialogue.progress import Progress
from bot.reply import Reply
from bot.store.questions import Occasion, keep_handed_over, keep_picked, keep_question
from bot.store.self_tests import keep_progress


def keep_records(
    connection: Connection,
    occasion: Occasion,
    event: Event,
    before: Conversation,
    reply: Reply,
    *,
    progress: Progress | None = None,
) -> None:
    """Keeps the question asked, the choice made when asked back, that a person was asked for, the self-test's step."""
    question = asked(event, before, reply)
    if question:
        keep_question(connection, question, occasion)
    elif reply.picked:
        keep_picked(connection, occasion, reply.picked)
    elif reply.handoff:
        keep_handed_over(connection, occasion.person)
    if progress:
        keep_progress(connection, progress, occasion)
