"""What a look-up gives: what was read where, as what and why, and what follows for the answer."""

from typing import Literal

from bot.knowledge.catalog import Absent, Occupation
from bot.record import record

Kind = Literal[
    "printed", "trade", "renamed", "former", "everyday", "doing", "thing", "english", "typo", "part",
    "absent", "unknown", "code",
]  # fmt: skip
How = Literal["exact", "homophone", "near", "pinyin", "initials", "part", "code", "described"]
FindingKind = Literal["codes", "ambiguous", "unsure", "list", "absent", "wrong_code", "none"]


@record
class Mention:
    """One name or code in the question.

    `start` and `end` are positions in the normalised question. `read_as` is the name or code it was read as, `source`
    where that name comes from (in words for the applicant, empty for printed names and codes). `rows` is empty for what
    the catalogue lacks: then `absent` says why (None if nobody knows the name) and `nearest` holds at most two rows,
    which are other occupations. `sure` is False where no code may be given on this alone; `reason` says why, if the
    data does. `score` is 0..1.
    """

    start: int
    end: int
    text: str
    read_as: str
    kind: Kind
    how: How
    score: float
    rows: tuple[Occupation, ...] = ()
    source: str = ""
    sure: bool = True
    reason: str = ""
    absent: Absent | None = None
    nearest: tuple[Occupation, ...] = ()


@record
class Listing:
    """Rows asked for together: `word` is the industry or category as printed, the code prefix, or the title of all."""

    word: str
    by: Literal["industry", "category", "prefix", "all"]
    rows: tuple[Occupation, ...]


@record
class Finding:
    """The answer to a question about occupations.

    `codes`: `rows` are the answer. `ambiguous`: a name fits all of `rows`. `unsure`: the rows it may be, none of them
    certain. `list`: `listings`. `absent`: no row, the mentions say why. `wrong_code`: a well-formed code that is no
    row; its mention's `nearest` are siblings, never the answer. `none`: nothing about occupations was found.
    `mentions` are in the order asked and may hold absent names beside `rows`. `score` is 0..1.
    """

    kind: FindingKind
    rows: tuple[Occupation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    listings: tuple[Listing, ...] = ()
    score: float = 0.0
