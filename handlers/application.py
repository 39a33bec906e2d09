"""Puts the application together; nothing happens on import."""

import time
from typing import Any

from telegram.constants import UpdateType
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.settings import Settings
from bot.teaching.workshop import Workshop
from handlers.client import Client
from handlers.delivery import Delivery
from handlers.errors import error_handler
from handlers.figures import figures_commands
from handlers.flood import Flood
from handlers.inline import Inline
from handlers.inline_choices import InlineChoices
from handlers.knowledge_watch import KnowledgeWatch
from handlers.messages import Messages
from handlers.ordering import Ordering
from handlers.profile import set_up_profile
from handlers.requests import bot_api_request
from handlers.sending import Sender
from handlers.services import Services
from handlers.slowdown import Slowdown
from handlers.staff import StaffRoom
from handlers.staff_talk import StaffTalk
from handlers.taps import Taps
from handlers.teaching import TeachingCommands
from handlers.teaching_steps import TeachingSteps
from handlers.ticket_commands import TicketCommands
from handlers.turns import Turns

ALLOWED_UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
    UpdateType.CHOSEN_INLINE_RESULT,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.CHAT_MEMBER,
)

App = Application[Any, Any, Any, Any, Any, Any]


def staff_room(services: Services, delivery: Delivery) -> StaffRoom:
    """The staff's group with all commands that may be given there."""
    room = StaffRoom(services, delivery)
    room.commands.update(TicketCommands(room).all())
    if services.source:
        watch = KnowledgeWatch(room, services.source, Workshop(services.source, services.today))
        room.commands.update(TeachingCommands(services, TeachingSteps(room, watch)).all())
        room.timed.append(watch.check)
    room.commands.update(figures_commands(room))
    return room


def build_application(services: Services, delivery: Delivery, room: StaffRoom | None = None) -> App:
    """The application with all its handlers, not yet started; its `post_init` sets commands and descriptions."""
    client, room = delivery.client, room or staff_room(services, delivery)
    turns = Turns(services, delivery)
    messages = Messages(turns, StaffTalk(room), client)
    slowdown = Slowdown(services, client)
    ordering = Ordering(
        delivery.lanes,
        Flood(time.monotonic),
        messages.counts,
        slowdown.tell,
        slowdown.skip,
        afterwards=delivery.deliver_due,
    )

    async def post_init(_: object) -> None:
        await services.patience(delivery.cases.post_anew)
        await delivery.deliver_due()
        await set_up_profile(services, client)

    builder = Application.builder().bot(client).updater(None).job_queue(None)
    application: App = builder.concurrent_updates(ordering).post_init(post_init).build()
    application.add_handler(MessageHandler(filters.ALL, messages.on_message))
    application.add_handler(CallbackQueryHandler(Taps(turns, room, time.monotonic).on_tap))
    application.add_handler(InlineQueryHandler(Inline(services).on_query))
    application.add_handler(ChosenInlineResultHandler(InlineChoices(services).on_choice))
    application.add_handler(ChatMemberHandler(messages.on_membership, ChatMemberHandler.ANY_CHAT_MEMBER))
    application.add_error_handler(error_handler(services, client))
    return application


def build_client(settings: Settings) -> Client:
    """The Bot API client for the token, address and proxy of the settings."""
    return Client(
        settings.token or "",
        base_url=f"{settings.base_url}/bot",
        base_file_url=f"{settings.base_url}/file/bot",
        request=bot_api_request(settings),
        get_updates_request=bot_api_request(settings, connections=1),
        rate_limiter=Sender(),
    )
