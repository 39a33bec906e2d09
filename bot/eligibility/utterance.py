"""Short utterances: stripped of padding, recognised as a question, compared with known phrases."""

import re
from collections.abc import Iterable
from functools import cache

from bot.eligibility.words import Words
from bot.text.normalise import normalise

_NOISE = re.compile(r"[\s,，.。;；:：!！~…、\"'“”‘’()（）《》【】〔〕\[\]]+")

_ANY_NUMBER = r"[\d零〇一二两三四五六七八九十百几多]+"


def squeezed(text: str) -> str:
    """The text as it is compared: normalised, without spaces and punctuation."""
    return _NOISE.sub("", normalise(text))


def is_asking(text: str, words: Words) -> bool:
    """Whether the text is a question, which is never taken for an answer."""
    return _any_of(words.heard.asking).search(normalise(text)) is not None


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


def bare(text: str, words: Words) -> str:
    """The squeezed text without the padding words at its ends."""
    core = squeezed(text)
    while True:
        shorter = core
        for word in _longest_first(words.heard.filler):
            shorter = shorter.removeprefix(word).removesuffix(word)
        if shorter == core:
            return core
        core = shorter


@cache
def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def says(text: str, phrases: Iterable[str], words: Words) -> bool:
    """Whether the text says one of the phrases and nothing else."""
    core = squeezed(text)
    return core in phrases or bare(text, words) in phrases


def matched(text: str, phrase: str, words: Words) -> int:
    """How many characters an utterance shares with a phrase if it says that and nothing else but padding, else 0.

    A phrase with blanks is a set of words to be said in any order: "A/B C ?D" is one of A and B, and C, and perhaps D.
    "#" stands for a number. What remains must be padding, so a denial that the phrase does not hold is never crossed.
    """
    rest, length = squeezed(text), 0
    for pattern, optional in _parts(phrase):
        found = pattern.search(rest)
        if found is None and not optional:
            return 0
        if found:
            length += len(found[0])
            rest = f"{rest[: found.start()]}\n{rest[found.end() :]}"
    return 0 if any(bare(piece, words) for piece in rest.split("\n")) else length


@cache
def _parts(phrase: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The words of a phrase, those that must be said first, each a pattern of its alternatives, the longest first."""
    groups = phrase.split() if " " in phrase else [squeezed(phrase)]
    parts = []
    for group in sorted(filter(None, groups), key=lambda group: group.startswith("?")):
        alternatives = group.removeprefix("?").split("/") if len(groups) > 1 else [group]
        escaped = (re.escape(squeezed(one)).replace(r"\#", _ANY_NUMBER) for one in alternatives)
        parts.append((re.compile("|".join(sorted(escaped, key=len, reverse=True))), group.startswith("?")))
    return tuple(parts)
