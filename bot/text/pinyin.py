"""Readings without tones: of Chinese characters, of typed pinyin, and with the usual confusions folded.

The table is bot/data/pinyin.txt (made by tools/make_pinyin.py). A reading is what homophone typos, voice input and
people who type pinyin have in common.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from operator import add

from bot.record import record

# Confusions of Mandarin speakers and pinyin typists (peers.md lists sources): retroflex, n/l, front/back nasals.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"))
_FINALS = (("uang", "uan"), ("iang", "ian"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("ong", "on"))
_LONGEST_WORD = 3  # characters of the longest word in the table
_FIRST_LETTER = 0xE000  # of the private-use characters that stand for syllables


@record
class _Readings:
    characters: dict[str, str]
    words: dict[str, tuple[str, ...]]
    pairs: frozenset[str]  # first two characters of the words
    syllables: frozenset[str]


@cache
def _readings() -> _Readings:
    characters: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for line in (files("bot") / "data" / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        head, *rest = line.split(" ")
        if head.isascii():
            characters.update(dict.fromkeys(rest[0], head))
        else:
            words[head] = tuple(rest)
    return _Readings(characters, words, frozenset(word[:2] for word in words), frozenset(characters.values()))


def gb_2312() -> frozenset[str]:
    """The 6,763 Chinese characters of GB 2312, those in use in simplified writing: what the table has readings for."""
    return frozenset(_readings().characters)


@lru_cache(maxsize=1024)
def syllables(text: str) -> tuple[str, ...]:
    """The syllables of the Chinese characters of `text` in order; other characters are passed over."""
    known = _readings()
    if known.pairs.isdisjoint(map(add, text, text[1:])):  # nearly always: no word that is read unlike its characters
        return tuple(filter(None, map(known.characters.get, text)))
    found: list[str] = []
    position = 0
    while position < len(text):
        size = 1
        if text[position : position + 2] in known.pairs:
            size = next((n for n in range(_LONGEST_WORD, 1, -1) if text[position : position + n] in known.words), 1)
        if size > 1:
            found.extend(known.words[text[position : position + size]])
        elif reading := known.characters.get(text[position]):
            found.append(reading)
        position += size
    return tuple(found)


@cache
def folded(syllable: str) -> str:
    """The syllable with confusable initials and finals made one: zhang, zang, zan -> zan; lan, nan -> lan."""
    for heard, kept in _INITIALS:
        if syllable.startswith(heard):
            syllable = kept + syllable[len(heard) :]
            break
    for heard, kept in _FINALS:
        if syllable.endswith(heard):
            return syllable[: -len(heard)] + kept
    return syllable


def in_letters(syllables: Iterable[str]) -> str:
    """A reading in one letter a syllable, the same for syllables that fold to one; what is no syllable stays."""
    return "".join(map(_letter, syllables))


@cache
def _letter(syllable: str) -> str:
    return _letters().get(folded(syllable), syllable)


@cache
def _letters() -> dict[str, str]:
    return {fold: chr(_FIRST_LETTER + at) for at, fold in enumerate(sorted(set(map(folded, _readings().syllables))))}


@lru_cache(maxsize=1024)
def split_pinyin(letters: str) -> tuple[str, ...] | None:
    """Typed pinyin cut into the fewest syllables (chushen -> chu shen), or None where it is not pinyin."""
    valid = _readings().syllables
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        options = [
            [*head, letters[start:end]]
            for start in range(max(0, end - 6), end)
            if (head := best[start]) is not None and letters[start:end] in valid
        ]
        best.append(min(options, key=len) if options else None)
    return tuple(best[-1]) if best[-1] else None
