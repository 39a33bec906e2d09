"""Finds occupation codes in any writing; runs before any tokenising, because tokenisers cut at hyphens.

A code is N-NN-NN-NN: major group, middle group, small group, occupation (国家职业分类大典).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from rapidfuzz.distance import Hamming

from bot.occupations.wording import wording
from bot.record import record

# Spoken digits and hyphens, one character each, so that positions stay those of the text.
_SPOKEN = str.maketrans(
    "o零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖杠–—‐‑‒―－−﹣~～_·•", "000123456789" + "1" + "123456789" + "-" * 15
)
_HYPHEN_TYPED = re.compile(r"(?<=[0-9])一(?=[0-9])")  # what Chinese keyboards offer for a hyphen
_DASH = r"\s*-+\s*"
_LOOSE = r"\s*(?:-+|[./\\、, ])\s*"
_BEFORE = r"(?<![\d.-])(?<!\d[a-z])(?<!\d\s)"
_AFTER = r"(?![\da-z])(?!\s*-+\s*\d)(?!\.\d)"
_PART = r"(\d?十\d?|\d\d?)"
_FULL = re.compile(rf"{_BEFORE}0?(\d){_LOOSE}{_PART}{_LOOSE}{_PART}{_LOOSE}{_PART}{_AFTER}")
_COMPACT = re.compile(rf"{_BEFORE}([1-8])(\d\d)(\d\d)(\d\d){_AFTER}")
_APART = re.compile(r"(?<![\d.-])([1-8])(?:[ ./-]?\d){6}(?!\d)")  # in groups of any size: 41302 06
_GROUP = re.compile(rf"{_BEFORE}0?([1-8]){_DASH}(\d\d?)(?:{_DASH}(\d\d?))?(?:{_DASH})?{_AFTER}")
_DIGIT = "[0-9o零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
_TWO_DIGITS = re.compile(rf"{_DIGIT}.{{,3}}{_DIGIT}", re.DOTALL)
_DIGITS_ONLY = re.compile(r"[\d\s.,、/\\-]+[?!。]*")


@record
class CodeSpan:
    """A code (or, with fewer parts, a group of codes) as it stands at `start` to `end`, in the printed form."""

    start: int
    end: int
    code: str

    @property
    def is_group(self) -> bool:
        """True for a prefix such as 6-18 or 6-18-01."""
        return self.code.count("-") < 3


class Codes:
    """The catalogue's codes, looked for in texts."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = tuple(known)
        self._written = {code[:size] for code in self._known for size in (4, 7, 10)}  # groups and codes

    def find(self, text: str) -> list[CodeSpan]:
        """The codes and code groups in a normalised text, in order.

        A writing that could be a date, an amount or a phone number as well (no hyphens, two parts) is a code only if
        such a code or group exists or the text says that it is about codes.
        """
        if not _TWO_DIGITS.search(text):
            return []
        spoken = _HYPHEN_TYPED.sub("-", text).translate(_SPOKEN)
        about_codes = bool(_DIGITS_ONLY.fullmatch(spoken)) or any(cue in text for cue in wording().prefix)
        found = list(self._by_last_digits(spoken))
        for pattern, accepts in ((_FULL, _is_code), (_COMPACT, _is_compact), (_GROUP, _is_group)):
            for match in pattern.finditer(spoken):
                code, after = _printed(match), text[match.end() :].lstrip()
                free = all(match.end() <= span.start or span.end <= match.start() for span in found)
                if free and accepts(match, code in self._written, about_codes, after):
                    found.append(CodeSpan(match.start(), match.end(), code))
        for match in _APART.finditer(spoken):
            code = _hyphenated(re.sub(r"\D", "", match.group()))
            free = all(match.end() <= span.start or span.end <= match.start() for span in found)
            if free and code in self._known and not _counts(text[match.end() :].lstrip()):
                found.append(CodeSpan(match.start(), match.end(), code))
        return sorted(found, key=lambda span: span.start)

    def _by_last_digits(self, spoken: str) -> Iterator[CodeSpan]:
        """Every code with the last four digits that a text names as such (后四位0206)."""
        for match in _last_digits().finditer(spoken):
            ending = f"-{match[1]}-{match[2]}"
            yield from (CodeSpan(match.start(1), match.end(2), code) for code in self._known if code.endswith(ending))

    def siblings(self, code: str) -> list[str]:
        """The catalogue's codes that differ from `code` in exactly one digit."""
        return [other for other in self._known if Hamming.distance(other, code) == 1]


@cache
def _last_digits() -> re.Pattern[str]:
    words = "|".join(sorted((re.escape(word.translate(_SPOKEN)) for word in wording().last), key=len, reverse=True))
    return re.compile(rf"(?:{words})\D{{,4}}(\d\d)[- ]?(\d\d)(?!\d)")


def _hyphenated(digits: str) -> str:
    return f"{digits[0]}-{digits[1:3]}-{digits[3:5]}-{digits[5:]}"


def _printed(match: re.Match[str]) -> str:
    first, *rest = (part for part in match.groups() if part is not None)
    return "-".join([first, *(_in_digits(part).zfill(2) for part in rest)])


def _in_digits(part: str) -> str:
    """A part as spoken in full: 三十一 is 31, 十 is 10."""
    tens, ten, ones = part.partition("十")
    return f"{tens or 1}{ones or 0}" if ten else part


def _is_code(match: re.Match[str], exists: bool, about_codes: bool, after: str) -> bool:
    return exists or about_codes or match.group().count("-") >= 3


def _is_compact(match: re.Match[str], exists: bool, about_codes: bool, after: str) -> bool:
    return not _counts(after) and (exists or about_codes)


def _is_group(match: re.Match[str], exists: bool, about_codes: bool, after: str) -> bool:
    full_width = len(match[2]) == 2
    return not _counts(after) and (about_codes or (exists and full_width))


def _counts(after: str) -> bool:
    """True where a unit follows, so the digits are an amount, a date or a time (8000000元, 6-18日)."""
    return after.startswith(tuple(wording().units))
