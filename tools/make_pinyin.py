"""Writes bot/data/pinyin.txt from pypinyin (MIT) and jieba's word list: readings without tones.

Run by `make data`; the product itself needs neither pypinyin nor this script. Lines are ``syllable characters`` for the
commonest reading of every character that GB 2312 or the catalogue of a notice may hold, then ``word syllables`` for
frequent words whose reading differs from that of their characters (行业 hang ye).
"""

from pathlib import Path

import jieba
from pypinyin import Style, lazy_pinyin

OUT = Path(__file__).parents[1] / "bot" / "data" / "pinyin.txt"
FIELD = {"调酒": "tiao jiu", "调漆": "tiao qi", "调校": "tiao jiao", "装调": "zhuang tiao"}  # as the trades say it
FREQUENT = 20  # occurrences in jieba's corpus below which a word is not worth a line


def characters() -> list[str]:
    """The 6,763 characters of GB 2312, which covers what people type in simplified Chinese, and a few more of GBK."""
    found = []
    for code in range(0x4E00, 0x9FA6):
        try:
            chr(code).encode("gb2312")
        except UnicodeEncodeError:
            continue
        found.append(chr(code))
    return found


def main() -> None:
    """Writes the file."""
    reading = {char: lazy_pinyin(char, style=Style.NORMAL, v_to_u=False)[0] for char in characters()}
    by_syllable: dict[str, list[str]] = {}
    for char, syllable in reading.items():
        by_syllable.setdefault(syllable, []).append(char)
    jieba.initialize()
    lines = [f"{syllable} {''.join(chars)}" for syllable, chars in sorted(by_syllable.items())]
    words = dict(FIELD)
    for word, frequency in jieba.dt.FREQ.items():
        if 2 <= len(word) <= 3 and frequency >= FREQUENT and all(char in reading for char in word):
            syllables = lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)
            if syllables != [reading[char] for char in word]:
                words.setdefault(word, " ".join(syllables))
    lines += [f"{word} {sounds}" for word, sounds in sorted(words.items())]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
