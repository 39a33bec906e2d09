"""The plain face of the dialogue: one question a line in, the replies out, all of one conversation."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TextIO

from bot.dialogue.conversation import Conversation, Said
from bot.dialogue.dialogue import Dialogue
from bot.json_lines import with_choices


def plain_lines(lines: Iterable[str], out: TextIO, dialogue: Dialogue, today: Callable[[], date]) -> None:
    """Answers every line, an empty one between two answers, flushing after each."""
    conversation = Conversation()
    for number, line in enumerate(lines):
        conversation, messages = dialogue.respond(conversation, Said(line), today())
        replies = [message.reply for message in messages if message.recipient == "asker"]
        said = "\n\n".join(with_choices(reply, dialogue.phrases) for reply in replies)
        out.write(f"\n{said}\n" if number else f"{said}\n")
        out.flush()
