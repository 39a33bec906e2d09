"""Text with entities, measured in UTF-16 code units as Telegram does, and the addresses it accepts."""

import re
from dataclasses import dataclass, field

from tests.fake_telegram.refusal import Json

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*));?")

START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")  # payload of a deep link


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, Telegram's unit for entities and limits."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class Formatted:
    """Text with its entities; `ignored` tells what Telegram dropped without a word."""

    text: str
    entities: list[Json] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def piece(text: str, entity: Json) -> str:
    """The part of a text that an entity covers."""
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def checked_url(url: str) -> str | None:
    """The address as Telegram keeps it (a scheme is added), or None for one it does not accept."""
    if url.lower().startswith(("tg:", "ton:")):
        return url
    rest = re.sub(r"^https?://", "", url, flags=re.IGNORECASE)
    host = re.split(r"[/?#:]", rest.rpartition("@")[2] if "@" in rest.split("/")[0] else rest)[0]
    if "." not in host.strip(".") or re.search(r"\s", host) or "://" in rest.split("?")[0]:
        return None
    return url if rest != url else f"http://{url}"


def decode_reference(match: re.Match[str]) -> str:
    """A character reference; what Telegram does not know stays as it is written."""
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED.get(name, match[0])
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    digits = match[0].rstrip(";")
    return chr(code) if 0 < code < 0x10FFFF and len(digits) < 10 else match[0]
