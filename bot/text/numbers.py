"""Numbers as people write them: Chinese, Arabic or mixed, exact or approximate, with the unit said.

`find` reads a text and says what each figure in it claims: "8千" is 8000 exactly, "近八千" lies below 8000,
"上万" has no upper limit. Nothing here knows what a figure is for. The words below are the grammar of Chinese
numerals (GB/T 15835, and 现代汉语八百词 for 来, 多, 几).
"""

import re
from dataclasses import replace
from typing import Literal

from bot.record import record

Bend = Literal["around", "near", "under", "over", "from", "upto", "more"]

_DIGITS = dict(
    zip("零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖", [0, 0, 1, 2, 2, *range(3, 10), *range(1, 10)], strict=True)
)
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
_MYRIADS = {"万": 10_000, "萬": 10_000, "w": 10_000, "亿": 100_000_000}
_BENDS: dict[Bend, str] = {
    "around": "大概|大约|差不多|约摸|约莫|(?<![签节合条])约|估计|可能|应该|也许|或许|好像|左右|上下",
    "near": "将近|接近|将满|将到|(?<![最附远])近|(?<![赶尽])快",
    "under": "不到|不足|不满|不够|未满|未到|未达到|没到|没满|没够|没达到|没有到|没有满|没有达到|达不到|少于|低于|小于|"
    "(?:差|缺|欠)(?:一?点儿?|一?些)(?:就|才)?(?:到|满|够)?|没有(?=[\\d两二三四五六七八九十百千万])",
    "over": "超过|多于|大于|高于|不止|超",
    "from": "至少|起码|最少|不少于|不低于|不下|及以上|或以上|或者以上|以上|往上|上(?=[十百千万])",
    "upto": "最多|顶多|至多|不超过|不多于|及以下|或以下|或者以下|以下|以内|之内",
    "more": "多|余",
}
_UNITS = "人次|个人|个月|个|人|名|位|年|月|日|天|号|次|项|种|家|岁|元|块|级|期|班|条|%"
_WIDE = str.maketrans("０１２３４５６７８９．＋％－", "0123456789.+%-")  # one character each: offsets stay true

_ANY = "|".join(_BENDS[bend] for bend in ("upto", "from", "under", "around", "near", "over"))
# What may stand between 大概, 不到 ... and their figure: 大概培训了8000, 快到六年.
_BETWEEN = "(?:[了有是要做办干搞到满]|开展|培训|评价|考核|鉴定|认定|累计|一共|总共)*"
_NUMERAL = r"(?:(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?|[{digits}几]|(?<![人次总岁基倍分])数(?=[十百千万])|十)"
_NUMERAL = _NUMERAL.format(digits="".join(_DIGITS))
_POWER = "".join([*_POWERS, *_MYRIADS])
_FIGURE = re.compile(
    rf"(?P<sign>(?<![a-z\d{''.join(_DIGITS)}{_POWER}次人个月名位年)）-])-|负)?(?:(?P<before>{_ANY}){_BETWEEN})?\s*"
    rf"(?P<number>半(?=年)|[{_POWER}]+(?=[多余])|(?<=上)[十百千万]+|{_NUMERAL}(?:{_NUMERAL}|[{_POWER}])*)"
    rf"(?P<middle>多|余|来(?!自)|\+)?\s*(?P<rough>左右|上下)?(?P<unit>{_UNITS})?(?P<half>(?<=年)半)?"
    rf"(?:整(?![个体理改治数]))?(?:[还就都也]*(?P<after>(?<=年)多|(?<=月)多|{_ANY}|\+))?"
)
# Codes, dates and telephone numbers are written with digits but count nothing.
_NO_FIGURE = re.compile(
    r"(?<!\d)(?:\d(?:-\d\d){2,3}|\d{4}-\d{1,2}-\d{1,2}|\d{3,4}-\d{7,8})(?!\d)|第[\d一二三四五六七八九十]+"
)
_JOINT = re.compile(r"\s*(?:到|至|~|～|-|—+|–)\s*")
_MONTHS = re.compile(r"\s*[零又]?\s*")
_PAIR = re.compile("([一二两三四五六七八])([二两三四五六七八九])")


@record
class Amount:
    """What a figure claims: at least `low`, at most `high` (None: no upper limit), of `unit` ("" if none is said)."""

    low: float
    high: float | None
    unit: str = ""

    @property
    def exact(self) -> bool:
        """Whether one single value is claimed."""
        return self.low == self.high


@record
class Number:
    """One figure of a text: the slice ``text[start:end]`` and what it claims."""

    start: int
    end: int
    amount: Amount


def find(text: str) -> tuple[Number, ...]:
    """All figures of `text` in order; ranges ("5000到8000人次") and "6年零3个月" count as one."""
    plain = _NO_FIGURE.sub(lambda hidden: "#" * len(hidden[0]), text.translate(_WIDE).lower())
    found: list[Number] = []
    numerals: list[str] = []
    for match in _FIGURE.finditer(plain):
        if _is_word(match, plain):
            continue
        number = Number(match.start(), match.end(), _amount(match))
        joined = found and _join(plain, found[-1], numerals[-1], number, match["number"])
        if joined:
            found[-1], numerals[-1] = joined, match["number"]
        else:
            found.append(number)
            numerals.append(match["number"])
    return tuple(found)


def _is_word(match: re.Match[str], text: str) -> bool:
    """A lone Chinese numeral inside a word (一般, 统一) is no figure; nor is 几 in 几乎."""
    bare = match[0] == match["number"] and len(match[0]) == 1 and not match[0].isdigit()
    return bare and match[0] != text.strip(" 。.，,!！")


