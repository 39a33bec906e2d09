"""People as the records know them: by a keyed hash, so that they can be counted and forgotten but not named."""

import hashlib
import secrets
from pathlib import Path

from bot.record import record

_BYTES = 8  # of the hash: enough to tell millions apart


@record
class People:
    """Names people by a hash under `key`; without the key nobody can be found out by trying all numbers."""

    key: bytes

    def __call__(self, user_id: int) -> str:
        """The name of a person in the records: 16 hexadecimal digits."""
        return hashlib.blake2b(str(user_id).encode(), key=self.key, digest_size=_BYTES).hexdigest()


def people(key: str | None, database: Path) -> People:
    """People under the key that is set, else under the one kept beside `database`, which is made on first use.

    OSError where the key can neither be read nor be kept.
    """
    if key is None:
        path = database.with_name(f"{database.name}.key")
        key = path.read_text().strip() if path.exists() else _made(path)
    return People(hashlib.blake2b(key.encode()).digest())


def _made(path: Path) -> str:
    key = secrets.token_hex(32)
    path.touch(mode=0o600)
    path.write_text(key)
    return key
