"""Reads the names of occupations in a sentence: what stands there exactly first, then what is nearly there."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter

from bot.knowledge.catalog import Catalog, Occupation
from bot.occupations.mention import How, Mention
from bot.occupations.names import Sense, known_names, short_forms
from bot.occupations.near import NearNames
from bot.occupations.readings import Heard, Readings
from bot.occupations.wording import wording
from bot.record import record
from bot.text.phrases import Phrases, Span, longest, stands_alone, without

_CHINESE = re.compile(r"[㐀-鿿]+")
_NAMED = "名"  # any Chinese character: stands for each character of a name, which is part of a piece in any letters
_LETTERS = re.compile(r"[a-z]+")
_TRADES = "工"  # the only ending that makes two characters heard alike a name
_DOING = "的"  # closes "one who does": 修电梯的
_PERSON = ("师傅", "老师傅")
_UNKNOWN_LONGEST = 14
_NEEDS_MORE = ("师", "员")  # two characters with these are seldom a name
_UNKNOWN_SCORE = 0.6
_EDGE = 4  # characters of the longest question word looked for at the ends of a piece
_HEARD_INSIDE = 4  # shorter names are heard only where nothing else stands beside them (值班员 is not 制版员)


@record
class _Read:
    sense: Sense | None  # None: an ordinary word in which a name only seems to stand
    how: How
    is_filler: bool = False  # a question word as well


@record
class _Piece:
    """A stretch of Chinese between question words, with the names found in it."""

    start: int
    end: int
    names: tuple[Span[_Read], ...]

    @property
    def is_filled(self) -> bool:
        """True if names cover it without rest."""
        return sum([span.end - span.start for span in self.names]) == self.end - self.start


class Reader:
    """Built once from the catalogue; reading is pure."""

    def __init__(self, catalog: Catalog) -> None:
        self.names = known_names(catalog)
        exact = dict.fromkeys(wording().longer) | short_forms(self.names, _DOING) | self.names
        fillers: dict[str, _Read | None] = dict.fromkeys(wording().filler)
        # Names and question words are found in one pass.
        self._words = Phrases(fillers | {name: _Read(sense, "exact", name in fillers) for name, sense in exact.items()})
        self._readings = Readings(self.names, _HEARD_INSIDE)
        self._near = NearNames(self.names)
        self._parts = _parts(catalog)
        self._broken = tuple(wording().broken)

    def read(self, text: str, heard: Heard) -> list[Mention]:
        """Every name in the normalised text by position: known ones, nearly known ones, unknown occupations."""
        words = self._words.all(text)
        found = self._known(text, heard, words)
        fillers = [(word.start, word.end) for word in words if word.value is None or word.value.is_filler]
        mentions = list(self._initials(text, found))
        for start, end in _pieces(text, found, fillers):
            names = [span for span in found if start <= span.start and span.end <= end and span.value.sense]
            if names:
                mentions += self._read_piece(text, _Piece(start, end, tuple(names)), heard)
            elif end - start > 1:  # nothing is called by one character
                mentions += self._read_unnamed(text, start, end, heard)
        return sorted(mentions, key=_start)

    def _known(self, text: str, heard: Heard, words: Iterable[Span[_Read | None]]) -> list[Span[_Read]]:
        """Names as written or as they sound, the longest first; as written wins over as it sounds."""
        spans = [Span(start, end, read) for start, end, read in words if read]
        spans += _read_as(self._readings.homophones(heard), "homophone")
        spans += _read_as(self._readings.typed(text), "pinyin")
        return longest([span for span in spans if self._is_whole(text, span)]) if spans else []

    def _is_whole(self, text: str, span: Span[_Read]) -> bool:
        """False for 钢筋工 in 钢筋工程, and within a longer foreign word."""
        return not text.startswith(self._broken, span.end - 1) and stands_alone(text, span.start, span.end)

    def _read_piece(self, text: str, piece: _Piece, heard: Heard) -> list[Mention]:
        """What a piece with names in it names."""
        whole, piece = piece, _without_edges(text, piece)
        if piece.is_filled:
            return [_mention(text, span) for span in piece.names]
        known = max([span.end - span.start for span in piece.names])
        near = self._nearly(text, whole.start, whole.end, heard, known)
        if near is None and whole != piece:
            near = self._nearly(text, piece.start, piece.end, heard, known)
        if near:
            return [near]
        if not self._is_longer_name(text, piece):
            return [self._in_context(text, piece, span) for span in piece.names]
        unknown = self._unknown(text, piece.start, whole.end) or self._unknown(text, piece.start, piece.end)
        return [unknown] if unknown else [_mention(text, span) for span in piece.names]

    def _read_unnamed(self, text: str, start: int, end: int, heard: Heard) -> Iterator[Mention]:
        """What a piece without any known name may name after all."""
        first, last = _edges(text, start, end)
        if first >= last:
            return
        mention = self._nearly(text, start, end, heard)
        if mention is None and (first, last) != (start, end):
            mention = self._nearly(text, first, last, heard)
        if mention is None and (part := self._parts.get(text[first:last])):
            mention = part.mention(text, first, last, "part")
        mention = mention or self._unknown(text, first, end) or self._unknown(text, first, last)
        if mention:
            yield mention

    def _nearly(self, text: str, start: int, end: int, heard: Heard, known: int = 1) -> Mention | None:
        """A name that this stretch is nearly; it must be longer than the `known` characters written exactly."""
        if end - start <= known or not heard.is_chinese(start, end):
            return None
        alike = self._readings.homophone(heard, start, end)
        if alike and (end - start > 2 or alike.name.endswith(_TRADES)):
            return alike.mention(text, start, end, "homophone")
        near = self._near.find(text[start:end])
        return near.mention(text, start, end, "near") if near else None

    def _is_longer_name(self, text: str, piece: _Piece) -> bool:
        """True if the names are but parts of a longer one: 电梯|操作员 is not 电梯, 船舶|装配工 is not any 装配工."""
        last = piece.names[-1]
        tail = text[last.end : piece.end]
        if len(tail) > 1 and tail not in _PERSON:  # 绑钢筋的|师傅 and 机修|师傅 do just that
            return tail.endswith(wording().suffix)
        head = text[piece.start : last.start]
        return len(head) > 1 and text[last.start : last.end] in wording().generic

    def _in_context(self, text: str, piece: _Piece, span: Span[_Read]) -> Mention:
        """A name with a rest beside it: less certain, and not certain at all if one character makes another word."""
        mention = _mention(text, span)
        before = text[max((s.end for s in piece.names if s.end <= span.start), default=piece.start) : span.start]
        if not before or before in wording().modifier:
            return mention
        short = span.end - span.start == 2 and len(before) == 1 and span.value.how == "exact"
        return replace(mention, score=mention.score * 0.8, sure=mention.sure and not short)

    def _unknown(self, text: str, start: int, end: int) -> Mention | None:
        """An occupation nobody knows, if this stretch ends like one."""
        typed = text[start:end]
        if not _is_name_like(typed):
            return None
        nearest = tuple(row for name in self._near.nearest(typed) for row in self.names[name].rows)
        return Mention(start, end, typed, typed, "unknown", "exact", _UNKNOWN_SCORE, nearest=nearest)

    def _initials(self, text: str, found: list[Span[_Read]]) -> Iterator[Mention]:
        """Initials of printed names (zspts) in letters that are no name themselves."""
        for word in _LETTERS.finditer(text):
            sense = self._readings.initials(word.group())
            if sense and not any(span.start < word.end() and word.start() < span.end for span in found):
                yield sense.mention(text, word.start(), word.end(), "initials")


def _pieces(text: str, found: Sequence[Span[_Read]], fillers: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the text stands between question words, punctuation and foreign letters."""
    shown = without(text, fillers, found)
    for span in found:
        if span.value.sense:
            shown = shown[: span.start] + _NAMED * (span.end - span.start) + shown[span.end :]
    return [run.span() for run in _CHINESE.finditer(shown)]


