"""What an error of the Bot API means for the request that met it."""

from enum import Enum, auto

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from handlers.requests import LOST, NOT_WRITTEN

_NOBODY = "chat not found"


class Failure(Enum):
    """Ordered as the Bot API tells them apart; BadRequest and TimedOut are NetworkErrors for the library."""

    HELD = auto()  # 429: not before the time it names
    MOVED = auto()  # the chat has another id now
    CLOSED = auto()  # blocked, deleted, removed: nobody there to be told
    REFUSED = auto()  # the request itself is wrong
    UNSENT = auto()  # never reached Telegram, or Telegram said it could not take it: may be sent again
    UNCERTAIN = auto()  # written, but no answer: a second one might be a double


def failure(error: TelegramError) -> Failure:
    """The kind of failure."""
    match error:
        case RetryAfter():
            return Failure.HELD
        case ChatMigrated():
            return Failure.MOVED
        case Forbidden():
            return Failure.CLOSED
        case BadRequest():
            return Failure.CLOSED if _NOBODY in error.message.lower() else Failure.REFUSED
        case InvalidToken() | Conflict():
            return Failure.UNSENT
        case NetworkError():
            return _lost(error.__cause__)
    return Failure.UNCERTAIN


def _lost(cause: BaseException | None) -> Failure:
    """An error of the connection, or, without one, an answer of 5xx."""
    if isinstance(cause, NOT_WRITTEN):
        return Failure.UNSENT
    return Failure.UNCERTAIN if isinstance(cause, LOST) else Failure.UNSENT
