"""The bare bot of aiogram, as its echo_bot.py and echo_bot_webhook.py examples have it."""

import asyncio
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.telegram_echo import ANSWER, PATH, host_and_port, run
from bench.telegram_server import SECRET, TOKEN


async def _on_message(message: Any) -> None:
    await message.answer(message.text)


async def _on_tap(query: Any) -> None:
    await query.answer()
    await query.message.edit_text(ANSWER)


def _echo(address: str, webhook: str | None) -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(_on_message)
    dispatcher.callback_query.register(_on_tap)
    if webhook:
        _serve(dispatcher, address, webhook)
    else:
        asyncio.run(_poll(dispatcher, address))


async def _poll(dispatcher: Dispatcher, address: str) -> None:
    await dispatcher.start_polling(_bot(address))


def _serve(dispatcher: Dispatcher, address: str, webhook: str) -> None:
    bot, application = _bot(address), web.Application()

    async def announce() -> None:
        await bot.set_webhook(webhook, secret_token=SECRET)

    dispatcher.startup.register(announce)
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(application, path=f"/{PATH}")
    setup_application(application, dispatcher, bot=bot)
    host, port = host_and_port(webhook)
    web.run_app(application, host=host, port=port, print=None)


def _bot(address: str) -> Bot:
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))


if __name__ == "__main__":
    run(_echo)
