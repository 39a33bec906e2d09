"""Which of several things shown is meant by its place: 第二个, 最后一个, 后者."""

import re

_NUMERALS = "一二三四五六七八九十"
_BEFORE = "(?:那|就|选|要|看|查|我要|我选)?"
_BEHIND = "(?:呢|吧|的|是?(?:什么|啥|哪个))?(?:(?:职业)?(?:代码|编码|编号|号码|码)(?:是?多少|是?什么|呢)?)?"
_NUMBERED = re.compile(rf"{_BEFORE}第?(?P<number>\d{{1,2}}|[{_NUMERALS}两])(?:个|项|号|种|行|条){_BEHIND}")
_FIRST = re.compile(rf"{_BEFORE}(?:前者|前一个|前面那个|头一个|上面那个){_BEHIND}")
_LAST = re.compile(rf"{_BEFORE}(?:最后(?:那|一)个|末一个|倒数第一个){_BEHIND}")
_LATTER = re.compile(rf"{_BEFORE}(?:后者|后一个|后面那个|下面那个|另一个){_BEHIND}")
_PAGE = re.compile(
    rf"(?:看|翻到|到|翻)?(?:第(?P<number>\d{{1,2}}|[{_NUMERALS}])页|(?P<first>首页)|(?P<last>最后一页|末页|尾页))"
)
_LAST_PAGE = 99  # more than any list has


def page_said(said: str) -> int | None:
    """The page, from 0 on, that the normalised `said` names: 第5页, 最后一页; None where it names none."""
    found = _PAGE.fullmatch(said)
    if not found:
        return None
    if number := found["number"]:
        return (int(number) if number.isdecimal() else _NUMERALS.index(number) + 1) - 1
    return 0 if found["first"] else _LAST_PAGE


def place_said(said: str, count: int) -> int | None:
    """The place, from 0 on, that the normalised `said` names among `count` things; None where it names none of them."""
    if numbered := _NUMBERED.fullmatch(said):
        number = numbered["number"].replace("两", "二")
        place = int(number) - 1 if number.isdecimal() else _NUMERALS.index(number)
        return place if 0 <= place < count else None
    if count and _FIRST.fullmatch(said):
        return 0
    if count and (_LAST.fullmatch(said) or (count == 2 and _LATTER.fullmatch(said))):
        return count - 1
    return None
