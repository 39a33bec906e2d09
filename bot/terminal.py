"""A chat in the terminal: prints replies, offers their buttons as numbers, ends cleanly at end of input or Ctrl-C."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TextIO

from bot.dialogue.conversation import Commanded, Conversation, Event, Pressed, Said
from bot.dialogue.dialogue import Dialogue
from bot.phrases import Phrases
from bot.reply import Button, Document, Part, Quotation, Reply, Text, plain_part
from bot.text.normalise import normalise


@dataclass
class Terminal:
    """One chat over two text streams; `colour` marks headlines and quotations with ANSI codes."""

    dialogue: Dialogue
    phrases: Phrases
    today: Callable[[], date]
    reads: TextIO = field(default_factory=lambda: sys.stdin)
    writes: TextIO = field(default_factory=lambda: sys.stdout)
    colour: bool = False
    conversation: Conversation = field(default_factory=Conversation)
    _numbered: tuple[Button, ...] = ()
    _worded: tuple[Button, ...] = ()  # pressed by writing their label, where a number may be an answer

    def chat(self, first: Event | None = None) -> None:
        """Talks until the input ends; `first` is answered before anything is read."""
        self._handle(first or Commanded("start"))
        self._line(self.phrases("terminal.welcome"))
        try:
            for text in self._lines():
                self.tell(text)
        except KeyboardInterrupt:
            self._line("")
        self._line(self.phrases("terminal.goodbye"))

    def tell(self, text: str) -> None:
        """Takes one line and prints what is said to it."""
        if self._is_no_choice(normalise(text)):
            self._line(self.phrases("terminal.no_such_choice", count=len(self._numbered)))
        else:
            self._handle(self._event(text))

    def _lines(self) -> Iterator[str]:
        while True:
            if self.reads.isatty():
                self.writes.write(self.phrases("terminal.prompt"))
                self.writes.flush()
            line = self.reads.readline()
            if not line:
                return
            if line.strip():
                yield line.rstrip("\n")

    def _event(self, text: str) -> Event:
        said = text.strip()
        typed = normalise(said)  # a number in full width as well
        numbers = {str(number): button for number, button in enumerate(self._numbered, 1)}
        labels = {button.label: button for button in (*self._numbered, *self._worded)}
        pressed = numbers.get(typed) or labels.get(said)
        if pressed:
            return Pressed(pressed.action)
        if said.startswith("/") and len(said) > 1:
            name, _, argument = said[1:].partition(" ")
            return Commanded(name, argument.strip())
        return Said(text)

    def _is_no_choice(self, text: str) -> bool:
        """Whether a number was typed that stands beside no choice; in the self-test a number may be an answer."""
        return (
            self.conversation.quiz is None
            and text.isdecimal()
            and len(text) < 3
            and bool(self._numbered)
            and not (1 <= int(text) <= len(self._numbered))
        )

    def _handle(self, event: Event) -> None:
        self.conversation, messages = self.dialogue.respond(self.conversation, event, self.today())
        for message in messages:
            if message.recipient == "asker":
                self._print(message.reply)

    def _print(self, reply: Reply) -> None:
        self._line("")
        for part in reply.parts:
            self._line(self._painted(part))
        buttons = [button for row in reply.buttons for button in row if isinstance(button, Button)]
        self._numbered = tuple(button for button in buttons if button.primary)
        self._worded = tuple(button for button in buttons if not button.primary)
        for number, button in enumerate(self._numbered, 1):
            self._line(self.phrases("terminal.choice", number=number, label=button.label))
        if self._worded:
            words = "、".join(button.label for button in self._worded)
            self._line(self.phrases("terminal.words", words=words))
        self._line("")

    def _painted(self, part: Part) -> str:
        if isinstance(part, Document):
            return part.content
        text = plain_part(part)
        if not self.colour:
            return text
        if isinstance(part, Quotation):
            return f"\033[36m{text}\033[0m"
        return f"\033[1m{text}\033[0m" if isinstance(part, Text) and part.strong else text

    def _line(self, text: str) -> None:
        # A lone surrogate from the input must not end the chat when it is echoed.
        self.writes.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
        self.writes.flush()
