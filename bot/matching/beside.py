"""Models fitted beside each other: a second core halves the time, where there is one and there is enough to do."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from bot.matching.fit import fit_linear
from bot.matching.linear import LinearModel

_ENOUGH = 4000  # examples from which the start of another process is worth it

Fit = Callable[..., LinearModel]
Later = Callable[[], LinearModel]


@contextmanager
def beside(fit: Fit, examples: int) -> Iterator[Callable[..., Later]]:
    """Gives a function that begins a fit and returns another one, which waits for its model.

    In a process of its own only for the product's `fit_linear`; any other `fit`, and small ones, are done at once.
    """
    if fit is not fit_linear or examples < _ENOUGH or (os.cpu_count() or 1) < 2:
        yield lambda *rows, **options: _done(fit(*rows, **options))
        return
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:  # a fork could copy a lock that a thread holds

        def begin(*rows: Any, **options: Any) -> Later:
            return pool.submit(fit, *rows, **options).result

        yield begin


def _done(model: LinearModel) -> Later:
    return lambda: model
