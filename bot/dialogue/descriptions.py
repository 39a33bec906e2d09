"""Weighs what names say against what the description of the work says, where a look-up hangs on no sure name."""

import re
from dataclasses import replace
from itertools import pairwise

from bot.knowledge.catalog import Catalog, Occupation
from bot.matching.descriptions import LACKING, Describer
from bot.occupations.mention import Finding, Mention
from bot.record import record

_OVERRULES = 0.9  # likeliness from which the description goes before a name known to be absent
_SAYS = 0.75  # from which it goes before a name nobody knows, or no name
_ALONE = 0.5  # from which it is enough if no other row comes near
_MAY_BE = 0.15  # from which a row is offered
_TELLS = 0.6  # from which the rest of a question tells the rows of one name apart
_RULED_OUT = 0.02  # share of the likeliest below which a row that a name would fit is ruled out by the rest
_MOST_OFFERED = 4
_COMMAS = "、，,"
_SHORTEST = 2  # characters of a description
_DESCRIBED = "[㐀-鿿]{2}|[a-z]{3}"  # more than a code and a question word


@record
class Descriptions:
    """Adds what the describer knows to a finding."""

    describer: Describer
    catalog: Catalog
    joiners: tuple[str, ...]  # words between two things asked for together

    def weigh(self, said: str, finding: Finding) -> Finding:
        """The finding, or what the description points to where that is surer."""
        known_absent = any(mention.absent for mention in finding.mentions) and not self._side_by_side(said, finding)
        if finding.kind == "wrong_code":
            return finding
        if finding.kind == "list":
            return self._within(said, finding)
        if finding.rows and finding.kind != "unsure" and not known_absent:
            return self._likelier(said, finding) if len(finding.rows) > 1 else self._with_others(said, finding)
        several = finding if known_absent else self._with_others(said, replace(finding, rows=(), mentions=()))
        if len(several.rows) > 1:
            return replace(several, kind="codes")
        ranked = self.describer.rank(said)
        best, likeliness = ranked[0]
        if known_absent:
            return self._overruled(said, finding, best, likeliness) if likeliness >= _OVERRULES else finding
        if likeliness >= _SAYS:
            return self._overruled(said, finding, best, likeliness)
        offered = [code for code, share in ranked[:_MOST_OFFERED] if share >= _MAY_BE and code != LACKING]
        if finding.kind == "absent" or best == LACKING or not offered:
            return self._overruled(said, finding, LACKING, likeliness)
        if len(offered) == 1 and likeliness >= _ALONE:
            return self._overruled(said, finding, best, likeliness)
        return Finding("unsure", self._rows(offered), (self._mention(said, self._rows(offered)),), score=likeliness)

    def _side_by_side(self, said: str, finding: Finding) -> bool:
        """Whether something absent is asked for beside a row ("焊工和电工"), so that both are answered."""
        joined = {*self.joiners, *_COMMAS}
        for one, other in pairwise(sorted(finding.mentions, key=lambda mention: mention.start)):
            if bool(one.rows) != bool(other.rows) and said[one.end : other.start].strip() in joined:
                return True
        return False

    def _pieces(self, said: str) -> list[str]:
        return re.split("|".join(map(re.escape, (*_COMMAS, *self.joiners))), said)

    def _within(self, said: str, finding: Finding) -> Finding:
        """The row that is described beside the first digits of its code, where one is."""
        if finding.listings[0].by != "prefix" or not re.search(_DESCRIBED, said):
            return finding
        share = dict(self.describer.rank(said))
        best = max(finding.listings[0].rows, key=lambda row: share.get(row.code, 0.0))
        likeliness = share.get(best.code, 0.0)
        return self._overruled(said, finding, best.code, likeliness) if likeliness >= _OVERRULES else finding

    def _with_others(self, said: str, finding: Finding) -> Finding:
        """At most one row was found by name; where several things are asked for together, others may be described."""
        pieces = self._pieces(said)
        if len(finding.rows) > 1 or len(pieces) < 2:
            return finding
        named = {mention.text for mention in finding.mentions}
        mentions = list(finding.mentions)
        for piece in pieces:
            if len(piece) < _SHORTEST or any(name in piece for name in named):
                continue
            best, likeliness = self.describer.rank(piece)[0]
            if likeliness >= _OVERRULES and best != LACKING:
                mentions.append(self._mention(said, self._rows([best]), said.find(piece), len(piece)))
        mentions.sort(key=lambda mention: mention.start)
        rows = dict.fromkeys(row for mention in mentions for row in mention.rows)
        return replace(finding, rows=tuple(rows), mentions=tuple(mentions))

    def _likelier(self, said: str, finding: Finding) -> Finding:
        """One name fits several rows: without those that this question rules out."""
        if sum(bool(mention.rows) for mention in finding.mentions) != 1:
            return finding
        share = dict(self.describer.rank(said))
        most = max(share.get(row.code, 0.0) for row in finding.rows)
        if most < _TELLS:
            return finding
        least = _RULED_OUT * most
        return replace(finding, rows=tuple(row for row in finding.rows if share.get(row.code, 0.0) >= least))

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
