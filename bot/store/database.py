"""Opens the database file and brings its tables up to date."""

import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from bot.store.migrations import MIGRATIONS, STEPS

_BUSY_SECONDS = 5.0  # how long to wait for another program that writes, such as a backup
_BUSY_AT_WORK = 250  # milliseconds for the running bot, whose every chat stands still meanwhile; it tries again


class DatabaseError(Exception):
    """A file that cannot be used as the database; the message names it and says why."""


def open_database(path: Path) -> Database:
    """The database at `path`, made if there is none, with every migration applied.

    Other programs may read it at any time (WAL). What was committed survives the end of this process in any form; the
    last moments before a power cut may be lost, never the file. DatabaseError where it cannot be opened or was written
    by a newer version of the program.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # what people ask is nobody else's to read
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(f"{path}: {error}") from error
    try:
        return _brought_up_to_date(Database(connection))
    except (sqlite3.Error, DatabaseError) as error:
        connection.close()
        raise DatabaseError(f"{path}: {error}") from error


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection to the database at `path` that writes nothing, for figures beside the running bot.

    DatabaseError where there is none, or where an older version wrote it and no newer one has opened it yet.
    """
    if not path.exists():
        raise DatabaseError(f"{path}: is not there yet; `python -m bot run` makes it")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {error}") from error
    try:
        connection.execute("SELECT 1 FROM ticket_times")
    except sqlite3.Error as error:
        connection.close()
        raise DatabaseError(f"{path}: {error}") from error
    return connection


def _brought_up_to_date(database: Database) -> Database:
    database.enable_wal()
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
    known = {step.__name__ for step in STEPS}
    unknown = [applied.name for applied in MIGRATIONS.applied(database) if applied.name not in known]
    if unknown:
        raise DatabaseError(f"written by a newer version of the program (step {unknown[-1]})")
    MIGRATIONS.apply(database)
    database.execute(f"PRAGMA busy_timeout = {_BUSY_AT_WORK}")
    return database
