"""What a message may contain: text, captions, contacts, venues, files. Limits as in the Bot API and PTB's constants.

Each function takes the call and gives the fields of the message. Raises Breach as Telegram refuses the content.
"""

import mimetypes

from telegram.constants import ContactLimit, FileSizeLimit, LocationLimit, MessageLimit

from tests.fake_telegram.call import Call
from tests.fake_telegram.formatted import checked_url, utf16_length
from tests.fake_telegram.refusal import Breach, Json, Refusal
from tests.fake_telegram.text import format_text
from tests.fake_telegram.validate import unknown_fields
from tests.fake_telegram.world import StoredFile

QUOTE_LENGTH = 1024


def text_content(call: Call, source: Json) -> Json:
    """text and entities from an object that has text (or message_text), parse_mode and entities."""
    raw = source.get("text", source.get("message_text", ""))
    if not raw:
        raise Breach("message text is empty")
    formatted = format_text(raw, source.get("parse_mode"), source.get("entities"))
    call.notes += formatted.ignored
    if not formatted.text:
        raise Breach("text must be non-empty")
    if utf16_length(formatted.text) > MessageLimit.MAX_TEXT_LENGTH:
        raise Breach("message is too long")
    _check_preview(call, source.get("link_preview_options"))
    content: Json = {"text": formatted.text}
    if formatted.entities:
        content["entities"] = formatted.entities
    return content


def _check_preview(call: Call, options: Json | None) -> None:
    if options is None:
        return
    if not isinstance(options, dict):
        raise Breach("object expected as link preview options")
    call.notes += unknown_fields(options, "LinkPreviewOptions")


def caption_content(call: Call, source: Json) -> Json:
    """caption and caption_entities, if there are any."""
    if not source.get("caption"):
        return {}
    formatted = format_text(source["caption"], source.get("parse_mode"), source.get("caption_entities"))
    call.notes += formatted.ignored
    if utf16_length(formatted.text) > MessageLimit.CAPTION_LENGTH:
        raise Breach("message caption is too long")
    content: Json = {"caption": formatted.text}
    if formatted.entities:
        content["caption_entities"] = formatted.entities
    return content


def contact_content(call: Call, source: Json) -> Json:
    """A contact card. Its vCard may have 2048 bytes."""
    for name in ("phone_number", "first_name"):
        if not str(source.get(name, "")).strip():
            raise Breach(f'parameter "{name}" is required')
    vcard = source.get("vcard", "")
    if len(vcard.encode()) > ContactLimit.VCARD:
        raise Breach("VCARD_TOO_LONG")  # the server's own code is not documented
    names = ("phone_number", "first_name", "last_name", "vcard")
    return {"contact": {name: source[name] for name in names if source.get(name)}}


def venue_content(call: Call, source: Json) -> Json:
    """A place with title and address."""
    for name in ("title", "address"):
        if not str(source.get(name, "")).strip():
            raise Breach(f"VENUE_{name.upper()}_EMPTY")  # likewise undocumented
    venue = {"location": location(source), "title": source["title"], "address": source["address"]}
    return {"venue": venue, "location": venue["location"]}


def location(source: Json) -> Json:
    """Coordinates, checked."""
    latitude, longitude = source.get("latitude"), source.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        raise Breach("latitude is empty")
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise Breach("invalid location specified")
    accuracy = source.get("horizontal_accuracy", 0)
    if not 0 <= accuracy <= LocationLimit.HORIZONTAL_ACCURACY:
        raise Breach("invalid location specified")
    return {"latitude": latitude, "longitude": longitude}


def document_content(call: Call) -> Json:
    """A file of any kind."""
    file = _file(call, "document", FileSizeLimit.FILESIZE_UPLOAD)
    return {"document": file, **caption_content(call, call.args)}


def photo_content(call: Call) -> Json:
    """A picture in one size."""
    file = _file(call, "photo", FileSizeLimit.PHOTOSIZE_UPLOAD)
    size = {"width": 800, "height": 600} | {key: file[key] for key in ("file_id", "file_unique_id", "file_size")}
    return {"photo": [size], **caption_content(call, call.args)}


def _file(call: Call, name: str, limit: int) -> Json:
    upload = call.files.get(name)
    value = call.get(name)
    if isinstance(value, str) and value.startswith("attach://"):
        upload = call.files.get(value.removeprefix("attach://"))
        if upload is None:
            raise Breach(f"there is no {name} in the request")
    if upload is None:
        return _known_file(call, name, value)
    if not upload.content:
        raise Breach("file must be non-empty")
    if len(upload.content) > limit:
        raise Breach("" if limit == FileSizeLimit.FILESIZE_UPLOAD else "file is too big", _size_code(limit))
    mime_type = mimetypes.guess_type(upload.name)[0] or upload.mime_type
    return file_json(call.world.store(upload.content, upload.name, mime_type))


def _size_code(limit: int) -> int:
    """The front server cuts a body above 50 MB off with 413; smaller limits are told by 400."""
    return 413 if limit == FileSizeLimit.FILESIZE_UPLOAD else 400


def _known_file(call: Call, name: str, value: object) -> Json:
    """A file by id; by address it cannot be fetched here."""
    if not isinstance(value, str):
        raise Breach(f"there is no {name} in the request")
    if value.startswith(("http://", "https://")) and checked_url(value):
        raise Refusal("failed to get HTTP URL content")
    if value not in call.world.files:
        raise Breach("wrong file identifier/HTTP URL specified")
    return file_json(call.world.files[value])


def file_json(file: StoredFile) -> Json:
    """A Document object."""
    return {
        "file_id": file.id,
        "file_unique_id": f"U{file.id}",
        "file_name": file.name,
        "mime_type": file.mime_type,
        "file_size": len(file.content),
    }
