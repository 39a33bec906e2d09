"""The shape of ``lexicon.yaml``: words of the field and named things that the matcher must tell apart.

An entity class (other places, certificates of persons, benefits ...) is a list of names that play the same part in a
question; the matcher sees the class beside the word, so what it learns of one name holds for all.
"""

import re
from pathlib import Path

from bot.knowledge.faults import Fault
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

_CLASS = re.compile(r"[a-z_]+")


@record
class EntityClass:
    """Names that play the same part in a question."""

    id: str
    names: tuple[str, ...]
    masked: bool = False  # the name itself is hidden from the matcher: which one it is says nothing
    line: int = 0


@record
class Lexicon:
    """Words jieba must keep whole, and classes of names."""

    words: tuple[str, ...]
    entities: tuple[EntityClass, ...]
    line: int = 0


def read_lexicon(folder: Path, faults: list[Fault]) -> Lexicon | None:
    """The content of ``lexicon.yaml``."""
    return read_yaml(folder / "lexicon.yaml", Lexicon, faults)


def check_lexicon(lexicon: Lexicon, faults: list[Fault]) -> None:
    """Class ids of a wrong form or twice, and a name in two classes."""
    owner: dict[str, str] = {}
    ids: set[str] = set()
    for entity in lexicon.entities:
        if not _CLASS.fullmatch(entity.id) or entity.id in ids:
            faults.append(
                Fault("lexicon.yaml", entity.line, "entities.id", f"{entity.id!r} is of a wrong form or twice")
            )
        ids.add(entity.id)
        for name in entity.names:
            if owner.setdefault(name, entity.id) != entity.id:
                faults.append(
                    Fault("lexicon.yaml", entity.line, "entities.names", f"{name!r} stands in {owner[name]} as well")
                )
