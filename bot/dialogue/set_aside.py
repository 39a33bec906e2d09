"""Finds what a question names only to set it aside: 不是安检, 保洁员不算, 跟快递员不一样, 程序员那条我看到了."""

import re
from collections.abc import Iterator, Sequence

from bot.occupations.mention import Mention
from bot.phrases import Phrases
from bot.text.phrases import blanked

_CLAUSE = re.compile(r"[^,。;?!()\n]+")
_CUES = ("refused", "refused_opener", "differs", "likened_joiner", "seen", "together", "beside", "whether", "asked_end")


class SetAside:
    """Cuts such clauses out; built once from the product's phrases."""

    def __init__(self, phrases: Phrases) -> None:
        refused, opener, differs, joiner, seen, together, beside, whether, ending = (
            phrases.alternatives(f"cues.{key}") for key in _CUES
        )
        self._asks = re.compile(f"{whether}|(?:{ending})$")  # a clause that asks refuses nothing
        self._refused = re.compile(f"(?:{opener})?(?:{refused})(?!是)|.*(?<![算是])(?:{refused})$")
        self._differs = re.compile(f"(?:{joiner})[^跟和与同]+(?<!是)(?:{differs})")
        self._beside = re.compile(f"(?:{joiner}).+(?:{together})的|.+(?:{beside})(?:的|那个|那条)")
        self._but = re.compile(f"( *(?:{opener})?(?:{refused}).+?)是")
        self._not = re.compile(f"(?<!是)(?:{refused})[^是]+$")  # 是电工|不是焊工
        self._seen = re.compile(seen)

    def without(self, said: str, mentions: Sequence[Mention]) -> str:
        """The text with blanks in the place of what is set aside, so that the places of the rest stay.

        `mentions` are the names in it: what was seen, or stands beside what is meant, is set aside only where it is a
        row, and something else is named.
        """
        places = [place for clause in _CLAUSE.finditer(said) for place in self._places(clause, mentions)]
        return blanked(said, places)

    def _places(self, clause: re.Match[str], mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
        bare, (start, end) = clause[0].strip(), clause.span()
        named = [mention for mention in mentions if start <= mention.start and mention.end <= end]
        known = 0 < len(named) < len(mentions) and all(mention.rows for mention in named)
        asks = self._asks.search(bare)
        if known and (self._seen.search(bare) or self._beside.fullmatch(bare)) and not asks:
            yield start, end
        elif self._refused.match(bare) and not asks:
            but = self._but.match(clause.string, start, end)  # 不是电工|是焊工
            yield start, but.end(1) if but else end
        elif not asks and (found := self._not.search(clause.string, start, end)) and _apart(named, found.start()):
            yield found.span()
        else:
            yield from (found.span() for found in self._differs.finditer(clause.string, start, end))


def _apart(named: Sequence[Mention], place: int) -> bool:
    """Whether something is named on either side of a place."""
    return any(mention.end <= place for mention in named) and any(place <= mention.start for mention in named)