def _is_name_like(typed: str) -> bool:
    """Whether a text ends and is as long as the name of an occupation; what 的 stands in is a description."""
    if not typed.endswith(wording().suffix) or _DOING in typed or typed in _PERSON:
        return False
    ending = _ending(typed, wording().suffix)
    least = 3 if ending in _NEEDS_MORE else 2
    return least <= len(typed) <= _UNKNOWN_LONGEST and len(ending) > len(_ending(typed, wording().not_name))


def _ending(text: str, endings: Container[str]) -> str:
    """The longest of `endings` that `text` ends with, or nothing."""
    return next((text[start:] for start in range(len(text)) if text[start:] in endings), "")


def _read_as(spans: list[Span[Sense]], how: How) -> list[Span[_Read]]:
    return [Span(span.start, span.end, _Read(span.value, how)) for span in spans]


def _mention(text: str, span: Span[_Read]) -> Mention:
    assert span.value.sense is not None  # ordinary words are in no piece
    return span.value.sense.mention(text, span.start, span.end, span.value.how)


def _without_edges(text: str, piece: _Piece) -> _Piece:
    """The piece without question words at its ends (做|调香师|培训), which in the middle may belong to a name."""
    start = _edges(text, piece.start, piece.names[0].start)[0]
    end = _edges(text, piece.names[-1].end, piece.end)[1]
    return _Piece(start, end, piece.names)


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a stretch starts and ends without question words at its ends."""
    words, (firsts, lasts) = wording(), _edge_characters()
    size = 1
    while size and start < end and text[start] in firsts:
        size = next((n for n in range(min(_EDGE, end - start), 0, -1) if text[start : start + n] in words.before), 0)
        start += size
    size = 1
    while size and start < end and text[end - 1] in lasts:
        size = next((n for n in range(min(_EDGE, end - start), 0, -1) if text[end - n : end] in words.after), 0)
        end -= size
    return start, end


@cache
def _edge_characters() -> tuple[frozenset[str], frozenset[str]]:
    """How the question words at the start of a stretch begin, and how those at its end end."""
    return frozenset(word[0] for word in wording().before), frozenset(word[-1] for word in wording().after)


_start = attrgetter("start")


def _parts(catalog: Catalog) -> dict[str, Sense]:
    """How printed names end (烹调师: 中式 and 西式) or begin, in three characters or more."""
    rows: dict[str, list[Occupation]] = {}
    for row in catalog.occupations:
        for cut in range(1, len(row.name) - 2):
            rows.setdefault(row.name[cut:], []).append(row)
            rows.setdefault(row.name[: cut + 2], []).append(row)
    return {
        part: Sense(part, "part", tuple(which), sure=len(which) > 1 or part not in wording().generic)
        for part, which in rows.items()
    }
