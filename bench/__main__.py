"""Runs all measurements and prints them as a table, with the command, the date and the machine's cores."""

import os
import platform
from datetime import date

from bench.in_process import in_process
from bench.processes import processes
from bench.row import table
from bench.store import store
from bench.telegram import telegram


def main() -> None:
    """Prints the table."""
    print("# Speed and memory\n")
    print(f"`make bench`, {date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}.\n")
    print(
        table([*processes(), *in_process(), *telegram(), *store()])
    )  # processes first: a child counts the memory of its parent


if __name__ == "__main__":
    main()
