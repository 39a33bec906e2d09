"""How fast the machine is at the moment: a work of the same kind as ours whose time elsewhere is known."""

import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from tempfile import TemporaryDirectory

from bench.row import Row

_ELSEWHERE = "0.57 to 0.69 s"  # where the aims for this project's speed were measured and set
_MIDDLE = 0.63
_LOAD = """
import sys, time, jieba
jieba.setLogLevel(60)
tokenizer = jieba.Tokenizer()
tokenizer.tmp_dir = sys.argv[1]
started = time.perf_counter()
tokenizer.initialize()
print(time.perf_counter() - started)
"""
_RUNS = 5


def yardstick() -> Iterator[Row]:
    """The one row of this module."""
    with TemporaryDirectory() as folder:  # where jieba keeps its cache from the first run on
        here = median([_seconds(folder) for _ in range(_RUNS + 1)][1:])
    yield Row(
        "this machine: jieba's whole dictionary, from jieba's cache",
        f"{here:.2f} s",
        f"{_ELSEWHERE} where the aims were set",
        f"{here / _MIDDLE:.1f}",
    )


def _seconds(folder: str) -> float:
    command = [sys.executable, "-W", "ignore", "-c", _LOAD, folder]
    return float(subprocess.run(command, check=True, capture_output=True).stdout)
