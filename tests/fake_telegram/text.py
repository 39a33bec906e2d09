"""Formatted text as a message keeps it: parsed, trimmed, with the entities Telegram finds by itself."""

import re

from telegram.constants import MessageEntityType, MessageLimit

from tests.fake_telegram.formatted import Formatted, utf16_length
from tests.fake_telegram.html import parse_html
from tests.fake_telegram.refusal import Breach, Json

RAW_BYTES = 1 << 15  # telegram-bot-api Client.cpp, get_formatted_text
WHITESPACE = " \t\r\n\v\f\0\u00a0\u3000"
# The patterns are those in the comments of TDLib's MessageEntity.cpp (match_bot_commands, match_mentions, ...).
FOUND = {
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])"),
    "mention": re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)"),
    "email": re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![\w-])"),
    "url": re.compile(
        r"(?:https?://|www\.)[^\s，。；、（）《》“”]+|(?<![\w@.])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|org|cn|net|me)\b(?:/[\x21-\x7e]*)?"
    ),
    "hashtag": re.compile(r"(?<!\w)#\w*[^\W\d_]\w*"),
}
CLOSED = {"code", "pre", "text_link", "text_mention", "custom_emoji", "url", "email", "mention", "bot_command"}


def format_text(text: str, parse_mode: str | None, entities: list[Json] | None) -> Formatted:
    """What stands in the message for what was sent. Raises Breach as Telegram refuses it; length is judged later."""
    if len(text.encode("utf-8", "replace")) > RAW_BYTES:
        raise Breach("text is too long")
    mode = (parse_mode or "").lower()
    if mode in ("", "none"):
        formatted = Formatted(text, [dict(entity) for entity in entities or []])
        _check_entities(formatted)
    elif mode == "html":
        formatted = parse_html(text)
        if entities:
            formatted.ignored.append("entities beside parse_mode")
    elif mode in ("markdown", "markdownv2"):
        raise Breach("this fake reads parse_mode HTML only")
    else:
        raise Breach("unsupported parse_mode")
    return with_found(_trimmed(formatted))


def _check_entities(formatted: Formatted) -> None:
    length = utf16_length(formatted.text)
    for entity in formatted.entities:
        if entity.get("type") not in set(MessageEntityType):
            raise Breach("can't parse MessageEntity: Unsupported type specified")
        offset, size = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(size, int):
            raise Breach('can\'t parse MessageEntity: Field "offset" must be of type Number')
        if offset < 0 or size <= 0 or offset + size > length:
            formatted.ignored.append(f"entity outside the text: {entity}")


def _trimmed(formatted: Formatted) -> Formatted:
    """Spaces at both ends go, and entities keep to the text that is left."""
    text = formatted.text.replace("\r", "")
    stripped = text.rstrip(WHITESPACE)
    first = min((entity["offset"] for entity in formatted.entities), default=len(stripped))
    lead = len(stripped) - len(stripped.lstrip(" \n"))
    lead = min(lead, first)
    end = utf16_length(stripped)
    kept = []
    for entity in formatted.entities:
        length = min(entity["length"], end - entity["offset"])
        if length > 0:
            kept.append({**entity, "offset": entity["offset"] - lead, "length": length})
    limit = int(MessageLimit.MESSAGE_ENTITIES)
    if len(kept) > limit:
        formatted.ignored.append(f"{len(kept) - limit} entities above {limit}")
    return Formatted(stripped[lead:], kept[:limit], formatted.ignored)


def with_found(formatted: Formatted) -> Formatted:
    """Adds the commands, mentions, addresses and links Telegram marks by itself."""
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in formatted.entities
        if entity["type"] in CLOSED
    ]
    for kind, pattern in FOUND.items():
        for match in pattern.finditer(formatted.text):
            start = utf16_length(formatted.text[: match.start()])
            end = start + utf16_length(match[0])
            if all(end <= begin or start >= finish for begin, finish in taken):
                taken.append((start, end))
                formatted.entities.append({"type": kind, "offset": start, "length": end - start})
    formatted.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return formatted
