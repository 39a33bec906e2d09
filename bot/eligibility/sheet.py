"""One line of the JSON interface: a facts sheet in, a verdict or an error out."""

import json
from datetime import date
from typing import Any

from bot.eligibility.facts import FactError, read_facts
from bot.eligibility.rulebook import Rulebook
from bot.eligibility.verdict import as_dict, judge
from bot.knowledge.verdict_wording import Standing


def judge_line(line: str, book: Rulebook, as_of: date, in_force: Standing) -> dict[str, Any] | None:
    """The verdict on one line as a JSON value, or ``{"error", "field"}``; None for a blank line. Never raises."""
    if not line.strip():
        return None
    try:
        return as_dict(judge(read_facts(_parsed(line), book), book, as_of, in_force))
    except FactError as error:
        return {"error": str(error), "field": error.field}


def _parsed(line: str) -> object:
    try:
        sheet: object = json.loads(line, object_pairs_hook=_once)
        if "\\u" in line or not line.isascii():  # half a surrogate pair could not be written out again
            json.dumps(sheet, ensure_ascii=False).encode()
        return sheet
    except (ValueError, RecursionError) as error:  # ValueError: bad JSON, numbers of absurd length, half characters
        raise FactError(f"is no JSON that can be read: {type(error).__name__}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    sheet: dict[str, Any] = {}
    for key, value in pairs:
        if key in sheet:
            raise FactError("the same key stands twice", key)
        sheet[key] = value
    return sheet
