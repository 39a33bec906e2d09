"""The product's own wording: ``phrases.yaml``, over which a knowledge folder may lay a ``phrases.yaml`` of its own."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Self

from bot.knowledge.faults import Fault
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

FILE = "phrases.yaml"

_PRODUCT = Path(__file__).with_name(FILE)
_NAME = re.compile(r"[a-z_]+")
_SEPARATOR = "、"


@record
class Phrase:
    """A wording with {placeholders}, what a caller gives for them, and where it stands (``file:line``)."""

    text: str
    placeholders: frozenset[str]
    place: str


class Phrases:
    """All phrases by key; calling it gives the words."""

    def __init__(self, phrases: dict[str, Phrase]) -> None:
        self._phrases = phrases

    def __call__(self, key: str, /, **values: object) -> str:
        """The phrase with its placeholders filled in.

        KeyError for a key that does not exist, ValueError when `values` are not exactly the phrase's placeholders.
        """
        phrase = self._phrase(key)
        if values.keys() != phrase.placeholders:
            expected, given = sorted(phrase.placeholders), sorted(values)
            raise ValueError(f"{phrase.place}: {key}: takes the placeholders {expected}, not {given}")
        return phrase.text.format_map(values)

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a list such as ``words.cancel``; KeyError for a key that does not exist."""
        return tuple(word.strip() for word in self._phrase(key).text.split(_SEPARATOR))

    def alternatives(self, key: str) -> str:
        """The words of a list as a regular expression that matches any of them, the longest first."""
        return "|".join(sorted(map(re.escape, self.words(key)), key=len, reverse=True))

    def dumps(self) -> bytes:
        """The phrases as JSON, with which `loads` has them back without the YAML."""
        plain = {key: (phrase.text, phrase.place) for key, phrase in self._phrases.items()}
        return json.dumps(plain, ensure_ascii=False).encode()

    @classmethod
    def loads(cls, content: bytes) -> Self:
        """The phrases that `dumps` wrote."""
        plain = json.loads(content)
        return cls({key: Phrase(text, _placeholders(text), place) for key, (text, place) in plain.items()})

    @property
    def texts(self) -> dict[str, str]:
        """Key -> wording, with the placeholders as they stand."""
        return {key: phrase.text for key, phrase in self._phrases.items()}

    def _phrase(self, key: str) -> Phrase:
        if key not in self._phrases:
            raise KeyError(f"{FILE} has no phrase {key!r}")
        return self._phrases[key]


def phrases_hash(folder: Path) -> str:
    """Names the content of the product's phrases, those of `folder`, and this program: a change of any changes it."""
    digest = hashlib.sha256()
    for path in (Path(__file__), _PRODUCT, folder / FILE):
        content = path.read_bytes() if path.exists() else b""
        digest.update(f"{len(content)}\0".encode() + content)
    return digest.hexdigest()[:32]


def read_phrases(folder: Path | None, faults: list[Fault]) -> Phrases | None:
    """The product's phrases, with those of a knowledge folder in their place where it has any.

    None after adding what is wrong: a key the product does not know, a placeholder its phrase does not have.
    """
    before = len(faults)
    phrases = _read(_PRODUCT, faults)
    if folder is not None and (folder / FILE).exists():
        for key, own in _read(folder / FILE, faults).items():
            problem = _misfit(own, phrases.get(key))
            if problem:
                faults.append(Fault(FILE, int(own.place.rpartition(":")[2]), key, problem))
            else:
                phrases[key] = replace(phrases[key], text=own.text, place=own.place)
    return Phrases(phrases) if len(faults) == before else None


def _read(path: Path, faults: list[Fault]) -> dict[str, Phrase]:
    """Key -> phrase of one file, without those that are faulty."""
    texts = read_yaml(path, dict[str, str], faults) or {}
    rows = path.read_text(encoding="utf-8-sig").splitlines() if texts else []
    phrases = {}
    for key, text in texts.items():
        line = next((number for number, row in enumerate(rows, 1) if row.startswith(f"{key}:")), 1)
        try:
            phrases[key] = Phrase(text, _placeholders(text), f"{path}:{line}")
        except ValueError as error:
            faults.append(Fault(path.name, line, key, str(error)))
    return phrases


def _placeholders(text: str) -> frozenset[str]:
    """The names between braces; ValueError for a brace without its pair and for anything but a name between two."""
    parts = [part for part in Formatter().parse(text) if part[1] is not None]
    for _, name, spec, conversion in parts:
        if spec or conversion or not _NAME.fullmatch(name or ""):
            raise ValueError(f"a placeholder is small Latin letters and _ between braces, not {{{name}}}")
    return frozenset(name for _, name, _, _ in parts if name)


def _misfit(own: Phrase, product: Phrase | None) -> str | None:
    """Why the folder's phrase cannot stand for the product's."""
    if product is None:
        return "the product has no phrase of this key"
    unknown = own.placeholders - product.placeholders
    if unknown:
        known = ", ".join(sorted(product.placeholders)) or "none"
        return f"unknown placeholder {', '.join(sorted(unknown))} (known: {known})"
    return None
