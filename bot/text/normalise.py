"""Brings whatever a person may type into one form, so that nothing downstream meets two writings of one thing."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from bot.text.pinyin import gb_2312

# Characters of GB 2312 that are not in use in simplified writing, or only in few words: they tell traditional writing.
_TRADITIONAL = "乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽" + "藉覆沈瞭彷哩"
_OLD = re.compile(f"[{_TRADITIONAL}]")
_CITY = "沈阳"  # a name in use with one of them
_ALSO = "氹啰欸"  # in use (路氹, 哈啰), though not in GB 2312


@cache
def _to_simplified() -> Callable[[str], str]:
    """The conversion; loaded when a text needs it, for a quick start."""
    from opencc import OpenCC  # noqa: PLC0415

    # t2s, never tw2sp: the latter rewrites ordinary mainland words (文件 -> 文档).
    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def _is_simplified(plain: str) -> bool:
    """Whether no character needs conversion: those of GB 2312 but for a few, and symbols, do not."""
    if _OLD.search(plain) and _OLD.search(plain.replace(_CITY, "")):
        return False
    try:
        plain.encode("gb2312")  # by a small table: a set of all characters is far apart in memory
    except UnicodeEncodeError:
        return gb_2312() >= {char for char in plain if _is_han(char) and char not in _ALSO}
    return True


@lru_cache(maxsize=1024)
def normalise(text: str) -> str:
    """NFKC, simplified characters, lower case, no control, direction or surrogate characters, single spaces."""
    visible = unicodedata.normalize("NFKC", text)
    if not visible.isprintable():
        visible = "".join(" " if char.isspace() else char for char in visible if not _is_invisible(char))
    plain = " ".join(visible.split())
    return (plain if _is_simplified(plain) else _to_simplified()(plain)).lower()


def _is_han(char: str) -> bool:
    """True for a character of any CJK block, those for compatibility and beyond the first 65,536 as well."""
    return is_chinese(char) or "豈" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"


def _is_invisible(char: str) -> bool:
    """True for control, format (zero-width, right-to-left marks), private and surrogate characters."""
    return (char < " " or char > "~") and not char.isspace() and unicodedata.category(char)[0] == "C"


def is_chinese(char: str) -> bool:
    """True for a character of the main CJK blocks."""
    return "㐀" <= char <= "鿿"
