"""Models fitted beside each other: a second core halves the time, where there is one and there is enough to do.

The other process is this module, run as a program: it reads jobs from its standard input and writes models to its
standard output. (multiprocessing would import the caller's main module anew, or copy locks that threads hold.)
"""

import os
import pickle
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, NamedTuple, TypeVar

from bot.matching.fit import Row, fit_linear
from bot.matching.linear import LinearModel

_ENOUGH = 4000  # examples from which the start of another process is worth it

Own = TypeVar("Own")
Fit = Callable[..., LinearModel]


class Job(NamedTuple):
    """What a fit is given."""

    rows: Sequence[Row]
    options: dict[str, Any]


def fitted_beside(fit: Fit, jobs: Sequence[Job], own: Callable[[], Own]) -> tuple[list[LinearModel], Own]:
    """The models of `jobs`, and what `own` gives, which runs here meanwhile.

    In another process only for the product's `fit_linear`; other fits, small ones, and those of a process that came to
    nothing are made here.
    """
    if fit is not fit_linear or len(jobs[0].rows) < _ENOUGH or (os.cpu_count() or 1) < 2:
        return [fit(job.rows, **job.options) for job in jobs], own()
    program = [sys.executable, "-m", "bot.matching.beside"]
    with Popen(program, cwd=Path(__file__).parents[2], stdin=PIPE, stdout=PIPE) as other:
        try:
            pickle.dump([tuple(job) for job in jobs], _open(other.stdin))
            _open(other.stdin).close()
            made = own()
            models: list[LinearModel] = pickle.load(_open(other.stdout))
        except (OSError, EOFError, pickle.UnpicklingError):
            models, made = [fit(job.rows, **job.options) for job in jobs], own()
        finally:
            other.kill()
    return models, made


def _open(stream: Any) -> Any:
    assert stream is not None
    return stream


if __name__ == "__main__":
    wanted = pickle.load(sys.stdin.buffer)
    pickle.dump([fit_linear(rows, **options) for rows, options in wanted], sys.stdout.buffer)
