"""A clause, one paragraph of the notice kept word for word: the unit that is quoted and cited."""

from collections.abc import Iterable, Mapping

from bot.record import record

_ENDS = "。；！？"
_OPENING = "（《“‘「『〔【("
_CLOSING = "）》”’」』〕】)"


@record
class Clause:
    """One paragraph as printed: `mark` (such as ``（一）`` or ``1．``) and `text` follow one another in the source.

    `place` names where it stands: in the notice's body (``二（六）3``) or in the letter around it (``发文字号``).
    """

    place: str
    text: str
    mark: str = ""
    subject: str = ""  # of whom the whole clause speaks, in its words, where its later sentences do not say so again
    line: int = 0

    @property
    def printed(self) -> str:
        """The whole paragraph, its mark included."""
        return self.mark + self.text


@record
class Quote:
    """A verbatim piece of the clause at `place`; a file may leave `text` out, which means all of the clause's text."""

    place: str
    text: str = ""
    line: int = 0


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`, each with its closing mark; joined they give `text` again, line breaks aside.

    A sentence ends after 。；！？ outside brackets and quotation marks, and at a line break.
    """
    pieces: list[str] = []
    for row in text.splitlines():
        start = depth = 0
        for position, character in enumerate(row, 1):
            depth = max(0, depth + (character in _OPENING) - (character in _CLOSING))
            if character in _ENDS and not depth:
                pieces.append(row[start:position])
                start = position
        pieces.append(row[start:])
    return tuple(piece for piece in pieces if piece.strip())


def squeeze(text: str) -> str:
    """`text` without white space: printed letters stretch words (``联 系 人``) and break lines inside them."""
    return "".join(text.split())


def stands_in(piece: str, clauses: Iterable[Clause]) -> bool:
    """Whether `piece` is a verbatim piece of one of `clauses`, white space aside."""
    wanted = squeeze(piece)
    return any(wanted in squeeze(clause.printed) for clause in clauses)


def citation_problem(quote: Quote, clauses: Mapping[str, Clause]) -> str | None:
    """What is wrong with a citation, given the clauses by place; None when the quote stands where it says."""
    if quote.place not in clauses:
        return f"cites a clause that does not exist: {quote.place}"
    if not stands_in(quote.text, [clauses[quote.place]]):
        return f"is not found in the clause {quote.place}: {quote.text}"
    return None
