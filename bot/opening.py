"""Where the program keeps what, by the settings and the user's folders, and the helpdesk opened from there."""

import os
import sys
from collections.abc import Callable
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import PROJECT, Settings
from bot.sparing import nothing_collected

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.teaching.source import Source


def opened(settings: Settings) -> "Desk":
    """The helpdesk by the settings, what was taught included; a broken file of teachings is told of, not fatal."""
    with nothing_collected():
        source = source_of(settings)
        reading = source.file.read()
        for fault in reading.faults:
            print(f"{fault} (what was taught before that holds)", file=sys.stderr)
        return source.open(reading.taught, lambda: print("fitting the matcher ...", file=sys.stderr))


def source_of(settings: Settings) -> "Source":
    """The knowledge folder, the teachings over it, and the cache."""
    from bot.teaching.file import TaughtFile
    from bot.teaching.source import Source

    path = settings.taught or database_file(settings).with_name("taught.yaml")
    return Source(settings.knowledge, cache_folder(settings), TaughtFile(path))


def cache_folder(settings: Settings) -> Path:
    """Where fitted models are kept: as set, else in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return settings.cache or Path(base) / PROJECT.name


def database_file(settings: Settings) -> Path:
    """Where conversations are kept: as set, else in the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return settings.database or Path(base) / "policy-helpdesk-bot" / "helpdesk.db"


def clock(settings: Settings) -> Callable[[], date]:
    """Today's date, or the one set to stand in for it."""
    fixed = settings.today
    return (lambda: fixed) if fixed else date.today


def read_anything() -> None:
    """Bytes that are no UTF-8 become lone surrogates or marks instead of ending the program."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
