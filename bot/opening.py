"""Where the program keeps what, by the settings and the user's folders, and the helpdesk opened from there."""

import os
import sys
from collections.abc import Callable
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import PROJECT, Settings, SettingsError
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

    return Source(settings.knowledge, cache_folder(settings), TaughtFile(taught_file(settings)))


def taught_file(settings: Settings) -> Path:
    """Where teachings are kept: as set, else beside the database."""
    return settings.taught or database_file(settings).with_name("taught.yaml")


def cache_folder(settings: Settings) -> Path:
    """Where fitted models are kept: as set, else in the user's cache folder."""
    return settings.cache or _base("XDG_CACHE_HOME", ".cache", "BOT_CACHE") / PROJECT.name


def database_file(settings: Settings) -> Path:
    """Where conversations are kept: as set, else in the user's data folder."""
    if settings.database:
        return settings.database
    return _base("XDG_DATA_HOME", ".local/share", "BOT_DATABASE") / "policy-helpdesk-bot" / "helpdesk.db"


def clock(settings: Settings) -> Callable[[], date]:
    """Today's date, or the one set to stand in for it."""
    fixed = settings.today
    return (lambda: fixed) if fixed else date.today


def _base(variable: str, in_home: str, setting: str) -> Path:
    """The folder that a variable of the desktop names, else one in the user's home; `setting` does without either."""
    try:
        return Path(os.environ.get(variable) or Path.home() / in_home)
    except RuntimeError:  # a user without an entry, as in some containers
        raise SettingsError([f"{setting}: must be set where the user has no home folder"]) from None


def read_anything() -> None:
    """Bytes that are no UTF-8 become lone surrogates or marks instead of ending the program; a mark may come first."""
    for stream, encoding, errors in ((sys.stdin, "utf-8-sig", "surrogateescape"), (sys.stdout, "utf-8", "replace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors=errors)
