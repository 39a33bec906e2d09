"""What people send: the fields of a Message for text and each kind of media."""

from typing import TYPE_CHECKING

from tests.fake_telegram.chats import User
from tests.fake_telegram.formatted import Formatted
from tests.fake_telegram.refusal import Json
from tests.fake_telegram.text import with_found

if TYPE_CHECKING:
    from tests.fake_telegram.world import World


def text(content: str) -> Json:
    """A text with the commands, mentions and links Telegram marks in it."""
    entities = with_found(Formatted(content)).entities
    return {"text": content, **({"entities": entities} if entities else {})}


def origin(world: "World", author: User | None) -> Json:
    """Where a forwarded message comes from; without an author from someone who hides their account."""
    date = int(world.clock.now())
    if author is None:
        return {"type": "hidden_user", "sender_user_name": "Someone", "date": date}
    return {"type": "user", "sender_user": author.json(), "date": date}


def photo(world: "World", caption: str = "") -> Json:
    """A picture in one size."""
    return {"photo": [{**_file(world, b"jpeg", "photo.jpg"), "width": 800, "height": 600}], **_caption(caption)}


def voice(world: "World") -> Json:
    """Three seconds of speech."""
    return {"voice": {**_file(world, b"ogg", "voice.ogg"), "duration": 3}}


def video(world: "World", caption: str = "") -> Json:
    """Five seconds of film."""
    shape = {"width": 640, "height": 360, "duration": 5}
    return {"video": {**_file(world, b"mp4", "video.mp4"), **shape}, **_caption(caption)}


def sticker(world: "World", emoji: str) -> Json:
    """A sticker for an emoji."""
    shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
    return {"sticker": {**_file(world, b"webp", "sticker.webp"), **shape, "emoji": emoji}}


def document(world: "World", name: str, content: bytes, caption: str = "") -> Json:
    """A file of any kind."""
    return {"document": {**_file(world, content, name), "file_name": name}, **_caption(caption)}


def _file(world: "World", content: bytes, name: str) -> Json:
    file = world.store(content, name, "application/octet-stream")
    return {"file_id": file.id, "file_unique_id": f"U{file.id}", "file_size": len(content)}


def _caption(text: str) -> Json:
    return {"caption": text} if text else {}
