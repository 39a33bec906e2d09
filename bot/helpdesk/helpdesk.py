"""The dialogue with people behind it: hands over, passes on, and stays silent while a person has the talk."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.dialogue.conversation import Commanded, Conversation, Event, Pressed, Said
from bot.dialogue.dialogue import Dialogue
from bot.helpdesk.pause import PAUSED, Pause, is_served, without_quiz
from bot.helpdesk.terms import Terms
from bot.helpdesk.ticket import Ended, Line, Ticket, Wrote
from bot.helpdesk.transitions import Said as Spoken
from bot.helpdesk.transitions import Step, Transitions
from bot.helpdesk.wording import Wording
from bot.matching.matcher import DECLINED
from bot.record import record
from bot.reply import Message, Reply, Text

_LONG = timedelta(hours=12)  # from which an asker who writes again hears why the bot is silent
_END = (Commanded("end"), Pressed("end"))


@record
class Case:
    """What the helpdesk needs to know beside the conversation.

    `ticket` is the asker's that is not closed. `number` is the one that a new ticket would get, None where no group of
    the staff is connected; `private_link` leads to the private chat where the talk is held in a group, in which no
    ticket is opened. `text` is the message as it is kept, of media too; `edited`: it was changed. `quiet_since` is when
    something was last said in the ticket.
    """

    asker: int
    person: str
    ticket: Ticket | None = None
    number: int | None = None
    private_link: str = ""
    pause: Pause | None = None
    text: str = ""
    edited: bool = False
    quiet_since: datetime | None = None


@record
class Outcome:
    """What follows from an event: the conversation, the ticket (None: there is none), and what is said, to whom.

    `lines` are what was said before in a ticket that was opened.
    """

    conversation: Conversation
    ticket: Ticket | None
    messages: tuple[Spoken, ...]
    lines: tuple[Line, ...] = ()

    @property
    def reply(self) -> Reply | None:
        """What the asker is told first."""
        told = (said.reply for said in self.messages if isinstance(said, Message) and said.recipient == "asker")
        return next(told, None)


class Helpdesk:
    """Answers askers; built at each use, as what it stands on may be replaced."""

    def __init__(self, dialogue: Dialogue, terms: Terms) -> None:
        self.dialogue = dialogue
        self.terms = terms
        self.wording = Wording(dialogue.answers, terms)
        self.happens = Transitions(self.wording)

    def respond(
        self, conversation: Conversation, event: Event | None, case: Case, today: date, now: datetime
    ) -> Outcome:
        """What follows from `event`; None for a message without words, which only a ticket can take."""
        step = Step(case.ticket) if case.ticket else None
        if case.ticket and event in _END:
            step = self.happens(case.ticket, Ended("asker"), now)
            return Outcome(conversation, step.ticket, step.messages)
        if case.ticket and (event is None or isinstance(event, Said)):
            is_talk = bool(self.dialogue.understanding.smalltalk.topic(case.text))
            step = self.happens(case.ticket, Wrote(case.text, case.edited, owed=not is_talk), now)
        ticket, passed_on = (step.ticket, step.messages) if step else (None, ())
        if event is None:
            told = self._reminded(ticket, case, now) if ticket and ticket.is_held else self._received(ticket)
            return Outcome(conversation, ticket, (*told, *passed_on))
        if passed_on and case.ticket and case.ticket.is_held:
            return Outcome(conversation, ticket, (*self._reminded(case.ticket, case, now), *passed_on))
        answered = self._answered(conversation, event, replace(case, ticket=ticket), today, now)
        return replace(answered, messages=(*answered.messages, *passed_on))

    def _reminded(self, ticket: Ticket, case: Case, now: datetime) -> tuple[Message, ...]:
        """Why the bot says nothing, where the talk with a person has rested for so long that it may be forgotten."""
        if case.quiet_since is None or now - case.quiet_since < _LONG:
            return ()
        return (Message(self.wording.to_asker("still_held", ticket)),)

    def _received(self, ticket: Ticket | None) -> tuple[Message, ...]:
        """What is said to a message that the bot cannot read: while nobody has the ticket, that it stands there."""
        if ticket is None or ticket.is_held:
            return ()
        return (Message(self.wording.to_asker("received", ticket)),)

    def _answered(self, conversation: Conversation, event: Event, case: Case, today: date, now: datetime) -> Outcome:
        """The dialogue's answer, with what is to be said about a ticket or a pause."""
        if case.pause:
            after, reply = self._paused(conversation, event, case.pause, today)
        else:
            after, reply = self._said(conversation, event, today)
        if not reply.handoff or (case.number is None and not case.ticket):
            return Outcome(after, case.ticket, (Message(reply),))
        if case.private_link:
            private = self.wording.say("ticket.private", link=case.private_link)
            return Outcome(after, None, (Message(_above((private,), reply)),))
        if case.ticket:
            told = _above(self.wording.joined(case.ticket), reply)
            return Outcome(after, case.ticket, (Message(self._ending(told)),))
        return self._opened(after, conversation, reply, case, now)

    def _said(self, conversation: Conversation, event: Event, today: date) -> tuple[Conversation, Reply]:
        after, messages = self.dialogue.respond(conversation, event, today)
        return after, messages[0].reply

    def _paused(
        self, conversation: Conversation, event: Event, pause: Pause, today: date
    ) -> tuple[Conversation, Reply]:
        """The answer where it may be given; else why not, and nothing that was begun is lost."""
        after, reply = self._said(without_quiz(conversation), event, today)
        if is_served(event, reply):
            return replace(after, quiz=conversation.quiz), reply
        since = f"{self.terms.local(pause.since):%m-%d %H:%M}"
        told = self.wording.say("pause.told", since=since, reason=pause.reason)
        parts = (told, self.wording.say("pause.served"), self.wording.answers.card())
        return conversation, Reply(parts, answer=(DECLINED,), kind=PAUSED)

    def _opened(self, after: Conversation, before: Conversation, reply: Reply, case: Case, now: datetime) -> Outcome:
        assert case.number is not None
        question = after.recent[-1] if after.recent else ""
        told_at = None if self.terms.is_on_duty(now) else now
        ticket = Ticket(case.number, case.asker, case.person, reply.handoff, question, now, told_at=told_at)
        lines = [Line("asker", text) for text in after.recent]
        if before.topic and (title := self._title(before.topic.label)):
            lines.append(Line("bot", title))
        opened = self._ending(_above(self.wording.opened(ticket, now), reply))
        return Outcome(after, ticket, (Message(opened),), tuple(lines))

    def _title(self, label: str) -> str:
        """The entry with which the bot answered last; "" where it was none."""
        entries = {f"faq:{entry.number}": entry for entry in self.dialogue.knowledge.faq.entries}
        entry = entries.get(label)
        return self.wording.say("entry.heading", entry=entry.number, question=entry.question).text if entry else ""

    def _ending(self, reply: Reply) -> Reply:
        """With a button that ends the ticket, and none that asks for it again."""
        rows = (tuple(b for b in row if getattr(b, "action", "") != "handoff") for row in reply.buttons)
        kept = replace(reply, buttons=tuple(row for row in rows if row))
        return kept.with_buttons((self.wording.end_button(),))


def _above(told: tuple[Text, ...], reply: Reply) -> Reply:
    """`reply` below what is said of the ticket; what the dialogue puts last stays last."""
    return replace(reply, parts=(*told, *reply.parts))
