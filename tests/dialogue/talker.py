"""One chat of a test: every turn is checked for what holds for any reply, and its conversation goes through JSON."""

import json
import re
from dataclasses import dataclass, field
from datetime import date

from bot.desk import Desk
from bot.dialogue.conversation import Commanded, Conversation, Event, Pressed, Said
from bot.reply import Button, Copy, Document, Reply, plain

LABEL = re.compile(r"faq:\d+|occ:\d(-\d\d){3}|occ:none|occ:list:\S.*|quiz|contact|notice|smalltalk|oos")
MOST_CHOICES = 5
LONGEST_QUOTES = 150
LONGEST_ACTION = 60  # Telegram allows 64 bytes
LONGEST_COPY = 256


@dataclass
class Talker:
    """The person who talks to `desk` on `day`; `source` is the notice without white space, if it is known."""

    desk: Desk
    source: str = ""
    day: date = date(2021, 6, 1)
    conversation: Conversation = field(default_factory=Conversation)
    reply: Reply = field(default_factory=lambda: Reply(()))

    def say(self, text: str) -> Reply:
        reply = self.turn(Said(text))
        assert bool(reply.answer) != bool(reply.choices), (text, plain(reply))
        return reply

    def press(self, action: str) -> Reply:
        return self.turn(Pressed(action))

    def command(self, text: str) -> Reply:
        name, _, argument = text.partition(" ")
        return self.turn(Commanded(name, argument))

    def choose(self, label: str) -> Reply:
        """Presses the button of the last reply that is called `label`."""
        return self.press(next(button.action for button in self.buttons if button.label == label))

    def turn(self, event: Event) -> Reply:
        """The reply to an event, once it has been checked."""
        conversation, messages = self.desk.dialogue.respond(self.conversation, event, self.day)
        assert [message.recipient for message in messages] == ["asker"]
        kept = json.loads(json.dumps(conversation.to_plain()))
        assert Conversation.from_plain(kept) == conversation
        self.conversation = Conversation.from_plain(kept)
        self.reply = messages[0].reply
        check(self.reply, self.source)
        return self.reply

    @property
    def buttons(self) -> list[Button]:
        return [one for row in self.reply.buttons for one in row if isinstance(one, Button)]

    @property
    def documents(self) -> list[Document]:
        return [part for part in self.reply.parts if isinstance(part, Document)]

    @property
    def text(self) -> str:
        return plain(self.reply)


def check(reply: Reply, source: str) -> None:
    """What holds for every reply."""
    assert plain(reply).strip()
    assert all(LABEL.fullmatch(label) for label in (*reply.answer, *reply.choices)), reply
    assert len(reply.choices) <= MOST_CHOICES
    assert not (reply.answer and reply.choices)
    assert len(set(reply.answer)) == len(reply.answer)
    assert "oos" not in reply.answer or reply.answer == ("oos",)
    assert "occ:none" not in reply.answer or sum(label.startswith("occ:") for label in reply.answer) == 1
    assert 0 <= reply.confidence <= 1
    assert sum(map(len, reply.quotes)) <= LONGEST_QUOTES or len(reply.quotes) == 1, reply.quotes
    if source:
        assert [quote for quote in reply.quotes if "".join(quote.split()) not in source] == []
    for row in reply.buttons:
        assert row
        for button in row:
            assert button.label.strip()
            if isinstance(button, Copy):
                assert 0 < len(button.text) <= LONGEST_COPY
            else:
                assert button.action.isascii()
                assert 0 < len(button.action) <= LONGEST_ACTION