def _amount(match: re.Match[str]) -> Amount:
    unit = match["unit"] or ""
    low, high = _bounds(match["number"])
    if match["half"]:
        low, high = low + 0.5, high + 0.5
    amount = Amount(low, high, unit)
    for word in (match["middle"], match["rough"], match["after"], match["before"]):
        if word:
            amount = _bent(amount, _bend(word))
    if match.string[max(0, match.start("number") - 3) : match.start("number")].startswith("成"):
        amount = replace(amount, low=amount.low / 10)  # 成百上千 begins at a hundred
    if match["sign"]:
        amount = Amount(-amount.low, -amount.low, unit)
    return amount


def _bounds(numeral: str) -> tuple[float, float]:
    """Lowest and highest value of a numeral: equal but for 七八百 and 几百."""
    pair = _PAIR.search(numeral)
    if pair and _neighbours(pair[1], pair[2]) and not re.search("[零〇一二三四五六七八九]{3}", numeral):
        return tuple(_value(numeral[: pair.start()] + digit + numeral[pair.end() :]) for digit in pair.groups())  # type: ignore[return-value]
    vague = re.search("[几数]", numeral)
    if not vague:
        return _value(numeral), _value(numeral)
    one, two, nine = (_value(numeral.replace(vague[0], digit, 1)) for digit in "129")
    low = one if vague.start() else two
    return low, max(low, nine + (two - one) - 1)


def _neighbours(first: str, second: str) -> bool:
    return _DIGITS[second] == _DIGITS[first] + 1 or (first, second) == ("三", "五")


def _value(numeral: str) -> float:
    """The value of one numeral: "1万2" is 12000, "一千零五" 1005, "二〇" 20."""
    if numeral == "半":
        return 0.5
    if all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total, section, digit, last, zero = 0.0, 0.0, None, 1, False
    for token in re.findall(rf"[\d.,]+|[{_POWER}]|[{''.join(_DIGITS)}]", numeral):
        if token in _POWERS:
            last = _POWERS[token]
            section, digit, zero = section + (1 if digit is None else digit) * last, None, False
        elif token in _MYRIADS:
            last = _MYRIADS[token]
            total, section, digit, zero = (total + (section + (digit or 0) or 1)) * last, 0.0, None, False
        else:
            digit = float(_DIGITS[token]) if token in _DIGITS else float(token.replace(",", "").rstrip("."))
            zero = zero or digit == 0
    if digit is not None:  # 一万二 is 12000, 一万零二 is 10002
        section += digit * last / 10 if last >= 100 and digit < 10 and not zero else digit
    return _whole(total + section)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)


def _bend(word: str) -> Bend:
    if word in ("来", "+"):
        return "around" if word == "来" else "from"
    return next(bend for bend, words in _BENDS.items() if re.fullmatch(re.sub(r"\(\?=[^)]*\)", "", words), word))


def _bent(amount: Amount, bend: Bend) -> Amount:
    """The amount once 大概, 近, 不到, 多 ... is heard; 以上 and 以下 include the number (民法典 1259条)."""
    low, high = amount.low, amount.low if amount.high is None else amount.high
    step = 0.1 if amount.unit == "年" or low != int(low) else 1
    bounds: dict[Bend, tuple[float, float | None]] = {
        "around": (low - _play(low), high + _play(high)),
        "near": (low - max(_play(low), step), high - step),
        "under": (0, low - step),
        "over": (low + step, None),
        "from": (low, None),
        "upto": (0, high),
        "more": (low + step, max(low + step, high + _grain(high) - step)),
    }
    low, top = bounds[bend]
    return Amount(_whole(round(low, 6)), None if top is None else _whole(round(top, 6)), amount.unit)


def _grain(value: float) -> float:
    """The place of the last digit that is said: 1000 for 8000, 10 for 480, 0.5 for 6.5."""
    if value != int(value):
        return 0.5 if value * 2 == int(value * 2) else 0.1
    grain = 1
    while value and value % (grain * 10) == 0:
        grain *= 10
    return grain


def _play(value: float) -> float:
    """How far a rough figure may lie off: half its last place, at most a fifth (大概一万 is surely above 5000)."""
    return min(_grain(value) / 2, value / 5)


def _join(text: str, left: Number, left_numeral: str, right: Number, right_numeral: str) -> Number | None:
    """Two figures that are one: the ends of a range, or years and months."""
    between = text[left.end : right.start]
    if left.amount.unit == "年" and right.amount.unit == "个月" and _MONTHS.fullmatch(between):
        least = left.amount.low + right.amount.low / 12
        most = (left.amount.high or left.amount.low) + (right.amount.high or right.amount.low) / 12
        years = Amount(_whole(round(least, 2)), _whole(round(most, 2)), "年")  # 6.17, as nobody says 6.1666667
        return Number(left.start, right.end, years)
    if not _JOINT.fullmatch(between) or left.amount.unit not in ("", right.amount.unit):
        return None
    low, high = left.amount.low, right.amount.high
    if re.fullmatch(r"[\d.]|[^\W\d]", left_numeral) and re.search(rf"[{_POWER}]$", right_numeral) and low < 10:
        low *= _value("一" + right_numeral[-1])  # 5到8千
    if high is not None and low > high:
        return None
    return Number(left.start, right.end, Amount(low, high, right.amount.unit))
