"""Runs all measurements and prints them as a table, with the command, the date and the machine's cores."""

import os
import platform
from collections.abc import Iterator
from datetime import date
from importlib import import_module

from bench.row import Row, show

_PARTS = (
    "processes",
    "in_process",
    "growth",
    "telegram",
    "store",
)  # each loaded late: a child counts the memory of its parent


def _rows() -> Iterator[Row]:
    for part in _PARTS:
        yield from getattr(import_module(f"bench.{part}"), part)()


def main() -> None:
    """Prints the table."""
    print("# Speed and memory\n")
    print(f"`make bench`, {date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}.\n")
    show(_rows())
    print("\nWhere the time goes, and what was tried: [profile.md](profile.md).")


if __name__ == "__main__":
    main()
