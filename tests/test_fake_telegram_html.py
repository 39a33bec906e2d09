"""The fake reads Telegram's HTML as Telegram does, and refuses it in the same words."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake_telegram.formatted import checked_url, piece, utf16_length
from tests.fake_telegram.html import parse_html
from tests.fake_telegram.refusal import Breach
from tests.fake_telegram.text import format_text

PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
STYLED = {"b": "bold", "em": "italic", "u": "underline", "del": "strikethrough", "blockquote": "blockquote"}


def spans(source: str) -> list[tuple[str, str]]:
    formatted = parse_html(source)
    return [(entity["type"], piece(formatted.text, entity)) for entity in formatted.entities]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>一</b><STRONG>二</STRONG>", [("bold", "一"), ("bold", "二")]),
        ("<i>一<u>二</u></i>", [("italic", "一二"), ("underline", "二")]),
        ("<s>a</s><strike>b</strike><del>c</del>", [("strikethrough", char) for char in "abc"]),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', [("spoiler", "x"), ("spoiler", "y")]),
        ("<blockquote>引</blockquote>", [("blockquote", "引")]),
        ("<blockquote expandable>引</blockquote>", [("expandable_blockquote", "引")]),
        ('<a href="https://hrss.tj.gov.cn/x?a=1&amp;b=2">网</a>', [("text_link", "网")]),
        ('<a href="tg://user?id=7">人</a>', [("text_mention", "人")]),
        ("<code>6-31-01-03</code>", [("code", "6-31-01-03")]),
        ('<pre><code class="language-python">x</code></pre>', [("pre", "x")]),
        ("<pre>x</pre>", [("pre", "x")]),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', [("custom_emoji", "👍")]),
        ('<tg-time unix="1590336000">那天</tg-time>', [("date_time", "那天")]),
        ("😀<b>粗</b>", [("bold", "粗")]),
        ("<b></b>空", []),
    ],
)
def test_tags_become_entities(source: str, expected: list[tuple[str, str]]) -> None:
    assert spans(source) == expected


def test_entities_count_utf16_units() -> None:
    (entity,) = parse_html("😀😀<b>𠀀字</b>").entities
    assert (entity["offset"], entity["length"]) == (4, 3)


def test_details_of_entities() -> None:
    (link,) = parse_html('<a href="hrss.tj.gov.cn">x</a>').entities
    assert link["url"] == "http://hrss.tj.gov.cn"
    (code,) = parse_html('<pre><code class="language-sql">x</code></pre>').entities
    assert code == {"type": "pre", "language": "sql", "offset": 0, "length": 1}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#20320;&#x597d;", "你好"),
        ("A&B &nbsp; &copy &#0;", "A&B &nbsp; &copy &#0;"),
        ("&lt", "<"),
        ("&#xD83D;&#xDE00;", "😀"),
    ],
)
def test_character_references(source: str, text: str) -> None:
    assert parse_html(source).text == text


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("换<br>行", 'Unsupported start tag "br" at byte offset 3'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
        ("3 <5", "Unclosed start tag at byte offset 2"),
        ("<>x", 'Unsupported start tag "" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=a/b>y</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_refused_in_telegrams_words(source: str, error: str) -> None:
    with pytest.raises(Breach) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {error}"


def test_halves_of_a_pair_are_refused() -> None:
    with pytest.raises(Breach, match="unmatched surrogate code units"):
        parse_html("&#xD83D;!")


def test_what_is_dropped_is_told() -> None:
    assert parse_html('<a href="nowhere">x</a>').ignored == ["link to 'nowhere'"]
    assert parse_html('<b class="x">y</b>').ignored == ["attribute 'class' of <b>"]


@given(PLAIN)
def test_escaped_text_comes_back(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)).text == text


@given(st.lists(st.tuples(st.sampled_from(sorted(STYLED)), PLAIN.filter(bool)), max_size=6))
def test_pieces_keep_their_style(parts: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{html.escape(text)}</{tag}>".replace("&#x27;", "'") for tag, text in parts)
    assert spans(source) == [(STYLED[tag], text) for tag, text in parts]


@given(PLAIN)
def test_length_is_that_of_utf16(text: str) -> None:
    assert utf16_length(text) == len(text) + sum(char > "\uffff" for char in text)


def test_spaces_at_the_ends_go_and_entities_follow() -> None:
    formatted = format_text("\n  一<b>二 </b>\n", "HTML", None)
    assert formatted.text == "一二"
    assert formatted.entities == [{"type": "bold", "offset": 1, "length": 1}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start q_5", [("bot_command", "/start")]),
        ("/faq@helpdesk_test_bot 3", [("bot_command", "/faq@helpdesk_test_bot")]),
        ("/start你好", []),
        ("看/faq", []),
        ("问 @helpdesk_test_bot", [("mention", "@helpdesk_test_bot")]),
        ("见https://hrss.tj.gov.cn/a，谢", [("url", "https://hrss.tj.gov.cn/a")]),
        ("写到 a.b@tj.gov.cn", [("email", "a.b@tj.gov.cn")]),
        ("#报名 3月", [("hashtag", "#报名")]),
        ("6-31-01-03 电工", []),
    ],
)
def test_telegram_finds_some_entities_itself(text: str, found: list[tuple[str, str]]) -> None:
    formatted = format_text(text, None, None)
    assert [(entity["type"], piece(formatted.text, entity)) for entity in formatted.entities] == found


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://t.me/x", "https://t.me/x"),
        ("hrss.tj.gov.cn", "http://hrss.tj.gov.cn"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("nowhere", None),
        ("tel:022", None),
        ("ftp://a.b", None),
        ("http://a b.cn", None),
    ],
)
def test_addresses(url: str, kept: str | None) -> None:
    assert checked_url(url) == kept
