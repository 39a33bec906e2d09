"""Question -> rows of the catalogue: codes before anything else, then names, then lists."""

from dataclasses import replace
from functools import lru_cache

from bot.knowledge.catalog import Catalog
from bot.occupations.codes import Codes, CodeSpan
from bot.occupations.lists import ListQuestion, Lists
from bot.occupations.mention import Finding, FindingKind, Listing, Mention
from bot.occupations.reader import Reader
from bot.occupations.readings import Heard
from bot.occupations.wording import wording
from bot.text.normalise import normalise
from bot.text.phrases import Phrases, blanked

_REMEMBERED = 64  # questions
_WITHOUT_CUE = 0.6  # an occupation mentioned where nothing else is about occupations
_LIST_SCORE = 0.9
_WHOLE_SCORE = 0.5
_LIST_NAMES = ("printed", "trade", "renamed", "code")  # names that a list question does not override


class Lookup:
    """Built once from the catalogue (tens of milliseconds); every look-up is pure."""

    def __init__(self, catalog: Catalog) -> None:
        self._rows = {row.code: row for row in catalog.occupations}
        self._codes = Codes(self._rows)
        self._reader = Reader(catalog)
        self._lists = Lists(catalog)
        self._usual = Phrases(dict.fromkeys(wording().filler | wording().list | wording().branch))
        self._read = lru_cache(maxsize=_REMEMBERED)(self._read_afresh)  # one question is looked at more than once

    def find(self, text: str) -> Finding:
        """What the catalogue has to say about a question in any writing."""
        plain = normalise(text)
        codes, rest, heard, named = self._read(plain)
        mentions = [*self._code_mentions(plain, codes), *named]
        prefixes = tuple(
            listing for span in codes if span.is_group and (listing := self._lists.prefix(span.code)) is not None
        )
        asked = self._lists.ask(rest, heard)
        listings = prefixes or self._listed(rest, asked, mentions)
        if listings:
            score = _WHOLE_SCORE if listings[0].by == "all" else _LIST_SCORE
            return Finding("list", listings=listings, score=score)
        return _finding(plain, _telling(sorted(mentions, key=lambda mention: mention.start)))

    def mentions(self, text: str) -> list[Mention]:
        """Codes and names of occupations, present, absent or unknown, at their places in the normalised question."""
        plain = normalise(text)
        codes, _, _, named = self._read(plain)
        return [*self._code_mentions(plain, codes), *named]

    def lists(self, text: str) -> Finding:
        """The lists named in a text that is known to ask for one; kind `none` where it names none."""
        plain = normalise(text)
        asked = self._lists.ask(plain, Heard.of(plain), known=True)
        wanted = [
            listing
            for listing, (start, _) in zip(asked.listings, asked.spans, strict=False)
            if not _is_refused(plain[:start])
        ]
        listings = _narrowest(tuple(wanted))
        return Finding("list", listings=listings, score=_LIST_SCORE) if listings else Finding("none")

    def says_which(self, text: str) -> bool:
        """Whether anything is left of a text without the usual words around a name: 代码多少 says nothing of which."""
        return any(map(str.isalnum, self._usual.without(normalise(text))))

    def _read_afresh(self, plain: str) -> tuple[list[CodeSpan], str, Heard, list[Mention]]:
        """Codes, the text without them, how it sounds, and the names in it."""
        codes = self._codes.find(plain)
        rest = _without(plain, codes)
        heard = Heard.of(rest)
        return codes, rest, heard, self._reader.read(rest, heard)

    def _code_mentions(self, plain: str, codes: list[CodeSpan]) -> list[Mention]:
        mentions = []
        for span in codes:
            row = self._rows.get(span.code)
            mention = Mention(span.start, span.end, plain[span.start : span.end], span.code, "code", "code", 1.0)
            if row:
                mentions.append(replace(mention, rows=(row,)))
            elif not span.is_group or not self._lists.prefix(span.code):
                near = [] if span.is_group else self._codes.siblings(span.code)
                mentions.append(replace(mention, nearest=tuple(self._rows[code] for code in near)))
        return mentions

    def _listed(self, text: str, asked: ListQuestion, mentions: list[Mention]) -> tuple[Listing, ...]:
        """The lists asked for, or none: a question for one occupation may name its industry too."""
        outside = [m for m in mentions if not any(start <= m.start and m.end <= end for start, end in asked.spans)]
        named = [m for m in outside if m.kind in _LIST_NAMES or (m.absent and m.score > _WITHOUT_CUE)]
        if asked.listings and not named and (asked.asks or (asked.is_bare and not outside)):
            return _narrowest(asked.listings)
        if asked.asks and not asked.listings and not outside and any(cue in text for cue in wording().whole):
            return (self._lists.whole(),)
        return ()


def _is_refused(before: str) -> bool:
    """Whether the words before the name of a list say that it is not wanted; 是不是 only asks."""
    return before.endswith(tuple(wording().negation)) and not before.endswith(tuple(wording().asked))


def _narrowest(listings: tuple[Listing, ...]) -> tuple[Listing, ...]:
    """Without a list that holds all of another one of its kind (制造业 beside 制造业（机械）)."""
    return tuple(
        one for one in listings
        if not any(one.by == other.by and set(other.rows) < set(one.rows) for other in listings)
    )  # fmt: skip


def _without(text: str, codes: list[CodeSpan]) -> str:
    return blanked(text, ((span.start, span.end) for span in codes))


def _telling(mentions: list[Mention]) -> list[Mention]:
    """Without tools, places and fields where an occupation or a code is named as well."""
    named = [mention for mention in mentions if not _is_hint(mention)]
    return named or mentions


def _is_hint(mention: Mention) -> bool:
    return mention.kind in ("thing", "part") or (mention.absent is not None and mention.absent.kind == "thing")


def _finding(plain: str, mentions: list[Mention]) -> Finding:
    kind = _kind(mentions)
    wanted = [m for m in mentions if m.sure or kind == "unsure"]
    rows = tuple(dict.fromkeys(row for mention in wanted for row in mention.rows))
    about = any(cue in plain for cue in wording().cue) or any(m.kind == "code" for m in mentions)
    score = max((mention.score for mention in mentions), default=0.0)
    whole = sum(m.end - m.start for m in mentions) * 2 >= len(plain)
    return Finding(kind, rows, tuple(mentions), score=score if about or whole else score * _WITHOUT_CUE)


def _kind(mentions: list[Mention]) -> FindingKind:
    sure = [mention for mention in mentions if mention.rows and mention.sure]
    if sure:
        return "ambiguous" if any(len(mention.rows) > 1 for mention in sure) else "codes"
    if any(mention.rows for mention in mentions):
        return "unsure"
    if any(mention.kind in ("absent", "unknown") for mention in mentions):
        return "absent"
    return "wrong_code" if mentions else "none"
