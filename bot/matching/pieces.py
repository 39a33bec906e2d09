"""The sentences of an entry: the units that are quoted as the very answer."""

from bot.knowledge.clause import Clause, sentences, squeeze
from bot.knowledge.faq import Entry
from bot.record import record

MOST_QUOTED = 150  # characters quoted as the very answer, unless one sentence is longer
WHOLE = "whole"  # class of a clause model: the whole entry is the answer


@record
class Piece:
    """A sentence of a clause: the unit that is quoted."""

    id: str  # place#number
    clause: Clause
    text: str


def pieces(entry: Entry) -> tuple[Piece, ...]:
    """All sentences of an entry in the order printed."""
    return tuple(
        Piece(f"{clause.place}#{number}", clause, text)
        for clause in entry.clauses
        for number, text in enumerate(sentences(clause.text))
    )


def piece_of(quote: str, entry: Entry) -> str | None:
    """The id of the sentence that holds `quote`, else those that lie in it joined by +; None across clauses."""
    wanted = squeeze(quote)
    found = [piece for piece in pieces(entry) if wanted in squeeze(piece.text)]
    if not found:
        found = [piece for piece in pieces(entry) if squeeze(piece.text) in wanted]
        if len({piece.clause.place for piece in found}) > 1:
            return None
        return "+".join(piece.id for piece in found) or None
    return found[0].id
