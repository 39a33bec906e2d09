"""What Telegram shows of the bot before anyone writes to it: commands, descriptions, the menu button."""

import logging
from collections.abc import Sequence

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat, MenuButtonCommands
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.phrases import Phrases
from handlers.logs import note
from handlers.messages import COMMAND
from handlers.services import Services

STAFF_COMMAND = "staff.command."  # keys of the phrases that describe the staff's commands
_IN_GROUPS = ("faq", "code", "contact", "notice", "help")
_LONGEST, _LONGEST_SHORT = 512, 120  # characters of the descriptions, core.telegram.org/bots/api#setmydescription


async def set_up_profile(services: Services, bot: ExtBot[None]) -> None:
    """Tells Telegram; where that fails the bot works all the same, and the next start tries again."""
    phrases, knowledge = services.phrases, services.desk.knowledge
    notice, count = knowledge.notice, len(knowledge.catalog.occupations)
    greeting = phrases("greeting", number=notice.number, title=notice.title, count=count)
    try:
        await bot.set_my_commands(commands(services.phrases, COMMAND))
        await bot.set_my_commands(commands(services.phrases, COMMAND, _IN_GROUPS), scope=BotCommandScopeAllGroupChats())
        await bot.set_my_description(greeting[:_LONGEST])
        await bot.set_my_short_description(phrases("telegram.short", number=notice.number)[:_LONGEST_SHORT])
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
        if services.staff_room is not None:  # last: the group may not be there
            own = [*commands(services.phrases, STAFF_COMMAND), *commands(services.phrases, COMMAND, _IN_GROUPS)]
            await bot.set_my_commands(own, scope=BotCommandScopeChat(services.staff_room))
    except TelegramError as error:
        note("profile_not_set", logging.WARNING, error=type(error).__name__)


def commands(phrases: Phrases, keys: str, names: Sequence[str] = ()) -> list[BotCommand]:
    """The commands whose phrases have keys that begin so, in their order; only those named, if any are."""
    known = {key.removeprefix(keys): text for key, text in phrases.texts.items() if key.startswith(keys)}
    return [BotCommand(name, text) for name, text in known.items() if not names or name in names]
