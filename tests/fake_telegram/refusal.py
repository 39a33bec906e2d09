"""What Telegram answers when it does not do what was asked, and the record of what the bot did wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class Refusal(Exception):
    """An answer other than 200 that says something about the world (blocked, too old, deleted): no fault of the bot.

    `description` goes without its prefix: Refusal("chat not found") answers `Bad Request: chat not found`.
    """

    def __init__(self, description: str = "", code: int = 400, parameters: Mapping[str, int] | None = None) -> None:
        prefix = PREFIXES[code]
        self.code = code
        self.description = f"{prefix}: {description}" if description else prefix
        self.parameters = dict(parameters or {})
        super().__init__(self.description)

    def body(self) -> Json:
        """The JSON object Telegram answers with."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class Breach(Refusal):
    """A refusal that is the bot's fault: it broke a rule of the Bot API, so a test must fail."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule. `silent`: the real Telegram would have said nothing and ignored that part of the request."""

    method: str
    text: str
    silent: bool
    args: Mapping[str, Any] = field(repr=False, default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method}: {self.text}" + (" (Telegram ignores this silently)" if self.silent else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished request: HTTP status and JSON body."""

    status: int
    body: Json

    @property
    def ok(self) -> bool:
        return self.status == 200


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the request log: what the bot asked, when (world time) and what it was told."""

    method: str
    args: Mapping[str, Any]
    at: float
    answer: Answer
