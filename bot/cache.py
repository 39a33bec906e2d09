"""The cache folder: plain files named by what they were made from, written whole or not at all.

Everything in it can be computed again, so a folder that cannot be written, and a file that cannot be read, is no fault.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

_KEPT = 4  # files of a kind, made from other contents, that may stay


class Cache:
    """Files ``KIND-KEY`` in `folder`; `key` names the content they were made from."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self.key = key

    def read(self, kind: str) -> bytes | None:
        """The bytes kept, None where there are none."""
        try:
            return (self.folder / f"{kind}-{self.key}").read_bytes()
        except OSError:
            return None

    def write(self, kind: str, pieces: Iterable[bytes]) -> bool:
        """Keeps `pieces` as one file and forgets the oldest of its kind; False where that cannot be done."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=f".{kind}-")
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
            os.replace(name, self.folder / f"{kind}-{self.key}")
        except OSError:
            return False
        self._forget_old(kind)
        return True

    def _forget_old(self, kind: str) -> None:
        with contextlib.suppress(OSError):  # another process may forget at the same time
            kept = sorted(self.folder.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in kept[_KEPT:]:
                path.unlink()
