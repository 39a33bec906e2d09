"""Short utterances: stripped of padding, recognised as a question, compared with known phrases."""

import re
from collections.abc import Iterable

from bot.eligibility.words import Words
from bot.text.normalise import normalise

_NOISE = re.compile(r"[\s,，.。;；:：!！~…、\"'“”‘’()（）《》【】]+")


def squeezed(text: str) -> str:
    """The text as it is compared: normalised, without spaces and punctuation."""
    return _NOISE.sub("", normalise(text))


def is_asking(text: str, words: Words) -> bool:
    """Whether the text is a question, which is never taken for an answer."""
    plain = normalise(text)
    return any(mark in plain for mark in words.heard.asking)


def bare(text: str, words: Words) -> str:
    """The squeezed text without the padding words at its ends."""
    core = squeezed(text)
    padding = sorted(words.heard.filler, key=len, reverse=True)
    while True:
        shorter = core
        for word in padding:
            shorter = shorter.removeprefix(word).removesuffix(word)
        if shorter == core:
            return core
        core = shorter


def says(text: str, phrases: Iterable[str], words: Words) -> bool:
    """Whether the text says one of the phrases and nothing else."""
    core = squeezed(text)
    return core in phrases or bare(text, words) in phrases


def leftover(text: str, phrase: str, words: Words) -> str | None:
    """What else an utterance says beside `phrase`; None where it does not say it."""
    core, wanted = squeezed(text), squeezed(phrase)
    if not wanted or wanted not in core:
        return None
    before, _, after = core.partition(wanted)
    return bare(before, words) + bare(after, words)
