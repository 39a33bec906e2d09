"""The settings, from the environment and a ``.env`` file, all validated at start.

The environment goes before the file. What is wrong is reported at once, by name, and a secret's value never.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, fields
from datetime import date, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.record import record

PROJECT = Path(__file__).resolve().parents[1]
MOST_DAYS = 3650  # for which anything can be kept or counted
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{10,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class SettingsError(Exception):
    """Settings that cannot be used; `problems` holds one ``NAME: what is wrong`` each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def _token(text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise ValueError("does not look like a bot token (digits, a colon, letters)")
    return text


def _secret(text: str) -> str:
    if not _SECRET.fullmatch(text):
        raise ValueError("must be 1 to 256 of A-Z a-z 0-9 _ -")
    return text


def _url(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not _is_url(text, schemes):
            raise ValueError(f"must be a URL ({' or '.join(f'{scheme}://' for scheme in schemes)}...)")
        return text.rstrip("/")

    return read


def _is_url(text: str, schemes: Sequence[str]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # its message holds the address, which may hold a password
        return False


def _listen(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("must be HOST:PORT")
    return host.strip("[]"), int(port)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise ValueError(f"must be a whole number of days, 1 to {MOST_DAYS}")
    return int(text)


def _minutes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1440:
        raise ValueError("must be a whole number of minutes, 1 to 1440")
    return int(text)


def _chat(text: str) -> int:
    if not re.fullmatch(r"-\d{1,18}", text, re.ASCII):
        raise ValueError("must be the number of a group, which begins with a minus sign")
    return int(text)


def _time(text: str) -> time:
    if not re.fullmatch(r"\d\d?:\d\d", text, re.ASCII):
        raise ValueError("must be a time like 09:00")
    hour, minute = map(int, text.split(":"))
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError("must be a time like 09:00") from None


def _hours(text: str) -> tuple[time, time]:
    start, _, end = text.partition("-")
    hours = _time(start.strip()), _time(end.strip())
    if hours[0] >= hours[1]:
        raise ValueError("must be hours like 09:00-17:00, the first before the second")
    return hours


def _key(text: str) -> str:
    if len(text) < 16:
        raise ValueError("must be at least 16 characters long")
    return text


def _path(text: str) -> Path:
    try:
        path = Path(text).expanduser()
        path.is_dir()
    except (RuntimeError, OSError) as error:  # a home that nobody has, a name that is too long
        raise ValueError(f"is no usable path ({error})") from None
    return path


def _folder(text: str) -> Path:
    path = _path(text)
    if not path.is_dir():
        raise ValueError(f"{path} is no folder")
    return path


def _file(text: str) -> Path:
    path = _path(text)
    if path.is_dir():
        raise ValueError(f"{path} is a folder, not a file")
    return path


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a date like 2021-06-01") from None


def _setting(
    name: str, read: Callable[[str], Any], meaning: str, default: Any = None, secret: bool = False
) -> Any:  # Any, as dataclasses.field has it
    return field(default=default, metadata={"name": name, "read": read, "meaning": meaning, "secret": secret})


@record
class Settings:
    """All settings with their defaults; field metadata holds name, reader, meaning, and whether it is secret."""

    token: str | None = _setting("TELEGRAM_BOT_TOKEN", _token, "the bot's token from BotFather", secret=True)
    base_url: str = _setting(
        "TELEGRAM_BASE_URL", _url("https", "http"), "where the Bot API is reached", "https://api.telegram.org"
    )
    proxy: str | None = _setting(
        "TELEGRAM_PROXY", _url("http", "https", "socks5", "socks5h"), "proxy for the Bot API", secret=True
    )
    webhook_url: str | None = _setting(
        "TELEGRAM_WEBHOOK_URL", _url("https", "http"), "public address of the webhook; unset: polling"
    )
    webhook_listen: tuple[str, int] = _setting(
        "TELEGRAM_WEBHOOK_LISTEN", _listen, "HOST:PORT the webhook listens on", ("127.0.0.1", 8080)
    )
    webhook_secret: str | None = _setting(
        "TELEGRAM_WEBHOOK_SECRET", _secret, "what Telegram sends along to prove itself", secret=True
    )
    database: Path | None = _setting(
        "BOT_DATABASE",
        _file,
        "the SQLite file; default `policy-helpdesk-bot/helpdesk.db` in the user's data folder (`$XDG_DATA_HOME`, else "
        "`~/.local/share`)",
    )
    knowledge: Path = _setting("BOT_KNOWLEDGE", _folder, "the knowledge folder", PROJECT / "knowledge")
    taught: Path | None = _setting(
        "BOT_TAUGHT", _file, "the YAML file of accepted teachings; default beside the database"
    )
    cache: Path | None = _setting(
        "BOT_CACHE",
        _path,
        "folder for fitted models; default in the user's cache folder (`$XDG_CACHE_HOME`, else `~/.cache`), under the "
        "name of the program's folder",
    )
    retention_days: int = _setting(
        "RETENTION_DAYS", _days, "days for which conversations, questions and ended tickets are kept", 180
    )
    hash_key: str | None = _setting(
        "BOT_HASH_KEY",
        _key,
        "the key with which people are counted; made and kept beside the database; not to be changed later",
        secret=True,
    )
    staff_chat: int | None = _setting(
        "TELEGRAM_STAFF_CHAT", _chat, "the staff's group; unset: nobody is handed over to"
    )
    claim_minutes: int = _setting(
        "STAFF_CLAIM_MINUTES", _minutes, "minutes after which the asker is told that nobody has claimed the ticket", 15
    )
    digest_at: time | None = _setting(
        "STAFF_DIGEST_AT", _time, "when the staff get the unanswered questions, like 09:00"
    )
    staff_hours: tuple[time, time] | None = _setting(
        "STAFF_HOURS",
        _hours,
        "hours of the chat's staff like 09:00-17:00, on the machine's clock; unset: nothing is said",
    )
    today: date | None = _setting("BOT_TODAY", _day, "a date that stands in for today, for demonstrations and tests")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in `environment`; empty values count as unset. SettingsError with every problem at once."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for setting in fields(Settings):
        name, read = setting.metadata["name"], setting.metadata["read"]
        text = environment.get(name, "").strip()
        if not text:
            continue
        try:
            values[setting.name] = read(text)
        except ValueError as error:
            problems.append(f"{name}: {error}" + ("" if setting.metadata["secret"] else f" (is {text!r})"))
    settings = Settings(**values)
    if settings.webhook_url and not settings.webhook_secret:
        problems.append("TELEGRAM_WEBHOOK_SECRET: is needed with TELEGRAM_WEBHOOK_URL")
    if problems:
        raise SettingsError(problems)
    return settings


def described(settings: Settings) -> list[str]:
    """``NAME=value`` of every setting in force, secrets hidden."""
    lines = []
    for setting in fields(Settings):
        value = getattr(settings, setting.name)
        if setting.metadata["secret"] and value is not None:
            value = "(set, hidden)"
        elif setting.name == "webhook_listen":
            value = ":".join(map(str, value))
        elif setting.name == "staff_hours" and value:
            value = "-".join(f"{hour:%H:%M}" for hour in value)
        elif isinstance(value, time):
            value = f"{value:%H:%M}"
        lines.append(f"{setting.metadata['name']}={'' if value is None else value}")
    return lines
