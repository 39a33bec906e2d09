"""Clauses asked for by their number: 第三步, 第4条."""

import re

from bot.knowledge.faq import Entry
from bot.matching.pieces import Piece
from bot.text.normalise import normalise

_ORDINAL = re.compile(r"第([0-9一二三四五六七八九十]+)[步条项点款]")
_NUMBERED = re.compile(r"[（(].+[）)]")  # the mark of a clause that counts: not those of the points inside it


def clause_asked(text: str, entry: Entry) -> tuple[Piece, ...]:
    """The clause of `entry`, with the points inside it, that `text` asks for by number; () where it asks for none."""
    asked = _ORDINAL.search(normalise(text))
    if not asked:
        return ()
    from bot.text.numbers import find  # noqa: PLC0415  # whose patterns take 12 ms, for few questions

    numbers = find(asked[1])
    if len(numbers) != 1:
        return ()
    wanted = numbers[0].amount.low
    position, found = 0, []
    for clause in entry.clauses:
        position += bool(_NUMBERED.fullmatch(clause.mark))
        if position == wanted:
            found.append(Piece(clause.place, clause, clause.printed))
    return tuple(found)
