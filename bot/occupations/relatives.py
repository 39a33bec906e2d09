"""Short names of an occupation beside one just spoken of: 西式的那个 after 中式面点师, 末尾04的 after a code."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile

from bot.knowledge.catalog import Occupation
from bot.occupations.mention import Finding
from bot.text.normalise import normalise

_LEAST_SHARED = 2  # characters that two names of one family end with
_LAST_DIGITS = re.compile(r"(?<!\d)\d\d(?!\d)")


def follow_up(finding: Finding | None, text: str, codes: Collection[str], rows: Sequence[Occupation]) -> Finding | None:
    """What a follow-up to a talk about `codes` means: what was found, a relative of theirs, or they themselves.

    A code that is written out means itself, whether the catalogue has it or not.
    """
    if finding and any(mention.kind == "code" for mention in finding.mentions):
        return finding
    spoken_of = [row for row in rows if row.code in codes]
    found = finding.rows if finding else ()
    named = relatives(normalise(text), spoken_of, rows)
    narrows = bool(named) and set(named) < set(found)
    if not narrows and any(row not in spoken_of for row in found):
        return finding
    if named or (spoken_of and (finding is None or finding.kind == "none")):
        return Finding("codes", named or tuple(spoken_of))
    return finding


def relatives(text: str, spoken_of: Sequence[Occupation], rows: Iterable[Occupation]) -> tuple[Occupation, ...]:
    """The rows of the same family as one of `spoken_of` whose distinguishing part stands in the normalised `text`."""
    found = []
    for row in rows:
        if row not in spoken_of and any(_is_meant(text, row, known) for known in spoken_of):
            found.append(row)
    return tuple(found)


def _is_meant(text: str, row: Occupation, known: Occupation) -> bool:
    pairs = zip(reversed(row.name), reversed(known.name), strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    own = row.name[: len(row.name) - shared]
    if shared >= _LEAST_SHARED and own and own in text:
        return True
    return row.code[:-2] == known.code[:-2] and row.code[-2:] in _LAST_DIGITS.findall(text)
