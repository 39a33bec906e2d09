"""Reads an answer to a list that is ticked: "1 3 5", "都有", "除了监控都有", "没有督导员，其他都有"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.eligibility.answers import Ticks
from bot.eligibility.problem import Problem
from bot.eligibility.utterance import is_asking, says
from bot.eligibility.words import Words
from bot.knowledge.eligibility import Option
from bot.text.normalise import normalise

_NOTHING_SAID = Ticks()
_CLAUSE = re.compile(r"[,，.。;；!！\n]+")
_PADDING = re.compile(r"[\s、/+和跟与及\"'“”()（）]+")


@dataclass(slots=True)
class _Clause:
    """One clause: the options it names, and the signs in it (kinds of `Heard`, or "others")."""

    options: list[str] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)


def read_ticks(
    text: str, options: Sequence[Option], words: Words, former: Ticks = _NOTHING_SAID
) -> Ticks | Problem | None:
    """What the text says of each line, on top of `former`; None for "don't know". What is not said stays open."""
    if says(text, words.heard.unknown, words):
        return None
    ids = tuple(option.id for option in options)
    if says(text, words.heard.every, words):
        return Ticks(yes=ids)
    if says(text, words.heard.neither, words):
        return Ticks(no=ids)
    plain = normalise(text)
    if is_asking(plain, words):
        return Problem("not_an_answer")
    if numbers := _numbers(plain, len(options)):
        said = {ids[number - 1] for number in numbers}
        return Ticks(_in(ids, said), _in(ids, set(ids) - said))
    clauses = _clauses(plain, options, words)
    if clauses is None:
        return Problem("not_understood")
    return _ticks(clauses, ids, former)


def _numbers(text: str, count: int) -> list[int]:
    """The lines named by nothing but their numbers: "1 3 5", "1、3", "135"."""
    digits = re.sub(r"[\s、,，.;+和]+", " ", text).split()
    if len(digits) == 1 and count < 10 and len(set(digits[0])) == len(digits[0]):
        digits = list(digits[0])
    if not all(digit.isdecimal() for digit in digits):
        return []
    numbers = [int(digit) for digit in digits]
    return numbers if all(1 <= number <= count for number in numbers) else []


def _clauses(text: str, options: Sequence[Option], words: Words) -> list[_Clause] | None:
    """The clauses of a text; None where it says anything that is not understood."""
    pattern, meanings = _vocabulary(options, words)
    clauses: list[_Clause] = []
    for piece in _CLAUSE.split(text):
        clause, rest, last, named_first = _Clause(), _PADDING.sub("", piece), "", False
        while rest:
            match = pattern.match(rest)
            if not match:
                return None
            kind, meaning = meanings[match[0]]
            if kind == "sign" and meaning == last == "no":
                return None  # 不是没有
            if _begins_another(clause, kind, meaning, named_first):
                clauses.append(clause)
                clause = _Clause()
            if kind == "option":
                clause.options.append(meaning)
            elif kind == "sign":
                clause.signs.add(meaning)
            last, named_first = meaning, named_first or (kind == "option" and not clause.signs)
            rest = rest[match.end() :]
        if clause.options or clause.signs:
            clauses.append(clause)
    return clauses or None


def _begins_another(clause: _Clause, kind: str, meaning: str, named_first: bool) -> bool:
    """Whether what comes next belongs to the next statement, with no comma between: 有场地没设备, 场地有设备没有."""
    if not (clause.options and clause.signs):
        return False
    if named_first:
        return clause.signs <= {"yes", "no"} and (kind == "option" or meaning == "others")
    return kind == "sign" and meaning in ("yes", "no", "others") and "but" not in clause.signs


_SIGNS = ("yes", "no", "unknown", "every", "neither", "but", "lacking", "only", "others")


def _vocabulary(options: Sequence[Option], words: Words) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """All that may be said in answer, the longest first: phrase -> (kind, meaning)."""
    meanings: dict[str, tuple[str, str]] = dict.fromkeys(words.heard.filler, ("filler", ""))
    for sign in _SIGNS:
        meanings |= dict.fromkeys(getattr(words.heard, sign), ("sign", sign))
    for position, option in enumerate(options, 1):
        meanings |= dict.fromkeys((str(position), *option.hears), ("option", option.id))
        meanings[_PADDING.sub("", normalise(option.label))] = ("option", option.id)
    longest_first = sorted(meanings, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), meanings


def _ticks(clauses: Sequence[_Clause], ids: Sequence[str], former: Ticks) -> Ticks | Problem:
    """Each clause settles the lines it names; what is said of all others is settled at the end."""
    state = dict.fromkeys(former.yes, "yes") | dict.fromkeys(former.no, "no") | dict.fromkeys(former.unsure, "unsure")
    said: set[str] = set()
    rest: str | None = None
    for clause in _joined(clauses):
        named, others = _meaning(clause)
        if named is None and others is None:
            return Problem("nothing_ticked")
        if named:
            state |= dict.fromkeys(clause.options, named)
            said |= set(clause.options)
        rest = others or rest
        if others and "others" in clause.signs:
            said |= set(state)  # "其他都有" leaves alone what was settled before
    if rest:
        state |= {option: rest for option in ids if option not in said}
    kinds = [{option for option in ids if state.get(option) == kind} for kind in ("yes", "no", "unsure")]
    return Ticks(*(_in(ids, kind) for kind in kinds))


def _joined(clauses: Sequence[_Clause]) -> list[_Clause]:
    """The clauses, with one that only excepts ("除了监控，") joined to the one that says of what, beside it."""
    joined: list[_Clause] = []
    for clause in clauses:
        excepted = joined and "but" in joined[-1].signs and not joined[-1].signs & _WHOLE
        excepts = joined and joined[-1].signs & _WHOLE and "but" in clause.signs and not clause.signs & _WHOLE
        if excepted or (excepts and not joined[-1].options):
            joined[-1].options += clause.options
            joined[-1].signs |= clause.signs
        else:
            joined.append(clause)
    return joined


_WHOLE = {"every", "neither"}


def _meaning(clause: _Clause) -> tuple[str | None, str | None]:
    """What a clause says of the lines it names, and of all others."""
    signs, named = clause.signs, bool(clause.options)
    denied = bool(signs & {"no", "neither"})
    if "but" in signs:
        if not (named and signs & _WHOLE):
            return None, None
        return ("yes", "no") if "neither" in signs else ("no", "yes")
    if {"no", "every"} <= signs:
        return None, None  # 不都有: which of them?
    if "lacking" in signs or "only" in signs:
        return (None, None) if not named else ("no", "yes") if "lacking" in signs else ("yes", "no")
    if "others" in signs:
        others = "unsure" if "unknown" in signs else "yes" if "every" in signs or not denied else "no"
        return ("no" if others == "yes" and denied else "yes") if named else None, others
    said = "unsure" if "unknown" in signs else "no" if denied else "yes"
    if named:
        return said, None
    return None, said if signs - {"yes"} else None


def _in(ids: Iterable[str], chosen: set[str]) -> tuple[str, ...]:
    """The chosen ids in the order of the list."""
    return tuple(id for id in ids if id in chosen)
