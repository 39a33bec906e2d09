"""People as the records know them: by a keyed hash, so that they can be counted and forgotten but not named."""

import errno
import hashlib
import secrets
from pathlib import Path

from sqlite_utils import Database

from bot.record import record
from bot.store.database import DatabaseError
from bot.whole_file import write_whole

LEAST_KEY = 16  # characters; a shorter key could be tried out
_BYTES = 8  # of the hash: enough to tell millions apart
_NOBODY = 0  # no person's number: what a key makes of it tells the key from others, and nothing else


@record
class People:
    """Names people by a hash under `key`; without the key nobody can be found out by trying all numbers."""

    key: bytes

    def __call__(self, user_id: int) -> str:
        """The name of a person in the records: 16 hexadecimal digits."""
        return hashlib.blake2b(str(user_id).encode(), key=self.key, digest_size=_BYTES).hexdigest()


def people(key: str | None, database: Path) -> People:
    """People under the key that is set, else under the one kept beside `database`, which is made on first use.

    OSError, which names the file, where the key can neither be read nor be kept.
    """
    if key is None:
        path = database.with_name(f"{database.name}.key")
        if not path.exists():
            write_whole(path, secrets.token_hex(32).encode())
        key = _read(path)
    return People(hashlib.blake2b(key.encode()).digest())


def recognise(database: Database, known: People) -> None:
    """Notes the key in a new database; DatabaseError where the people in it are known by another one.

    Under another key nobody's records would be found any more: not to be shown, and not to be deleted.
    """
    mark = known(_NOBODY)
    with database.conn as connection:
        connection.execute("INSERT OR IGNORE INTO marks (name, value) VALUES ('key', ?)", (mark,))
    kept = database.execute("SELECT value FROM marks WHERE name = 'key'").fetchone()
    if kept != (mark,):
        raise DatabaseError("was kept under another key: restore its .key file or BOT_HASH_KEY")


def _read(path: Path) -> str:
    try:
        key = path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        key = ""
    if len(key) < LEAST_KEY:
        raise OSError(errno.EINVAL, f"holds no key of at least {LEAST_KEY} characters", str(path))
    return key
