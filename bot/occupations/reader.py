"""Reads the names of occupations in a sentence: what stands there exactly first, then what is nearly there."""

import re
from collections.abc import Container, Iterator
from dataclasses import replace

from bot.knowledge.catalog import Catalog, Occupation
from bot.occupations.mention import How, Mention
from bot.occupations.names import Sense, is_plain, known_names, short_forms
from bot.occupations.near import NearNames
from bot.occupations.phrases import Phrases, Span, blanked, longest, stands_alone
from bot.occupations.readings import Heard, Readings
from bot.occupations.wording import wording
from bot.record import record

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


@record
class _Piece:
    """A stretch of Chinese between question words, with the names found in it."""

    start: int
    end: int
    names: tuple[Span[_Read], ...]

    @property
    def is_filled(self) -> bool:
        """True if names cover it without rest."""
        return sum(span.end - span.start for span in self.names) == self.end - self.start


class Reader:
    """Built once from the catalogue; reading is pure."""

    def __init__(self, catalog: Catalog) -> None:
        self.names = known_names(catalog)
        exact = {**short_forms(self.names, _DOING), **self.names}
        ordinary = dict.fromkeys(wording().longer - exact.keys(), _Read(None, "exact"))
        self._exact = Phrases({**ordinary, **{name: _Read(sense, "exact") for name, sense in exact.items()}})
        self._fillers = Phrases(dict.fromkeys(wording().filler))
        self._readings = Readings(self.names)
        self._near = NearNames(self.names)
        self._parts = _parts(catalog)
        self._broken = tuple(wording().broken)

    def read(self, text: str, heard: Heard) -> list[Mention]:
        """Every name in the normalised text by position: known ones, nearly known ones, unknown occupations."""
        found = self._known(text, heard)
        mentions = [m for piece in self._pieces(text, found) for m in self._read_piece(text, piece, heard)]
        return sorted([*mentions, *self._initials(text, found)], key=lambda mention: mention.start)

    def _known(self, text: str, heard: Heard) -> list[Span[_Read]]:
        """Names as written or as they sound, the longest first; as written wins over as it sounds."""
        spans = self._exact.all(text)
        spans += _read_as(self._readings.homophones(heard, _HEARD_INSIDE), "homophone")
        spans += _read_as(self._readings.typed(text), "pinyin")
        return longest([span for span in spans if self._is_whole(text, span)])

    def _is_whole(self, text: str, span: Span[_Read]) -> bool:
        """False for 钢筋工 in 钢筋工程, and within a longer foreign word."""
        return not text.startswith(self._broken, span.end - 1) and stands_alone(text, span.start, span.end)

    def _pieces(self, text: str, found: list[Span[_Read]]) -> Iterator[_Piece]:
        """The text cut at question words, punctuation and foreign letters."""
        open_text = blanked(text, ((span.start, span.end) for span in found))
        shown = list(text)
        for filler in longest(self._fillers.all(open_text)):
            shown[filler.start : filler.end] = " " * (filler.end - filler.start)
        for span in found:
            if span.value.sense:
                shown[span.start : span.end] = _NAMED * (span.end - span.start)
        for run in _CHINESE.finditer("".join(shown)):
            yield _piece(run.start(), run.end(), found)

    def _read_piece(self, text: str, piece: _Piece, heard: Heard) -> list[Mention]:
        whole, piece = piece, _without_edges(text, piece)
        if piece.start >= piece.end or piece.is_filled:
            return [_mention(text, span) for span in piece.names]
        near = self._nearly(text, whole, heard) or (self._nearly(text, piece, heard) if whole != piece else None)
        if near:
            return [near]
        if piece.names and not self._is_longer_name(text, piece):
            return [self._in_context(text, piece, span) for span in piece.names]
        part = self._parts.get(text[piece.start : piece.end])
        if part and not piece.names:
            return [part.mention(text, piece.start, piece.end, "part")]
        return self._unknown(text, piece, whole.end) or self._unknown(text, piece, piece.end)

    def _nearly(self, text: str, piece: _Piece, heard: Heard) -> Mention | None:
        """A name that the whole piece is nearly; it must be longer than what is written exactly."""
        typed = text[piece.start : piece.end]
        known = max((span.end - span.start for span in piece.names), default=1)
        if len(typed) <= known or not is_plain(typed):
            return None
        read = heard.between(piece.start, piece.end)
        alike = self._readings.homophone(read) if read else None
        if alike and (len(typed) > 2 or alike.name.endswith(_TRADES)):
            return alike.mention(text, piece.start, piece.end, "homophone")
        near = self._near.find(typed)
        return near.mention(text, piece.start, piece.end, "near") if near else None

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

    def _unknown(self, text: str, piece: _Piece, end: int) -> list[Mention]:
        """An occupation nobody knows, if the piece, taken up to `end`, ends like one."""
        typed = text[piece.start : end]
        if not _is_name_like(typed):
            return [_mention(text, span) for span in piece.names]
        nearest = tuple(row for name in self._near.nearest(typed) for row in self.names[name].rows)
        return [Mention(piece.start, end, typed, typed, "unknown", "exact", _UNKNOWN_SCORE, nearest=nearest)]

    def _initials(self, text: str, found: list[Span[_Read]]) -> Iterator[Mention]:
        """Initials of printed names (zspts) in letters that are no name themselves."""
        for word in _LETTERS.finditer(text):
            sense = self._readings.initials(word.group())
            if sense and not any(span.start < word.end() and word.start() < span.end for span in found):
                yield sense.mention(text, word.start(), word.end(), "initials")


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


def _piece(start: int, end: int, found: list[Span[_Read]]) -> _Piece:
    inside = (span for span in found if start <= span.start and span.end <= end and span.value.sense)
    return _Piece(start, end, tuple(inside))


def _mention(text: str, span: Span[_Read]) -> Mention:
    assert span.value.sense is not None  # ordinary words are in no piece
    return span.value.sense.mention(text, span.start, span.end, span.value.how)


def _without_edges(text: str, piece: _Piece) -> _Piece:
    """The piece without question words at its ends (做|调香师|培训), which in the middle may belong to a name."""
    words, start, end = wording(), piece.start, piece.end
    first = piece.names[0].start if piece.names else end
    size = min(_EDGE, first - start)
    while size > 0:
        if text[start : start + size] in words.before:
            start += size
            size = min(_EDGE, first - start)
        else:
            size -= 1
    last = piece.names[-1].end if piece.names else start
    size = min(_EDGE, end - last)
    while size > 0:
        if text[end - size : end] in words.after:
            end -= size
            size = min(_EDGE, end - last)
        else:
            size -= 1
    return _Piece(start, end, piece.names)


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
