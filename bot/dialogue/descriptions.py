"""Weighs what names say against what the description of the work says, where a look-up hangs on no sure name."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.comparison import Comparison
from bot.dialogue.enumeration import Enumeration, fewest, is_one_name, nest
from bot.knowledge.catalog import Catalog, Occupation
from bot.matching.descriptions import LACKING, Describer, without_usual
from bot.occupations.mention import Finding, Mention
from bot.occupations.wording import wording
from bot.record import record
from bot.text.phrases import blanked

_ONE = 0.95  # likeliness from which all clauses are taken together to describe one thing
_OVERRULES = 0.9  # likeliness from which the description goes before a name known to be absent
_SAYS = 0.75  # from which it goes before a name nobody knows, or no name
_ALONE = 0.5  # from which it is enough if no other row comes near
_MAY_BE = 0.15  # from which a row is offered
_TELLS = 0.6  # from which the rest of a question tells the rows of one name apart
_RULED_OUT = 0.02  # share of the likeliest below which a row that a name would fit is ruled out by the rest
_BELIED = 0.005  # likeliness below which a row is not what is described, where something else surely is
_FIRM = ("printed", "trade", "renamed", "former", "code")  # kinds of names that no description belies
_MOST_OFFERED = 4
_MOST_NEAREST = 2
_HINTS = ("thing", "part")  # kinds of names that only hint at a row
_CLAUSES = "[,。;?!]"
_HELD = "\0"  # stands for the characters of a name
_SHORTEST = 2  # characters of a description
_SHORTEST_COMPARED = 3  # characters of one that is weighed against a name
_DESCRIBED = "[㐀-鿿]{2}|[a-z]{3}"  # more than a code and a question word


@record
class Descriptions:
    """Adds what the describer knows to a finding."""

    describer: Describer
    catalog: Catalog
    several: Enumeration
    compared: Comparison

    def weigh(self, said: str, finding: Finding) -> Finding:
        """The finding, or what the description points to where that is surer."""
        known_absent = _is_absent(finding) and not self.several.side_by_side(said, finding)
        if known_absent and finding.rows and _hints(finding):
            lacking = tuple(mention for mention in finding.mentions if not mention.rows)
            finding = replace(finding, kind="absent", rows=(), mentions=lacking)  # 污水处理|操作工 is no 操作工
        if finding.kind == "wrong_code":
            return finding
        if finding.kind == "list":
            return self._within(said, finding)
        if (another := self._another(said, finding)) is not None:
            return another
        if known_absent:
            return self._known_absent(said, finding)
        if (other := self._belied(said, finding)) is not None:
            return other
        if finding.kind == "codes":
            return self._with_others(said, finding)
        described = self._with_others(said, replace(finding, kind="codes", rows=(), mentions=()))
        if finding.kind == "ambiguous":
            each = len(described.rows) > 1 and _hints(finding) and self.several.asks_several(said)
            return described if each else self._likelier(said, finding)
        return described if len(described.rows) > 1 else self._described(said, finding)

    def _belied(self, said: str, finding: Finding) -> Finding | None:
        """What is described, where that is surely not what an everyday name in it stands for: 高速收费站|收钱的."""
        named = [mention for mention in finding.mentions if mention.rows]
        if len(named) != 1 or len(finding.mentions) > 1 or named[0].kind in _FIRM or self.several.asks_several(said):
            return None
        clause = next((part for part in re.split(_CLAUSES, said) if named[0].text in part), said)
        if _letters(without_usual(clause.replace(named[0].text, " "))) < _SHORTEST_COMPARED:
            return None
        ranked = self.describer.rank(clause)
        share, (best, likeliness) = dict(ranked), ranked[0]
        if likeliness < _ONE or any(share.get(row.code, 0.0) >= _BELIED for row in finding.rows):
            return None
        return self._overruled(said, finding, best, likeliness)

    def lacking(self, said: str) -> Finding:
        """That what is described is no row's work."""
        return self._overruled(said, Finding("none"), LACKING, _SAYS)

    def _known_absent(self, said: str, finding: Finding) -> Finding:
        """Work known to be absent, unless more is said, and that surely means a row, or nothing."""
        best, likeliness = self.describer.rank(said)[0]
        first = finding.mentions[0]
        if best == LACKING and first.rows and first.kind in _FIRM:
            return finding
        if best == LACKING and finding.rows and first.absent and not self._asks_for_row(said, finding):
            least = _ALONE  # what is named first is asked for: 咖啡师能评吗，我看有调酒师
        else:
            least = 1.0 if self._says_little_else(said, finding.mentions) else _OVERRULES
        if len(finding.rows) > 1 or likeliness < least:
            return finding
        return self._overruled(said, finding, best, likeliness)

    def _asks_for_row(self, said: str, finding: Finding) -> bool:
        """Whether of a row, not of what is absent, the code is asked for: no barista? What's the code for bartender?"""
        asking = [clause for clause in re.split(_CLAUSES, said) if any(cue in clause for cue in wording().cue)]
        named = [mention for mention in finding.mentions if any(mention.text in clause for clause in asking)]
        return bool(named) and all(mention.rows for mention in named)

    def _described(self, said: str, finding: Finding) -> Finding:
        """The row that is described, where no sure name is said; those it may be; or none."""
        ranked = self.describer.rank(said)
        best, likeliness = ranked[0]
        if likeliness >= _SAYS:
            return self._overruled(said, finding, best, likeliness)
        offered = [code for code, share in ranked[:_MOST_OFFERED] if share >= _MAY_BE and code != LACKING]
        if best == LACKING or not offered or (finding.kind == "absent" and likeliness < _ALONE):
            return self._overruled(said, finding, LACKING, likeliness)
        if len(offered) == 1 and likeliness >= _ALONE:
            return self._overruled(said, finding, best, likeliness)
        return Finding("unsure", self._rows(offered), (self._mention(said, self._rows(offered)),), score=likeliness)

    def _another(self, said: str, finding: Finding) -> Finding | None:
        """Nothing, where what is described is only compared with a row: 通下水道的，是不是管工."""
        named = [mention for mention in finding.mentions if mention.rows and mention.kind != "code"]
        head = self.compared.head(said, named[0].start, named[0].end) if len(named) == 1 else ""
        if not head or self.several.asks_each(said):
            return None
        known = tuple(mention for mention in finding.mentions if mention.absent and mention.end <= len(head))
        if known:
            return Finding("absent", (), known, score=known[0].score)
        if _letters(without_usual(head)) < _SHORTEST_COMPARED:
            return None
        share, rows = dict(self.describer.rank(head)), named[0].rows
        lacking = share.get(LACKING, 0.0)
        if lacking < _TELLS or any(share.get(row.code, 0.0) > _MAY_BE for row in rows):
            return None
        absent = replace(self._mention(said, (), 0, len(head)), nearest=rows[:_MOST_NEAREST])
        return Finding("absent", (), (absent,), score=lacking)

    def _within(self, said: str, finding: Finding) -> Finding:
        """The row that is described beside the first digits of its code, or beside words for the whole list."""
        if finding.listings[0].by not in ("prefix", "all") or not re.search(_DESCRIBED, without_usual(said)):
            return finding
        share = dict(self.describer.rank(said))
        best = max(finding.listings[0].rows, key=lambda row: share.get(row.code, 0.0))
        likeliness = share.get(best.code, 0.0)
        return self._overruled(said, finding, best.code, likeliness) if likeliness >= _OVERRULES else finding

    def _with_others(self, said: str, finding: Finding) -> Finding:
        """Where several things are asked for together, some may be named and others described."""
        pieces, least = self._pieces(said, finding), _TELLS if self.several.asks_several(said) else _OVERRULES
        if len(pieces) < 2:
            return finding
        named = {mention.text for mention in finding.mentions}
        mentions = list(finding.mentions)
        for piece in pieces:
            if len(piece) < _SHORTEST or any(name in piece for name in named):
                continue
            best, likeliness = self.describer.rank(piece)[0]
            if likeliness >= least and best != LACKING:
                mentions.append(self._mention(said, self._rows([best]), said.find(piece), len(piece)))
        mentions.sort(key=lambda mention: mention.start)
        rows = dict.fromkeys(row for mention in mentions for row in mention.rows)
        if len(rows) > len(finding.rows) and not self.several.asks_several(said):
            best, likeliness = self.describer.rank(said)[0]
            if likeliness >= _ONE and best != LACKING and (not finding.rows or best in _codes(finding.rows)):
                return finding  # one thing described in several clauses
        return replace(finding, rows=tuple(rows), mentions=tuple(mentions))

    def _pieces(self, said: str, finding: Finding) -> list[str]:
        """The message cut at commas and words such as "and", none of them within a name: 印前处理和制作员."""
        held = said
        for mention in finding.mentions:
            held = held[: mention.start] + _HELD * (mention.end - mention.start) + held[mention.end :]
        pieces, start = [], 0
        for piece in self.several.pieces(held):
            start = held.index(piece, start)
            pieces.append(said[start : start + len(piece)])
            start += len(piece)
        return pieces

    def _likelier(self, said: str, finding: Finding) -> Finding:
        """A name fits several rows: without those that other names in it, or the rest of it, rule out."""
        finding = self._narrower(said, finding)
        named = [mention for mention in finding.mentions if mention.rows]
        may_be_told = _hints(finding) or nest(named)
        if self.several.joined(said, named) or not may_be_told or self._says_little_else(said, named):
            return finding
        share = dict(self.describer.rank(said))
        most = max(share.get(row.code, 0.0) for row in finding.rows)
        if most < _TELLS:
            return finding
        least = _RULED_OUT * most
        return replace(finding, rows=tuple(row for row in finding.rows if share.get(row.code, 0.0) >= least))

    def _says_little_else(self, said: str, mentions: Sequence[Mention]) -> bool:
        rest = without_usual(blanked(said, ((mention.start, mention.end) for mention in mentions)))
        return _letters(rest) < _SHORTEST_COMPARED

    def _narrower(self, said: str, finding: Finding) -> Finding:
        """Without names that fit more rows than another name for the same: 装机器的钳工 is one 钳工 of three."""
        named = [mention for mention in finding.mentions if mention.rows]
        if not nest(named) or not is_one_name(said, named):
            return finding
        least = fewest(named)
        kept = tuple(mention for mention in finding.mentions if not mention.rows or mention.rows == least.rows)
        return replace(finding, rows=least.rows, mentions=kept)

    def _overruled(self, said: str, finding: Finding, code: str, score: float) -> Finding:
        if code == LACKING:
            absent = tuple(mention for mention in finding.mentions if not mention.rows)
            return Finding("absent", (), absent or (self._mention(said, ()),), score=score)
        rows = self._rows([code])
        return Finding("codes", rows, (self._mention(said, rows),), score=score)

    def _rows(self, codes: list[str]) -> tuple[Occupation, ...]:
        by_code = {row.code: row for row in self.catalog.occupations}
        return tuple(by_code[code] for code in codes)

    def _mention(self, said: str, rows: tuple[Occupation, ...], start: int = 0, size: int | None = None) -> Mention:
        names, end = "、".join(row.name for row in rows), len(said) if size is None else start + size
        return Mention(start, end, said[start:end], names, "doing", "described", _SAYS, rows)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _is_absent(finding: Finding) -> bool:
    """Whether something is named that is known to be no row."""
    return any(mention.absent for mention in finding.mentions)


def _hints(finding: Finding) -> bool:
    """Whether no occupation is named, but a tool, a place, or a part of a name."""
    return all(mention.kind in _HINTS for mention in finding.mentions if mention.rows)


def _codes(rows: Sequence[Occupation]) -> set[str]:
    return {row.code for row in rows}
