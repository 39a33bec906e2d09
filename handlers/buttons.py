"""Callback data: versioned, ASCII, at most 64 bytes, and tied to the state a button of the self-test was made for.

``1:contact`` is a button that may be pressed at any time; ``1Ab3:quiz:no`` one that is only good while the self-test
stands as it stood (``Ab3`` is a check sum of that state), so that a stale or doubled tap changes nothing.
"""

import base64
import re
import zlib
from dataclasses import dataclass
from typing import Self

from bot.dialogue.conversation import Conversation

_VERSION = "1"
_LONGEST = 64  # bytes, core.telegram.org/bots/api#inlinekeyboardbutton
_DATA = re.compile(_VERSION + r"([\w-]{3})?:([!-~]+)", re.ASCII)
_BOUND = "quiz:"  # actions that answer a question, which may have been answered since


@dataclass(frozen=True, slots=True)
class Tap:
    """A button pressed: its action, and the stamp of the state it was made for ("" where that does not matter)."""

    action: str
    stamp: str = ""

    @property
    def data(self) -> str:
        """As callback data; ValueError for an action that does not fit."""
        data = f"{_VERSION}{self.stamp}:{self.action}"
        if len(data) > _LONGEST or not _DATA.fullmatch(data):
            raise ValueError(f"no callback data can carry {data!r}")
        return data

    @classmethod
    def read(cls, data: str | None) -> Self | None:
        """The tap with this callback data; None for data of another version."""
        found = _DATA.fullmatch(data or "")
        return cls(found[2], found[1] or "") if found else None

    @classmethod
    def on(cls, action: str, conversation: Conversation) -> Self:
        """The tap that a button with `action` stands for, under a reply that left `conversation` behind."""
        return cls(action, _stamp(conversation) if action.startswith(_BOUND) else "")

    def is_stale(self, conversation: Conversation) -> bool:
        """Whether the state the button was made for has passed."""
        return self.stamp != Tap.on(self.action, conversation).stamp


def _stamp(conversation: Conversation) -> str:
    """Three letters that change with the state of the self-test (1 in 262,144 does not)."""
    check = zlib.crc32(repr(conversation.quiz).encode("utf-8", "replace"))
    return base64.urlsafe_b64encode(check.to_bytes(4, "big"))[:3].decode()
