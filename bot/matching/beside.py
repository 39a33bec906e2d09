"""Work done beside one's own: a second core nearly halves the time, where there is one and there is enough to do.

The other process is this module, run as a program: it reads functions and their arguments from its standard input and
writes what they give to its standard output. (multiprocessing would import the caller's main module anew, or copy locks
that threads hold.)
"""

import os
import pickle
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, Popen
from types import TracebackType
from typing import IO, Any, TypeVar

Given = TypeVar("Given")

_LOST = (OSError, EOFError, pickle.UnpicklingError)  # the other process came to nothing


class Beside:
    """Another process, which does what it is asked one thing after the other while this one goes on.

    What it is not worth it for, what there is no second core for, and what the process does not answer is done here.
    """

    def __init__(self, worth: bool) -> None:
        program = [sys.executable, "-m", "bot.matching.beside"]
        self._process = None
        if worth and (os.cpu_count() or 1) > 1:
            self._process = Popen(program, cwd=Path(__file__).parents[2], stdin=PIPE, stdout=PIPE)
            self._thread = ThreadPoolExecutor(1)  # waits at the pipes, so that neither process waits for the other

    def __enter__(self) -> "Beside":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process:
            self._process.kill()
            self._thread.shutdown(cancel_futures=True)
            self._process.communicate()

    def shares(self, items: Sequence[Given], share: float) -> tuple[Sequence[Given], Sequence[Given]]:
        """What is for this process, which is that share of all where there is another, and what for the other."""
        own = round(len(items) * share) if self._process else len(items)
        return items[:own], items[own:]

    def ask(self, function: Callable[..., Given], *arguments: Any) -> Callable[[], Given]:
        """Has a function of another module than this called; what is returned waits for what it gives."""
        if self._process is None:
            return lambda: function(*arguments)
        given = self._thread.submit(_sent, self._process, function, arguments)

        def answer() -> Given:
            try:
                return given.result()
            except _LOST:
                return function(*arguments)

        return answer


def _sent(process: Popen[bytes], function: Callable[..., Given], arguments: tuple[Any, ...]) -> Given:
    """What the process answers."""
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump((function, arguments), process.stdin)
    process.stdin.flush()
    answer: Given = pickle.load(process.stdout)
    return answer


def _serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    while asked.peek(1):  # type: ignore[attr-defined]  # a BufferedReader
        function, arguments = pickle.load(asked)
        pickle.dump(function(*arguments), answers)
        answers.flush()


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
