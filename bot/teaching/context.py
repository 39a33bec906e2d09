"""Whether questions lean on the answer before them, so that what they mean is learnt for there only."""

from datetime import date

from bot.desk import Desk
from bot.dialogue.conversation import Conversation, Said
from bot.store.questions import Unanswered
from bot.teaching.groups import Group


def followed(desk: Desk, group: Group, today: date) -> str | None:
    """The label of the one answer that all questions of a group follow and lean on; None where they stand alone."""
    labels = {_followed(desk, question, today) for question in group.questions}
    return labels.pop() if len(labels) == 1 else None


def _followed(desk: Desk, question: Unanswered, today: date) -> str | None:
    """What the question before got, where the dialogue would read this one in its light."""
    if not question.context:
        return None
    topic = desk.dialogue.respond(Conversation(), Said(question.context), today)[0].topic
    evidence = desk.dialogue.understanding.see(question.text, topic).whole
    return topic.family if topic and evidence and evidence.before else None
