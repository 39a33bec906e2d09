"""The cache folder: plain files named by what they were made from, written whole or not at all.

Everything in it can be computed again, so a folder that cannot be written, and a file that cannot be read or is
damaged (a checksum ends it), is no fault.
"""

import contextlib
import os
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

_KEPT = 4  # files of a kind, made from other contents, that may stay
_CHECKSUM = 4  # bytes at the end of a file


class Cache:
    """Files ``KIND-KEY`` in `folder`; `key` names the content they were made from."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self.key = key

    def read(self, kind: str) -> bytes | None:
        """The bytes kept, None where there are none or they are damaged; what is read is not the oldest any more."""
        path = self.folder / f"{kind}-{self.key}"
        try:
            with path.open("rb") as file:  # a slice of what is read in one go would be there twice
                content = file.read(max(0, path.stat().st_size - _CHECKSUM))
                checksum = file.read()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return content if checksum == zlib.crc32(content).to_bytes(_CHECKSUM) else None

    def write(self, kind: str, pieces: Iterable[bytes]) -> bool:
        """Keeps `pieces` as one file and forgets the oldest of its kind; False where that cannot be done."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".") as place:
                half = Path(place) / kind
                with half.open("wb") as file:
                    _write_checked(file, pieces)
                os.replace(half, self.folder / f"{kind}-{self.key}")
        except OSError:
            return False
        self._forget_old(kind)
        return True

    def _forget_old(self, kind: str) -> None:
        with contextlib.suppress(OSError):  # another process may forget at the same time
            kept = sorted(self.folder.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in kept[_KEPT:]:
                path.unlink()


def _write_checked(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    checksum = 0
    for piece in pieces:
        file.write(piece)
        checksum = zlib.crc32(piece, checksum)
    file.write(checksum.to_bytes(_CHECKSUM))
