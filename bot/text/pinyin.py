"""Readings without tones: of Chinese characters, of typed pinyin, and with the usual confusions folded.

The table is bot/data/pinyin.txt (made by tools/make_pinyin.py). A reading is what homophone typos, voice input and
people who type pinyin have in common.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.record import record
from bot.text.marks import FIRST, LAST, MARKS

# Confusions of Mandarin speakers and pinyin typists (peers.md lists sources): retroflex, n/l, front/back nasals.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"))
_FINALS = (("uang", "uan"), ("iang", "ian"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("ong", "on"))
_FIRST_LETTER = LAST + 1  # of the private-use characters that stand for syllables, behind those for hidden names
_APART = "\n"  # stands in no word
_FIRST_CHINESE, _LAST_CHINESE = 0x3400, 0x9FFF


@record
class _Readings:
    characters: dict[str, str]
    words: dict[str, tuple[str, ...]]
    finder: AhoCorasick  # of the words
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
    finder = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest, store_patterns=False)
    return _Readings(characters, words, finder, frozenset(characters.values()))


def gb_2312() -> Set[str]:
    """The 6,763 Chinese characters of GB 2312, those in use in simplified writing: what the table has readings for."""
    return _readings().characters.keys()


@lru_cache(maxsize=1024)
def syllables(text: str) -> tuple[str, ...]:
    """The syllables of the Chinese characters of `text` in order; other characters are passed over."""
    return tuple(filter(None, _by_character(text)))


def syllables_of_each(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """`syllables` of each of thousands of texts, which are read in one go: a start waits for it."""
    found, start = _by_character(_APART.join(texts)), 0
    for text in texts:
        end = start + len(text)
        yield tuple(filter(None, found[start:end]))
        start = end + len(_APART)


def read(text: str) -> tuple[str, ...]:
    """The syllable of each character; what nobody knows how to read stands for itself."""
    return tuple(syllable or char for syllable, char in zip(_by_character(text), text, strict=True))


def _by_character(text: str) -> list[str | None]:
    known = _readings()
    found: list[str | None] = list(map(known.characters.get, text))
    for start, end in _special(text):
        found[start:end] = known.words[text[start:end]]
    return found


def _special(text: str) -> list[tuple[int, int]]:
    """Where words stand that are read unlike their characters, of two that overlap the first; nearly always none."""
    return [(start, end) for _, start, end in _readings().finder.find_matches_as_indexes(text)]


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


@lru_cache(maxsize=64)
def letters_of(text: str) -> str:
    """How a text sounds, character by character: Chinese ones as in `in_letters`, blanks for all else.

    A character that nobody knows how to read stays and sounds like no other; hidden names (private use) stay too.
    """
    letters = text.translate(_letter_of_character())
    for start, end in _special(text):
        letters = letters[:start] + in_letters(_readings().words[text[start:end]]) + letters[end:]
    return letters


def folds(letters: str) -> tuple[str, ...]:
    """The folded syllables of `letters_of` a text, and hidden names as they are; all else is passed over."""
    return tuple(filter(None, map(_fold_of_letter().get, letters)))


@cache
def _letter(syllable: str) -> str:
    return _letters().get(folded(syllable), syllable)


@cache
def _letters() -> dict[str, str]:
    known = _readings()
    every = {folded(syllable) for syllable in chain(known.syllables, *known.words.values())}
    return {fold: chr(_FIRST_LETTER + at) for at, fold in enumerate(sorted(every))}


@cache
def _fold_of_letter() -> dict[str, str]:
    return {letter: fold for fold, letter in _letters().items()} | {mark: mark for mark in MARKS}


class _LetterOfCharacter(dict[int, str]):
    """For `str.translate`: what the table has no reading for, by what it is."""

    def __missing__(self, code: int) -> str:
        return chr(code) if _FIRST_CHINESE <= code <= _LAST_CHINESE or FIRST <= code <= LAST else " "


@cache
def _letter_of_character() -> _LetterOfCharacter:
    letters = {ord(char): _letter(syllable) for char, syllable in _readings().characters.items()}
    return _LetterOfCharacter(dict.fromkeys(range(0x80), " ") | letters)


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
