"""What starting the program does without: modules that a library takes along, and looks for what could be collected."""

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def spared(modules: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """While a library is imported, modules that are not loaded yet are others instead, or (None) cannot be found."""
    placed = {name: module for name, module in modules.items() if name not in sys.modules}
    sys.modules |= placed  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in placed:
            del sys.modules[name]


@contextmanager
def nothing_collected() -> Iterator[None]:
    """What is built here lives as long as the program: there is nothing to collect, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
