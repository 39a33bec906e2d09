"""Hides what identifies a person or an organisation in a text: it is neither needed for an answer nor kept.

Telephone numbers, identity card numbers, e-mail addresses, unified social credit codes and long numbers such as those
of bank cards. Occupation codes, counts, dates and document numbers stay.
"""

import re
from collections.abc import Mapping
from functools import cache

_GAP = r"[ \-－—.·]?"
_DATE = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_NUMERAL = "[0-9零〇一幺二两三四五六七八九]"
# What is looked for, in this order: the longer and more particular forms first.
_FORMS = {
    "email": r"[\w.+\-]+ ?[@＠] ?[\w\-]+(?: ?[.．] ?[\w\-]+)+",
    # GB 11643-1999: six digits of the place, the date of birth, three digits, a check character; before it, 15 digits.
    "identity_card": rf"(?<!\d)[1-9]\d{{5}}[ \-]?(?:18|19|20)\d\d[ \-]?{_DATE}[ \-]?\d{{3}}[\dXx](?![\dA-Za-z])"
    rf"|(?<!\d)[1-9]\d{{7}}{_DATE}\d{{3}}(?![\dA-Za-z])",
    # GB 32100-2015: authority, kind, six digits of the place, ten of digits and letters without I, O, S, V, Z.
    "credit_code": r"(?<![0-9A-Za-z])(?:[1-9ANY][1-9A-G]\d{6}[0-9A-HJ-NP-RTUW-Y]{10})(?![0-9A-Za-z])",
    "phone": rf"(?<!\d)(?:\+?(?:00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"
    rf"|(?<!\d)1[3-9]\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}(?!\d)"
    rf"|(?<!\d)[(（]?0\d{{2,3}}[)）]?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?:[ \-转]{{1,2}}\d{{1,6}})?(?!\d)"
    rf"|(?<!\d)(?!(?:19|20)\d\d{_DATE})[2-8]\d{{7}}(?!\d)"
    rf"|[1一幺][3-9三四五六七八九](?:[ \-]?{_NUMERAL}){{9}}(?!{_NUMERAL})",
    "number": r"(?<!\d)(?:\d{15,}|\d{4}(?:[ \-]\d{4}){3}(?:[ \-]\d{1,4})?)(?!\d)",
}
_NARROW = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    0xFF21 + step + case: chr(65 + step + case) for step in range(26) for case in (0, 32)
}
KINDS = tuple(_FORMS)
_FEWEST = 6  # digits of the shortest number looked for (a credit code, which has letters too): nearly no text has them
_NUMERALS, _AT = re.compile(f"[0-9０-９{_NUMERAL[4:]}"), re.compile("[@＠]")


@cache
def _personal() -> re.Pattern[str]:
    """All forms; made when a text first holds digits enough, for a quick start."""
    forms = "|".join(f"(?P<{kind}>{form})" for kind, form in _FORMS.items())
    return re.compile(forms, re.ASCII | re.IGNORECASE)


class Masking:
    """Puts a word in the place of each personal number; `words`: kind (see `KINDS`) -> the word that stands for it."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = {kind: words[kind] for kind in KINDS}

    def __call__(self, text: str) -> str:
        """`text` without what identifies anybody; masking twice changes nothing."""
        if len(_NUMERALS.findall(text)) < _FEWEST and not _AT.search(text):
            return text
        pieces, position = [], 0
        for found in _personal().finditer(text.translate(_NARROW)):  # as long as the text: places stay
            pieces += [text[position : found.start()], self._words[found.lastgroup or KINDS[-1]]]
            position = found.end()
        return "".join([*pieces, text[position:]]) if pieces else text
