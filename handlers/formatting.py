"""Text as Telegram wants it: HTML, measured in UTF-16 units after parsing, cut at the ends of clauses.

Limits: core.telegram.org/bots/api#sendmessage and #html-style.
"""

import re
from collections.abc import Iterable, Iterator

from bot.record import record

LONGEST = 4096  # UTF-16 units of a message's text, after parsing
_GAP = "\n\n"
_ENDS = (re.compile(r"\n|[。；！？]+[”』」）]*|[;!?]\s"), re.compile(r"[，、,：:）)]|\s"))  # better places to cut first


@record
class Block:
    """A paragraph of plain text and the tags around it."""

    text: str
    opening: str = ""
    closing: str = ""

    @property
    def html(self) -> str:
        """With its tags."""
        return f"{self.opening}{escaped(self.text)}{self.closing}"


def escaped(text: str) -> str:
    """Text safe to stand in HTML; lone surrogates become question marks."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.encode("utf-8", "replace").decode("utf-8")


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def messages(blocks: Iterable[Block], longest: int = LONGEST) -> list[str]:
    """The blocks as HTML of one or more messages of at most `longest` units; only a block too long for one is cut."""
    packed: list[list[Block]] = [[]]
    room = longest
    for block in blocks:
        for piece in pieces(block, longest):
            needed = units(piece.text) + (units(_GAP) if packed[-1] else 0)
            if needed > room:
                packed.append([])
                needed, room = units(piece.text), longest
            packed[-1].append(piece)
            room -= needed
    return [_GAP.join(block.html for block in group) for group in packed if group]


def pieces(block: Block, longest: int) -> Iterator[Block]:
    """A block in pieces of at most `longest` units, none of them blank; each piece carries the tags."""
    rest = block.text.strip()
    while units(rest) > longest:
        end = _cut(rest, longest)
        yield Block(rest[:end].rstrip(), block.opening, block.closing)
        rest = rest[end:].lstrip()
    if rest:
        yield Block(rest, block.opening, block.closing)


def _cut(text: str, longest: int) -> int:
    """Where to cut: after a clause in the second half of what fits, else after a comma or space, else anywhere."""
    fits = len(text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore"))
    for ends in _ENDS:
        found = [match.end() for match in ends.finditer(text, fits // 2, fits)]
        if found:
            return found[-1]
    return fits
