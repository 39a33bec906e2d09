"""Weighs what names say against what the description of the work says, where a look-up hangs on no sure name."""

from dataclasses import dataclass

from bot.knowledge.catalog import Catalog, Occupation
from bot.matching.descriptions import LACKING, Describer
from bot.occupations.mention import Finding, Mention

_OVERRULES = 0.9  # likeliness from which the description goes before a name known to be absent
_SAYS = 0.75  # from which it goes before a name nobody knows, or no name
_ALONE = 0.5  # from which it is enough if no other row comes near
_MAY_BE = 0.15  # from which a row is offered
_MOST_OFFERED = 4


@dataclass(frozen=True, slots=True)
class Descriptions:
    """Adds what the describer knows to a finding."""

    describer: Describer
    catalog: Catalog

    def weigh(self, said: str, finding: Finding) -> Finding:
        """The finding, or what the description points to where that is surer."""
        known_absent = any(mention.absent for mention in finding.mentions)
        if finding.kind in ("list", "wrong_code") or (finding.rows and finding.kind != "unsure" and not known_absent):
            return finding
        ranked = self.describer.rank(said)
        best, likeliness = ranked[0]
        if known_absent:
            return self._overruled(said, finding, best) if likeliness >= _OVERRULES else finding
        if likeliness >= _SAYS:
            return self._overruled(said, finding, best)
        offered = [code for code, share in ranked[:_MOST_OFFERED] if share >= _MAY_BE and code != LACKING]
        if finding.kind == "absent" or best == LACKING or not offered:
            return self._overruled(said, finding, LACKING)
        if len(offered) == 1 and likeliness >= _ALONE:
            return self._overruled(said, finding, best)
        return Finding("unsure", self._rows(offered), (self._mention(said, self._rows(offered)),), score=likeliness)

    def _overruled(self, said: str, finding: Finding, code: str) -> Finding:
        if code == LACKING:
            absent = tuple(mention for mention in finding.mentions if not mention.rows)
            return Finding("absent", (), absent or (self._mention(said, ()),), score=_SAYS)
        rows = self._rows([code])
        return Finding("codes", rows, (self._mention(said, rows),), score=_SAYS)

    def _rows(self, codes: list[str]) -> tuple[Occupation, ...]:
        by_code = {row.code: row for row in self.catalog.occupations}
        return tuple(by_code[code] for code in codes)

    def _mention(self, said: str, rows: tuple[Occupation, ...]) -> Mention:
        names = "、".join(row.name for row in rows)
        return Mention(0, len(said), said, names, "doing", "described", _SAYS, rows)
