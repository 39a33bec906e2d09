"""The names of the catalogue in a question, in the classes by which the matcher knows them."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from bot.matching.question import Span
from bot.occupations.lookup import Lookup
from bot.occupations.mention import Mention
from bot.occupations.wording import wording


def occupation_spans(lookup: Lookup) -> Callable[[str], list[Span]]:
    """The names and codes of occupations in a normalised text.

    Tools, places of work (养老院) and names of those who do the work or teach it (保洁公司, 电工培训学校) are of a
    class of their own: what is asked about them is seldom the occupation.
    """

    def find(text: str) -> list[Span]:
        return [Span(mention.start, mention.end, _entity(mention, text)) for mention in lookup.mentions(text)]

    return find


def _entity(mention: Mention, text: str) -> str:
    if mention.kind == "code":
        return "code"
    is_house = mention.kind != "printed" and mention.text.endswith(tuple(wording().house))  # 物业公司
    if mention.kind == "thing" or is_house or _house().match(text, mention.end):
        return "thing"
    return "occupation" if mention.rows else "absent"


@cache
def _house() -> re.Pattern[str]:
    words = wording()
    return re.compile(f"(?:{_any(words.between)})*(?:{_any(words.house)})")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
