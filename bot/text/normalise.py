"""Brings whatever a person may type into one form, so that nothing downstream meets two writings of one thing."""

import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC


@cache
def _to_simplified() -> OpenCC:
    # t2s, never tw2sp: the latter rewrites ordinary mainland words (文件 -> 文档).
    return OpenCC("t2s")


@lru_cache(maxsize=1024)
def normalise(text: str) -> str:
    """NFKC, simplified characters, lower case, no control, direction or surrogate characters, single spaces."""
    visible = unicodedata.normalize("NFKC", text)
    if not visible.isprintable():
        visible = "".join(" " if char.isspace() else char for char in visible if not _is_invisible(char))
    simplified: str = _to_simplified().convert(" ".join(visible.split()))
    return simplified.lower()


def _is_invisible(char: str) -> bool:
    """True for control, format (zero-width, right-to-left marks), private and surrogate characters."""
    return (char < " " or char > "~") and not char.isspace() and unicodedata.category(char)[0] == "C"


def is_chinese(char: str) -> bool:
    """True for a character of the main CJK blocks."""
    return "㐀" <= char <= "鿿"
