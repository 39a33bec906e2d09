"""Callback data: versioned, ASCII, at most 64 bytes, and tied to the state a button of the self-test was made for.

``1:contact`` is a button that may be pressed at any time; ``1Ab3:quiz:no`` one that is only good while the self-test
stands as it stood (``Ab3`` is a check sum of that state), so that a stale or doubled tap changes nothing. In a group
such a button, and one that deletes, is its owner's alone: ``1Ab3@x-9:quiz:no`` (a check sum of their number).
"""

import base64
import re
import zlib
from typing import Self

from bot.dialogue.conversation import Conversation
from bot.record import record

_VERSION = "1"
_LONGEST = 64  # bytes, core.telegram.org/bots/api#inlinekeyboardbutton
_DATA = re.compile(_VERSION + r"([\w-]{3})?(?:@([\w-]{3}))?:([!-~]+)", re.ASCII)
_PERSONAL = ("quiz:", "records:")  # actions that are taken for one person
_BOUND = "quiz:"  # actions that answer a question, which may have been answered since


@record
class Tap:
    """A button pressed: its action, the stamp of the state it was made for ("" where that does not matter), its owner.

    `owner` stands for the only person who may press it, "" where anyone may.
    """

    action: str
    stamp: str = ""
    owner: str = ""

    @property
    def data(self) -> str:
        """As callback data; ValueError for an action that does not fit."""
        owner = self.owner and f"@{self.owner}"
        data = f"{_VERSION}{self.stamp}{owner}:{self.action}"
        if len(data) > _LONGEST or not _DATA.fullmatch(data):
            raise ValueError(f"no callback data can carry {data!r}")
        return data

    @classmethod
    def read(cls, data: str | None) -> Self | None:
        """The tap with this callback data; None for data of another version."""
        found = _DATA.fullmatch(data or "")
        return cls(found[3], found[1] or "", found[2] or "") if found else None

    @classmethod
    def on(cls, action: str, conversation: Conversation, owner: int | None = None) -> Self:
        """The tap that a button with `action` stands for, under a reply to `owner` that left `conversation` behind."""
        stamp = _check_sum(conversation.quiz) if action.startswith(_BOUND) else ""
        return cls(action, stamp, _check_sum(owner) if owner and action.startswith(_PERSONAL) else "")

    def is_for(self, person: int) -> bool:
        """Whether a person may press the button."""
        return self.owner in ("", _check_sum(person))

    def is_stale(self, conversation: Conversation) -> bool:
        """Whether the state the button was made for has passed."""
        return self.stamp != Tap.on(self.action, conversation).stamp


def _check_sum(value: object) -> str:
    """Three letters that differ for different values (1 in 262,144 does not)."""
    check = zlib.crc32(repr(value).encode("utf-8", "replace"))
    return base64.urlsafe_b64encode(check.to_bytes(4, "big"))[:3].decode()
