"""Runs all measurements and prints them as a table, with the command, the date and the machine's cores."""

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib import import_module

from bench.row import Row, show

_PARTS = (
    "yardstick",
    "processes",
    "in_process",
    "growth",
    "telegram",
    "store",
    "yardstick",  # as machines that are shared change their speed
)  # each loaded late: a child counts the memory of its parent


def _rows(parts: Sequence[str]) -> Iterator[Row]:
    for part in parts:
        yield from getattr(import_module(f"bench.{part}"), part)()


def main(parts: Sequence[str]) -> None:
    """Prints the table of `parts`, all of them where none is named."""
    command = " ".join(["python -m bench", *parts]) if parts else "make bench"
    print("# Speed and memory\n")
    print(f"`{command}`, {date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}.\n")
    show(_rows(parts or _PARTS))
    print("\nWhere the time goes, and what was tried: [profile.md](profile.md).")


if __name__ == "__main__":
    main(sys.argv[1:])
