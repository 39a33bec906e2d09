"""The replies about a ticket: to the asker, and to the staff in the ticket."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.dialogue.answers import Answers
from bot.helpdesk.terms import Terms
from bot.helpdesk.ticket import Line, State, Ticket
from bot.record import record
from bot.reply import Button, Reply, Rows, Text

_LINES = 10  # of a ticket that are shown where it is posted
_LONGEST_LINE = 200  # characters of one that are shown
_LONGEST_NAME = 128  # characters of a topic's name, core.telegram.org/bots/api#createforumtopic
_LONGEST_START = 30  # characters of the question in a list


@record
class Wording:
    """Composes replies about tickets; `answers` holds the phrases and the contact."""

    answers: Answers
    terms: Terms

    def say(self, key: str, **values: object) -> Text:
        """A phrase as a paragraph."""
        return Text(self.answers.phrases(key, **values))

    def to_asker(self, key: str, ticket: Ticket, with_contact: bool = False) -> Reply:
        """What an asker is told of their ticket, with a button that ends it while it is not closed."""
        reply = Reply((self.say(f"ticket.{key}", number=ticket.number),))
        if with_contact:
            reply = reply.with_parts(self.answers.card())
        return reply if ticket.state is State.CLOSED else reply.with_buttons((self.end_button(),))

    def opened(self, ticket: Ticket, now: datetime) -> tuple[Text, ...]:
        """That the question went to the staff's group where nobody is yet, and what happens now."""
        parts = [self.say("ticket.opened", number=ticket.number)]
        if self.terms.hours and not self.terms.is_on_duty(now):
            hours = "-".join(f"{hour:%H:%M}" for hour in self.terms.hours)
            parts.append(self.say("ticket.off_duty", hours=hours))
        else:
            parts.append(self.say("ticket.minutes", minutes=self.terms.claim_minutes))
        return tuple(parts)

    def joined(self, ticket: Ticket) -> tuple[Text, ...]:
        """That there is a ticket, and where it stands."""
        state = self.answers.phrases(f"ticket.state.{ticket.state}")
        return (self.say("ticket.joined", number=ticket.number, state=state),)

    def end_button(self) -> Button:
        """Ends the asker's ticket."""
        return Button(self.answers.phrases("ticket.end"), "end", primary=False)

    def to_staff(self, key: str, ticket: Ticket, **values: object) -> Reply:
        """What the staff are told in a ticket."""
        return Reply((self.say(f"staff.{key}", number=ticket.number, **values),))

    def opening(self, ticket: Ticket, lines: Sequence[Line]) -> Reply:
        """What stands first where a ticket is posted: why, what was said last, and what can be done."""
        why = self.answers.phrases(f"staff.why.{ticket.why}")
        heading = self.answers.phrases("staff.opening", number=ticket.number, why=why, state=self.state(ticket))
        rows = tuple(
            self.answers.phrases(f"staff.line.{line.side}", text=_shortened(line.text, _LONGEST_LINE))
            for line in [line for line in lines if line.text][-_LINES:]
        )
        reply = Reply((Text(heading, strong=True), *([Rows(rows)] if rows else []), self.say("staff.how")))
        return reply if ticket.state is State.CLOSED else reply.with_buttons(self.staff_buttons(ticket))

    def staff_buttons(self, ticket: Ticket) -> tuple[Button, ...]:
        """Claim and close."""
        phrases, number = self.answers.phrases, ticket.number
        return (Button(phrases("staff.claim"), f"claim:{number}"), Button(phrases("staff.close"), f"close:{number}"))

    def name(self, ticket: Ticket) -> str:
        """The name of the ticket's topic: its number and how the question begins."""
        start = " ".join(ticket.question.split())
        name = self.answers.phrases("staff.topic", number=ticket.number, question=start).strip()
        return _shortened(name, _LONGEST_NAME)

    def state(self, ticket: Ticket) -> str:
        """Where a ticket stands, for the staff."""
        return self.answers.phrases(f"staff.state.{ticket.state}")

    def listed(self, tickets: Iterable[tuple[Ticket, str]], now: datetime) -> Reply:
        """The tickets that are not closed, each with a link to its topic ("" where there is none)."""
        rows = tuple(self._row(ticket, link, now) for ticket, link in tickets)
        return Reply((Rows(rows) if rows else self.say("staff.no_tickets"),))

    def _row(self, ticket: Ticket, link: str, now: datetime) -> str:
        phrases = self.answers.phrases
        row = phrases(
            "staff.row",
            number=ticket.number,
            state=self.state(ticket),
            age=self._age(now - ticket.opened_at),
            question=_shortened(" ".join(ticket.question.split()), _LONGEST_START) or phrases("staff.no_question"),
        )
        return f"{row} {link}".strip()

    def _age(self, age: timedelta) -> str:
        minutes = int(age.total_seconds()) // 60
        if minutes < 60:
            return self.answers.phrases("staff.age.minutes", count=minutes)
        hours, days = minutes // 60, minutes // (24 * 60)
        unit, count = ("hours", hours) if hours < 48 else ("days", days)
        return self.answers.phrases(f"staff.age.{unit}", count=count)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
