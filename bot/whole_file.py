"""Files that are replaced at once: a reader, a crash and a power cut see the old content or the new, never a half."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Puts `content` in place of the file; `mode` is what it may be used for. OSError, which names it, else."""
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


def _replace(path: Path, content: bytes, mode: int) -> None:
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(half)
        raise
