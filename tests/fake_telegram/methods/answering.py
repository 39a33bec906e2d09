"""Answers to button presses and inline queries."""

import re

from telegram.constants import CallbackQueryLimit, InlineQueryLimit, InlineQueryResultLimit

from tests.fake_telegram.call import Call, api_method
from tests.fake_telegram.contents import contact_content, location, text_content, venue_content
from tests.fake_telegram.formatted import START_PARAMETER
from tests.fake_telegram.markup import check_markup
from tests.fake_telegram.refusal import Breach, Json
from tests.fake_telegram.validate import unknown_fields

RESULT_CLASSES = {
    "article": "InlineQueryResultArticle",
    "contact": "InlineQueryResultContact",
    "location": "InlineQueryResultLocation",
    "venue": "InlineQueryResultVenue",
}
DAY = 86400


@api_method
def answer_callback_query(call: Call) -> bool:
    if len(call.get("text", "")) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise Breach("MESSAGE_TOO_LONG")
    url = call.get("url", "")
    if url and not re.match(rf"https?://t\.me/{call.world.bot.username}\?|tg:", url):
        raise Breach("URL_INVALID")
    if not 0 <= call.get("cache_time", 0) <= 30 * DAY:
        call.note_clamped("cache_time")
    call.world.queries.answer("callback_query", call.args["callback_query_id"], dict(call.args))
    return True


@api_method
def answer_inline_query(call: Call) -> bool:
    results = [_result(call, result) for result in _array(call)]
    identifiers = [result["id"] for result in results]
    if len(set(identifiers)) != len(identifiers):
        raise Breach("RESULT_ID_DUPLICATE")
    if len(call.get("next_offset", "").encode()) > InlineQueryLimit.MAX_OFFSET_LENGTH:
        raise Breach("NEXT_OFFSET_INVALID")
    if not 0 <= call.get("cache_time", 300) <= DAY:
        call.note_clamped("cache_time")
    answer = {**call.args, "results": results}
    if button := call.get("button"):
        _check_button(call, button)
    call.world.queries.answer("inline_query", call.args["inline_query_id"], answer)
    return True


def _array(call: Call) -> list[Json]:
    results = call.args["results"]
    if not isinstance(results, list):
        raise Breach("expected an Array of inline query results")
    if len(results) > InlineQueryLimit.RESULTS:
        raise Breach("too many inline query results specified")
    return results


def _result(call: Call, result: Json) -> Json:
    """A result with the message it would send."""
    kind, identifier = result.get("type"), result.get("id", "")
    if kind not in RESULT_CLASSES:
        raise _unparsed(f'type "{kind}" is unsupported for the inline query result')
    call.notes += unknown_fields(result, RESULT_CLASSES[kind])
    if not 1 <= len(identifier.encode()) <= InlineQueryResultLimit.MAX_ID_LENGTH:
        raise Breach("RESULT_ID_INVALID")
    if kind == "article" and not result.get("title"):
        raise Breach("ARTICLE_TITLE_EMPTY")
    message = _message(call, kind, result)
    if markup := result.get("reply_markup"):
        message["reply_markup"] = check_markup(markup, call.notes.append, inline_only=True)
    return {**result, "_message": message}


def _message(call: Call, kind: str, result: Json) -> Json:
    source = result.get("input_message_content")
    if source is None:
        if kind == "article":
            raise _unparsed("message text is empty")
        source = result
    if "message_text" in source:
        return text_content(call, source)
    if "phone_number" in source:
        return contact_content(call, source)
    if "address" in source:
        return venue_content(call, source)
    if "latitude" in source:
        return {"location": location(source)}
    raise _unparsed("Input message content is not specified")


def _unparsed(text: str) -> Breach:
    return Breach(f"can't parse inline query result: {text}")


def _check_button(call: Call, button: Json) -> None:
    call.notes += unknown_fields(button, "InlineQueryResultsButton")
    if not button.get("text"):
        raise Breach("can't parse inline query results button: Can't find field \"text\"")
    if "start_parameter" not in button:
        if "web_app" not in button:
            fault = "InlineQueryResultsButton must have exactly one optional field"
            raise Breach(f"can't parse inline query results button: {fault}")
        return
    check_start_parameter(button["start_parameter"])


def check_start_parameter(parameter: str) -> None:
    """Deep-link payloads: 1 to 64 of A-Z a-z 0-9 _ and -."""
    if not parameter:
        raise Breach("can't use empty start_parameter")
    if len(parameter) > 64:
        raise Breach("too long start_parameter specified")
    if not START_PARAMETER.fullmatch(parameter):
        raise Breach("unallowed characters in start_parameter are used")
