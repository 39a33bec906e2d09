"""Tells whether a row of the catalogue is only what something else is compared with: 通下水道的，是不是管工."""

import re

from bot.phrases import Phrases

_COMMAS = "、,"
_ENDS = "的师员工"  # of descriptions and names of work
_TAIL = 6  # characters behind the row in which the question must end


class Comparison:
    """Finds what is compared with a row; built once from the product's phrases."""

    def __init__(self, phrases: Phrases) -> None:
        asked, likened, joiner, tail = (
            phrases.alternatives(f"cues.{key}") for key in ("compared", "likened", "likened_joiner", "likened_tail")
        )
        self._asked = re.compile(f"[{_COMMAS}]?(?:{asked})$")
        self._likened = re.compile(
            f"[{_COMMAS}]?(?:(?<=[{_COMMAS}{_ENDS}])(?:{likened})|算|(?<=[{_COMMAS}])(?:{joiner}))$"
        )
        self._tail = re.compile(tail)
        self._taken_back = tuple(word for word in phrases.words("cues.not_that") if not word.isascii())

    def head(self, said: str, start: int, end: int) -> str:
        """What stands before the comparison with the row named at `start` to `end`; empty where there is none.

        Words that only liken (是, 跟) compare where the row ends a question, and name the row where not.
        """
        found = self._asked.search(said, 0, start)
        if found is None and self._tail.search(said, end, end + _TAIL):
            found = self._likened.search(said, 0, start)
        head = said[: found.start()] if found else ""
        return "" if any(word in head.replace("是不是", "") for word in self._taken_back) else head
