"""Telegram's HTML: the same grammar, the same tags and the same error texts as TDLib's `parse_html`.

Source: tdlib/td, td/telegram/MessageEntity.cpp. Offsets and lengths of entities are UTF-16 code units; offsets in
error texts are bytes of the UTF-8 source.
"""

import re
from dataclasses import dataclass

from tests.fake_telegram.formatted import REFERENCE, Formatted, checked_url, decode_reference, utf16_length
from tests.fake_telegram.refusal import Breach, Json

STYLES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
}
TAGS = {*STYLES, "a", "tg-emoji", "tg-time", "pre", "code", "blockquote"}
ATTRIBUTES = {
    "a": {"href"},
    "code": {"class"},
    "span": {"class"},
    "tg-emoji": {"emoji-id"},
    "tg-time": {"unix", "format"},
    "blockquote": {"expandable"},
}
SPACES = re.compile(r"[ \t\r\n\v\0]*")
TAG_NAME = re.compile(r"[^ \t\r\n\v\0>]*")
ATTRIBUTE_NAME = re.compile(r"""[^ \t\r\n\v\0=>/"']*""")
NAME_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
PLAIN = re.compile(r"[^<&]+")


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    part: int


def _fault(text: str) -> Breach:
    return Breach(f"can't parse entities: {text}")


class HtmlParser:
    """Reads one text; use `parse_html`."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []
        self.ignored: list[str] = []

    def parse(self) -> Formatted:
        while self.position < len(self.source):
            char = self.source[self.position]
            if char == "<":
                self._tag(self.position)
            elif char == "&":
                self._reference()
            else:
                self._add(self._take(PLAIN))
        if self.open:
            raise _fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted(_paired("".join(self.parts)), self.entities, self.ignored)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.position)
        assert match is not None
        self.position = match.end()
        return match[0]

    def _at(self, char: str) -> bool:
        return self.source.startswith(char, self.position)

    def _ended(self) -> bool:
        return self.position >= len(self.source)

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def _reference(self) -> None:
        match = REFERENCE.match(self.source, self.position)
        assert match is not None
        decoded = decode_reference(match)
        if decoded == match[0]:
            decoded = "&"
            self.position += 1
        else:
            self.position = match.end()
        self._add(decoded)

    def _tag(self, begin: int) -> None:
        if self.source.startswith("</", begin):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        self.position = begin + 1
        tag = self._take(TAG_NAME).lower()
        if self._ended():
            raise _fault(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in TAGS:
            raise _fault(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(tag, begin)
        self.position += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _fault(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.open.append(_Open(tag, attributes, self.length, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._take(SPACES)
            if self._at(">"):
                return attributes
            name = self._take(ATTRIBUTE_NAME)
            if not name:
                raise _fault(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
            if name not in ATTRIBUTES.get(tag, ()):
                self.ignored.append(f"attribute {name!r} of <{tag}>")
            attributes[name] = self._value(tag, begin)

    def _value(self, tag: str, begin: int) -> str:
        self._take(SPACES)
        if not self._at("="):
            if self._ended():
                raise _fault(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
            return ""
        self.position += 1
        self._take(SPACES)
        if self._ended():
            raise _fault(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        value = self._quoted() if self._at('"') or self._at("'") else self._token()
        if self._ended():
            raise _fault(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return value

    def _quoted(self) -> str:
        quote, start = self.source[self.position], self.position + 1
        end = self.source.find(quote, start)
        end = len(self.source) if end < 0 else end
        self.position = end + 1
        return REFERENCE.sub(decode_reference, self.source[start:end])

    def _token(self) -> str:
        start = self.position
        token = self._take(NAME_TOKEN).lower()
        if not self._ended() and self.source[self.position] not in " \t\r\n\v\0>":
            raise _fault(f"Unexpected end of name token at byte offset {self._byte(start)}")
        return token

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise _fault(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self.position = begin + 2
        tag = self._take(TAG_NAME).lower()
        self._take(SPACES)
        if not self._at(">"):
            raise _fault(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.position += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            found = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _fault(f"Unmatched end tag at byte offset {self._byte(begin)}, {found}")
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        span = {"offset": opened.offset, "length": self.length - opened.offset}
        last = self.entities[-1] if self.entities else {}
        same = {key: last.get(key) for key in span} == span
        language = last.get("_language") or _language(opened)
        if same and language and {last["type"], opened.tag} == {"pre", "code"}:
            last.update(type="pre", language=language)
        elif entity := self._entity(opened):
            self.entities.append({**entity, **span})

    def _entity(self, opened: _Open) -> Json | None:
        tag, attributes = opened.tag, opened.attributes
        if tag in STYLES:
            return {"type": STYLES[tag]}
        if tag == "a":
            return self._link(attributes.get("href") or "".join(self.parts[opened.part :]))
        if tag == "tg-emoji":
            return _custom_emoji(attributes.get("emoji-id", ""))
        if tag == "tg-time":
            return {"type": "date_time", "unix_time": int(attributes.get("unix", "0") or 0)}
        if tag == "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
        language = _language(opened)
        return {"type": tag, **({"_language": language} if language and tag == "code" else {})}

    def _link(self, url: str) -> Json | None:
        if user := re.fullmatch(r"tg://user\?id=(\d+)", url):
            return {"type": "text_mention", "user": {"id": int(user[1]), "is_bot": False, "first_name": user[1]}}
        if checked := checked_url(url):
            return {"type": "text_link", "url": checked}
        self.ignored.append(f"link to {url!r}")
        return None


def _language(opened: _Open) -> str:
    name = opened.attributes.get("class", "")
    return name.removeprefix("language-") if name.startswith("language-") else ""


def _custom_emoji(identifier: str) -> Json:
    if not identifier.isdigit() or int(identifier) == 0:
        raise _fault("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": identifier}


def _paired(text: str) -> str:
    """Halves of surrogate pairs written as references become characters."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise _fault(
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
            "code units"
        ) from None


def parse_html(source: str) -> Formatted:
    """Text and entities of Telegram HTML. Raises Breach with Telegram's own words for anything it refuses."""
    if "<" not in source and "&" not in source:
        return Formatted(source)
    formatted = HtmlParser(source).parse()
    for entity in formatted.entities:
        entity.pop("_language", None)
    return formatted
