"""Clauses asked for by their number: 第三步, 第4条."""

import re

from bot.knowledge.faq import Entry
from bot.matching.pieces import Piece, pieces
from bot.text.normalise import normalise
from bot.text.numbers import find

_ORDINAL = re.compile(r"第([0-9一二三四五六七八九十]+)[步条项点款]")
_NUMBERED = re.compile(r"[（(].+[）)]")  # the mark of a clause that counts: not those of the points inside it


def clause_asked(text: str, entry: Entry) -> tuple[Piece, ...]:
    """The sentences of the clause of `entry` that `text` asks for by number; () where it asks for none."""
    asked = _ORDINAL.search(normalise(text))
    if not asked:
        return ()
    number = find(asked[1])[0].amount.low
    clauses = [clause for clause in entry.clauses if _NUMBERED.fullmatch(clause.mark)]
    wanted = [clause for position, clause in enumerate(clauses, 1) if position == number]
    return tuple(piece for piece in pieces(entry) if piece.clause in wanted)
