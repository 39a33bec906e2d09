"""Files that are replaced at once: a reader, a crash and a power cut see the old content or the new, never a half."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Puts `content` in place of the file, which keeps owner and mode; a new one gets `mode`. OSError names it."""
    try:
        _replace(path, content, mode)
    except OSError as error:
        error.filename, error.filename2 = str(path), None  # not the half that nobody knows of
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def give_to_owner(handle: int, path: Path) -> None:
    """What root makes belongs to whom `path` does, or its folder where there is none: the service is to read it."""
    if os.geteuid() == 0:
        owner = (path if path.exists() else path.parent).stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)


def _replace(path: Path, content: bytes, mode: int) -> None:
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, S_IMODE(path.stat().st_mode) if path.exists() else mode)
            give_to_owner(handle, path)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(half)
        raise
