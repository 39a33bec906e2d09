"""Every name the catalogue knows, with what it stands for."""

import re
from dataclasses import replace

from bot.knowledge.catalog import Absent, Catalog, Occupation
from bot.occupations.mention import How, Kind, Mention
from bot.record import record
from bot.text.normalise import normalise

_CHINESE = re.compile(r"[㐀-鿿]+")
# How much a name of a kind tells about the occupation meant, and how much a way of reading it.
_KIND_SCORE: dict[Kind, float] = {"printed": 1.0, "doing": 0.8, "english": 0.85, "thing": 0.55, "part": 0.6}
_HOW_SCORE: dict[How, float] = {"pinyin": 0.95, "homophone": 0.9, "near": 0.85, "initials": 0.8}
_USUAL_SCORE = 0.95
_RANK: tuple[Kind, ...] = ("printed", "absent", "renamed", "trade", "former", "everyday", "doing", "part", "thing")


@record
class Sense:
    """What a name stands for: rows of the catalogue, or what is known about its absence."""

    name: str  # as in the data
    kind: Kind
    rows: tuple[Occupation, ...] = ()
    source: str = ""
    reason: str = ""  # why no code may be given on this name alone
    sure: bool = True
    absent: Absent | None = None
    nearest: tuple[Occupation, ...] = ()

    @property
    def is_weak(self) -> bool:
        """True for a tool, place, product or field: a hint that counts only where no occupation is named."""
        return self.kind in ("thing", "part") or (self.absent is not None and self.absent.kind == "thing")

    @property
    def rank(self) -> int:
        """Smaller is preferred where several names are read the same."""
        return _RANK.index(self.kind) if self.kind in _RANK else len(_RANK)

    def mention(self, text: str, start: int, end: int, how: How) -> Mention:
        """This sense as read at `start` to `end` of the normalised `text`."""
        score = 0.55 if self.is_weak and self.kind == "absent" else _KIND_SCORE.get(self.kind, _USUAL_SCORE)
        return Mention(
            start, end, text[start:end], self.name, self.kind, how, score * _HOW_SCORE.get(how, 1.0),
            self.rows, self.source, self.sure, self.reason, self.absent, self.nearest,
        )  # fmt: skip


def known_names(catalog: Catalog) -> dict[str, Sense]:
    """Normalised name -> sense, for printed names, everyday names (shared ones with all their rows) and absent ones."""
    names = {_key(row.name): Sense(row.name, "printed", (row,)) for row in catalog.occupations}
    by_code = {row.code: row for row in catalog.occupations}
    for row in catalog.occupations:
        for name in row.names:
            key = _key(name.name)
            known = names.get(key)
            if known is None:
                source = catalog.sources[name.source]
                names[key] = Sense(name.name, name.kind, (row,), source, name.unsure or "", name.unsure is None)
            elif name.shared:
                names[key] = replace(known, rows=(*known.rows, row))
    for absent in catalog.absent:
        nearest = (by_code[absent.nearest],) if absent.nearest else ()
        names.setdefault(_key(absent.name), Sense(absent.name, "absent", absent=absent, nearest=nearest))
    return names


def short_forms(names: dict[str, Sense], particle: str, least: int = 3) -> dict[str, Sense]:
    """What people do without its closing `particle` (修电梯的 -> 修电梯), where that is no name of its own."""
    cut = {key[: -len(particle)]: sense for key, sense in names.items() if key.endswith(particle)}
    return {key: sense for key, sense in cut.items() if len(key) >= least and key not in names}


def is_plain(text: str) -> bool:
    """True if the text is Chinese characters only."""
    return _CHINESE.fullmatch(text) is not None


def _key(name: str) -> str:
    # Nearly all names are plain Chinese or English, where normalising does nothing or little and takes its time.
    if is_plain(name):
        return name
    return name.lower() if name.isascii() else normalise(name)
