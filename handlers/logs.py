"""Structured logs: one JSON object a line, without anyone's words and without the token."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

_LOGGER = logging.getLogger("helpdesk")
_ROOT = Path(__file__).resolve().parents[1]
_OWN = (str(_ROOT / "bot"), str(_ROOT / "handlers"))
# They log addresses, which hold the token, or words.
_QUIET = ("telegram", "httpx", "httpcore", "aiohttp", "tornado", "asyncio")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON in which `secrets` never stand."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower(), "event": record.getMessage()}
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            line |= described(record.exc_info[1])
        text = json.dumps(line, ensure_ascii=False, default=str)
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def set_up_logs(secrets: tuple[str | None, ...]) -> None:
    """Logs to standard error; libraries stay silent, even where they log what they could not read."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(tuple(secret for secret in secrets if secret)))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def note(event: str, /, level: int = logging.INFO, **fields: object) -> None:
    """Logs an event with its fields, none of which may hold what anyone wrote."""
    _LOGGER.log(level, event, extra={"fields": fields})


def described(error: BaseException) -> dict[str, object]:
    """Kind of an error and its place in the code; never its message, which may hold what someone wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(_OWN)] or frames
    place = f"{own[-1].filename.removeprefix(f'{_ROOT}/')}:{own[-1].lineno} {own[-1].name}" if own else ""
    return {"error": type(error).__name__, "place": place}
