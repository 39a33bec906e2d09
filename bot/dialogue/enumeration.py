"""Tells how several occupations stand in one message: side by side, each asked for, or one name within another."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.occupations.mention import Finding, Mention
from bot.phrases import Phrases
from bot.text.phrases import stands_alone

_COMMAS = "、,"
_BESIDE = ("", "的", ",")  # what stands between two names of one thing: 钳工，机修的


class Enumeration:
    """Knows the words that put several things together or apart; built once from the product's phrases."""

    def __init__(self, phrases: Phrases) -> None:
        self._joiners, self._each, alike = (phrases.words(f"cues.{key}") for key in ("and", "each", "alike"))
        self._several = (*self._each, *alike)
        self._joined = frozenset((*self._joiners, *_COMMAS))
        self._between = re.compile("|".join(map(re.escape, (*_COMMAS, *self._joiners))))

    def pieces(self, said: str) -> list[str]:
        """The message cut at commas and words such as "and"."""
        return self._between.split(said)

    def asks_each(self, said: str) -> bool:
        """Whether each of several things is asked for."""
        return _says(self._each, said)

    def asks_several(self, said: str) -> bool:
        """Whether each of several things is asked for, or whether they are one."""
        return _says(self._several, said)

    def side_by_side(self, said: str, finding: Finding) -> bool:
        """Whether something absent is asked for beside a row ("焊工和电工"), so that both are answered."""
        ordered = sorted(finding.mentions, key=lambda mention: mention.start)
        return any(
            bool(one.rows) != bool(other.rows) and self.joined(said, (one, other)) for one, other in pairwise(ordered)
        )

    def joined(self, said: str, mentions: Sequence[Mention]) -> bool:
        """Whether between two of these names in a row nothing stands but a comma or "and"."""
        gaps = (said[one.end : other.start].strip() for one, other in pairwise(mentions))
        return any(gap in self._joined or gap.strip(_COMMAS).strip() in self._joiners for gap in gaps)


def is_one_name(said: str, mentions: Sequence[Mention]) -> bool:
    """Whether the names stand side by side, codes aside, or one explains the other: 钳工，机修的."""
    names = [mention for mention in mentions if mention.kind != "code"]
    return all(said[one.end : other.start].strip() in _BESIDE for one, other in pairwise(names))


def fewest(mentions: Sequence[Mention]) -> Mention:
    """The name that fits the fewest rows."""
    return min(mentions, key=lambda mention: len(mention.rows))


def nest(mentions: Sequence[Mention]) -> bool:
    """Whether all names fit the rows of the one that fits the fewest."""
    return all(set(fewest(mentions).rows) <= set(mention.rows) for mention in mentions)


def _says(words: Sequence[str], said: str) -> bool:
    places = ((said.find(word), word) for word in words)
    return any(start >= 0 and stands_alone(said, start, start + len(word)) for start, word in places)
