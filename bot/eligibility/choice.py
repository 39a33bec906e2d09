"""Reads which option of a choice an answer means."""

import re
from collections.abc import Sequence

from bot.eligibility.problem import Problem
from bot.eligibility.utterance import bare, is_asking, matched, says, squeezed
from bot.eligibility.words import Words
from bot.knowledge.eligibility import Option
from bot.text.numbers import find

_LABEL_PART = re.compile(r"[,，、;；()（）]")
_NUMBER = re.compile(r"第?(\d+|[一二三四五六七八九十]+)[个项条号]?|[a-z]")
_AFFIRMING = {"yes", "no"}


def read_choice(text: str, options: Sequence[Option], words: Words) -> str | Problem | None:
    """The id of the option meant, None for "don't know", or why it cannot be told.

    An option is meant by its number, its label, or one of its words, when nothing else is said beside them.
    """
    exact = [option for option in options if squeezed(text) in map(squeezed, phrases(option, words))]
    if len(exact) == 1:
        return exact[0].id
    if is_asking(text, words):
        return Problem("not_an_answer")
    position = number_said(text, words)
    if position is not None and 1 <= position <= len(options) + 1:
        return options[position - 1].id if position <= len(options) else None
    if says(text, words.heard.unknown, words):
        return None
    return _closest(text, options, words)


def phrases(option: Option, words: Words) -> tuple[str, ...]:
    """Everything that means an option: its label, its words, and yes or no where that is what it is."""
    affirming = getattr(words.heard, option.id) if option.id in _AFFIRMING else ()
    return (option.label, *option.hears, *affirming)


def number_said(text: str, words: Words) -> int | None:
    """The number of an option: "2", "第二个", "选2", "b"."""
    core = next((core for core in (squeezed(text), bare(text, words)) if _NUMBER.fullmatch(core)), None)
    if core is None:
        return None
    if core.isalpha() and core.isascii():
        return ord(core) - ord("a") + 1
    digits = re.sub("[第个项条号]", "", core)
    found = find(digits)
    return int(found[0].amount.low) if found and found[0].amount.exact else None


def _closest(text: str, options: Sequence[Option], words: Words) -> str | Problem:
    """The option whose longest phrase the text says with nothing but padding around it, else whose label holds it."""
    lengths = {option.id: max(matched(text, p, words) for p in phrases(option, words)) for option in options}
    best = max(lengths.values())
    meant = [option for option in options if best and lengths[option.id] == best]
    core = bare(text, words)
    if not meant and len(core) > 1:
        meant = [option for option in options if _is_in_label(core, option, words)]
    if len(meant) == 1:
        return meant[0].id
    if not meant:
        return Problem("not_understood")
    return Problem("ambiguous", {"options": words.semicolon.join(option.label for option in meant)})


def _is_in_label(core: str, option: Option, words: Words) -> bool:
    """Whether a part of the label holds the words, with no denial before them: 备过案 is not in 没有备过案."""
    befores = [part.partition(core)[0] for part in map(squeezed, _LABEL_PART.split(option.label)) if core in part]
    return any(not any(word in before for word in words.heard.denying) for before in befores)
