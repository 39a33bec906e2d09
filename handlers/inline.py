"""Inline mode: `@bot 电工` in any chat finds codes, `@bot` alone the lists there are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot.desk import Desk
from bot.knowledge.catalog import Occupation
from bot.record import record
from bot.reply import Button, Reply
from bot.text.normalise import normalise
from handlers.outgoing import TextMessage
from handlers.render import rendered
from handlers.services import Services
from handlers.taps import in_time

_CACHED = 3600  # seconds for which Telegram answers the same query itself
_PAGE = 20  # results at once, of at most 50
_KEPT = 5000  # queries and results that are kept here before all are made anew
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@record
class Found:
    """One result: what is seen of it, and the action that shows it in the bot."""

    title: str
    description: str
    action: str


@dataclass(slots=True)
class Inline:
    """Handles inline queries."""

    services: Services
    _desk: Desk | None = None  # what the following was made from
    _found: dict[str, tuple[Found, ...]] = field(default_factory=dict)
    _articles: dict[tuple[Found, date], InlineQueryResultArticle] = field(default_factory=dict)

    async def on_query(self, update: Update, context: Any) -> None:
        """Answers an inline query; one that Telegram has given up on in the meantime is passed over."""
        query = update.inline_query
        if query is None:
            return
        found = self.find(query.query)
        start = int(query.offset) if query.offset.isdecimal() else 0
        page = [self._article(one, context.bot.username) for one in found[start : start + _PAGE]]
        more = str(start + _PAGE) if len(found) > start + _PAGE else ""
        button = InlineQueryResultsButton(self._say("inline_open" if found else "inline_none"), start_parameter="help")
        await in_time(query.answer(page, cache_time=_CACHED, is_personal=False, next_offset=more, button=button))

    def find(self, text: str) -> tuple[Found, ...]:
        """What a query finds: the lists where it is empty, else rows, the best first."""
        if self._desk is not self.services.desk:
            self._desk = self.services.desk
            self._found.clear()
            self._articles.clear()
        said = normalise(text).strip()
        if said not in self._found:
            _make_room(self._found)
            found = self._rows(said) if said else self._lists()
            self._found[said] = tuple(dict.fromkeys(found))
        return self._found[said]

    def _lists(self) -> Iterator[Found]:
        menu = self.services.desk.dialogue.menu
        for button in (button for row in menu.branches().buttons for button in row if isinstance(button, Button)):
            listed = menu.listing(button.action.removeprefix("list:"))
            names = "、".join(row.name for row in listed[0].rows[:5]) if listed else ""
            yield Found(button.label, names, button.action)

    def _rows(self, said: str) -> Iterator[Found]:
        """Rows that are meant, then rows in whose name or code the text stands."""
        finding = self.services.desk.lookup.find(said)
        meant = [*finding.rows, *(row for listing in finding.listings for row in listing.rows)]
        held = [row for row in self._catalog() if said in normalise(row.name) or row.code.startswith(said)]
        for row in (*meant, *held):
            yield Found(row.name, f"{row.code} · {row.industry} · {row.category}", f"code:{row.code}")

    def _article(self, found: Found, username: str) -> InlineQueryResultArticle:
        """A result with the message that is sent when it is chosen."""
        today = self.services.today()
        if (found, today) not in self._articles:
            _make_room(self._articles)
            link = f"https://t.me/{username}?start={found.action.replace(':', '_')}"
            self._articles[found, today] = InlineQueryResultArticle(
                found.action,
                found.title,
                InputTextMessageContent(self._html(found, today), ParseMode.HTML, link_preview_options=_NO_PREVIEW),
                description=found.description,
                reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(self._say("inline_open"), url=link)]]),
            )
        return self._articles[found, today]

    def _html(self, found: Found, today: date) -> str:
        """The words of the row or of the first page of the list."""
        content = rendered(self._reply(found.action, today), (), self.services.phrases)[0]
        assert isinstance(content, TextMessage)
        return content.html

    def _reply(self, action: str, today: date) -> Reply:
        dialogue = self.services.desk.dialogue
        kind, _, rest = action.partition(":")
        listed = dialogue.menu.listing(rest) if kind == "list" else None
        if listed:
            return dialogue.lookups.listing(*listed, today)
        rows = [row for row in self._catalog() if row.code == rest]
        return dialogue.lookups.rows(rows, (), today)

    def _catalog(self) -> tuple[Occupation, ...]:
        return self.services.desk.knowledge.catalog.occupations

    def _say(self, key: str) -> str:
        return self.services.phrases(f"telegram.{key}")


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) >= _KEPT:
        kept.clear()
