from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from bot.desk import Desk
from bot.helpdesk.helpdesk import Helpdesk
from bot.helpdesk.terms import Terms
from bot.reply import Card, Message, Relay, Reply

TODAY = date(2025, 1, 1)
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
MISSES = ("明天天气怎么样", "今天吃什么好")  # questions that the second office's helpdesk cannot answer


@pytest.fixture(scope="session")
def helpdesk(small_desk: Desk) -> Helpdesk:
    """The second office's helpdesk, whose staff answer from nine to five."""
    return Helpdesk(small_desk.dialogue, Terms(15, (time(9), time(17)), UTC))


@pytest.fixture(scope="session")
def say(helpdesk: Helpdesk) -> Callable[..., str]:
    """A phrase, as the product words it."""
    return helpdesk.dialogue.phrases


def replies(messages: tuple[Message | Relay, ...], recipient: str) -> list[Reply]:
    return [said.reply for said in messages if isinstance(said, Message) and said.recipient == recipient]


def relays(messages: tuple[Message | Relay, ...], recipient: str) -> list[str]:
    return [said.text for said in messages if isinstance(said, Relay) and said.recipient == recipient]


def has_contact(reply: Reply) -> bool:
    return any(isinstance(part, Card) for part in reply.parts)
