"""What is kept on disk: one SQLite file, its tables, and the questions asked of them."""

import sys


def _import_without_numpy() -> None:
    """sqlite-utils imports numpy to know the types of its numbers: 12 MiB, and a fifth of the start."""
    missing = "numpy" not in sys.modules
    if missing:
        sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import sqlite_utils  # noqa: F401, PLC0415
    finally:
        if missing:
            del sys.modules["numpy"]


_import_without_numpy()
