"""The bare bot of python-telegram-bot, as its echobot.py example has it."""

from typing import Any

from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

from bench.telegram_echo import ANSWER, PATH, host_and_port, run
from bench.telegram_server import SECRET, TOKEN


async def _on_message(update: Any, _: object) -> None:
    await update.message.reply_text(update.message.text)


async def _on_tap(update: Any, _: object) -> None:
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(ANSWER)


def _echo(address: str, webhook: str | None) -> None:
    application = Application.builder().token(TOKEN).base_url(f"{address}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, _on_message))
    application.add_handler(CallbackQueryHandler(_on_tap))
    if webhook:
        host, port = host_and_port(webhook)
        application.run_webhook(host, port, PATH, webhook_url=webhook, secret_token=SECRET)
    else:
        application.run_polling()


if __name__ == "__main__":
    run(_echo)
