"""What the two echo bots have in common: they do nothing but reply, on their libraries' own defaults."""

import sys
from collections.abc import Callable

ANSWER = "ok"
PATH = "hook"


def run(bot: Callable[[str, str | None], None]) -> None:
    """Runs a bot as the command line says: the address of the Bot API, and that of the webhook, if there is one."""
    bot(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)


def host_and_port(webhook: str) -> tuple[str, int]:
    """Where a webhook at such an address listens."""
    host, _, port = webhook.removeprefix("http://").partition("/")[0].partition(":")
    return host, int(port)
