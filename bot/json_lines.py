"""The machine-readable face of the dialogue: one JSON object a line in, one a line out, in order.

In: ``{"chat": "...", "text": "..."}``. Out: answer, choices, quotes, reply, confidence (see docs/interfaces.md); a line
that cannot be read gets ``{"error": "..."}`` in its place. Conversations live in memory and are forgotten at the end.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TextIO

from bot.dialogue.conversation import Conversation, Said
from bot.dialogue.dialogue import Dialogue
from bot.phrases import Phrases
from bot.reply import Button, Reply, plain


def answer_lines(lines: Iterable[str], out: TextIO, dialogue: Dialogue, today: Callable[[], date]) -> None:
    """Answers every line that is not blank, flushing after each."""
    chats: dict[str, Conversation] = {}
    for line in lines:
        if line.strip():
            answered = _answer(line, chats, dialogue, today())
            out.write(json.dumps(answered, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n")
            out.flush()


def with_choices(reply: Reply, phrases: Phrases) -> str:
    """The reply as plain text; what it asks to choose from is listed by the numbers that the next turn may give."""
    labels = [button.label for row in reply.buttons for button in row if isinstance(button, Button) and button.primary]
    if not (reply.choices or reply.answer == ("quiz",)):
        return plain(reply)
    if reply.choices:  # and "none of these": of what stands behind, numbers mean nothing
        labels = labels[: len(reply.choices) + 1]
    listed = (phrases("terminal.choice", number=number, label=label) for number, label in enumerate(labels, 1))
    return "\n".join([plain(reply), *listed])


def _answer(line: str, chats: dict[str, Conversation], dialogue: Dialogue, today: date) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"error": f"not JSON: {error}"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"error": 'expected an object like {"chat": "1", "text": "..."}'}
    if not isinstance(asked.get("chat", ""), str | int) or isinstance(asked.get("chat"), bool):
        return {"error": '"chat" must be a text or a whole number'}
    chat = str(asked.get("chat", ""))
    chats[chat], messages = dialogue.respond(chats.get(chat, Conversation()), Said(asked["text"]), today)
    replies = [message.reply for message in messages if message.recipient == "asker"]
    reply = replies[0]
    return {
        "answer": list(reply.answer),
        "choices": list(reply.choices),
        "quotes": list(reply.quotes),
        "reply": "\n\n".join(with_choices(reply, dialogue.phrases) for reply in replies),
        "confidence": round(reply.confidence, 4),
    }
