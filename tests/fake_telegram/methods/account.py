"""Methods about the bot itself: who it is, what it says about itself, its files, its end."""

import json
import re

from telegram.constants import BotCommandLimit, BotDescriptionLimit, BotNameLimit, FileSizeLimit

from tests.fake_telegram.call import Call, api_method
from tests.fake_telegram.refusal import Breach, Json, Refusal
from tests.fake_telegram.validate import unknown_fields

COMMAND = re.compile(r"[a-z0-9_]+")
SCOPES = {
    "default": "BotCommandScopeDefault",
    "all_private_chats": "BotCommandScopeAllPrivateChats",
    "all_group_chats": "BotCommandScopeAllGroupChats",
    "all_chat_administrators": "BotCommandScopeAllChatAdministrators",
    "chat": "BotCommandScopeChat",
    "chat_administrators": "BotCommandScopeChatAdministrators",
    "chat_member": "BotCommandScopeChatMember",
}
MENU_BUTTONS = {"default", "commands", "web_app"}


@api_method
def get_me(call: Call) -> Json:
    return {
        **call.world.bot.json(),
        "can_join_groups": True,
        "can_read_all_group_messages": not call.world.privacy,
        "supports_inline_queries": True,
    }


@api_method
def log_out(call: Call) -> bool:
    call.world.logged_out = True
    return True


@api_method
def close(call: Call) -> bool:
    return True


@api_method
def set_my_commands(call: Call) -> bool:
    commands = call.args["commands"]
    if not isinstance(commands, list):
        raise Breach("expected an Array of BotCommand")
    kept = [_command(call, command) for command in commands]
    if len(kept) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise Breach("BOT_COMMANDS_TOO_MUCH")
    call.world.profile.commands[_scope(call), _language(call)] = kept
    return True


@api_method
def get_my_commands(call: Call) -> list[Json]:
    return call.world.profile.commands.get((_scope(call), _language(call)), [])


@api_method
def delete_my_commands(call: Call) -> bool:
    call.world.profile.commands.pop((_scope(call), _language(call)), None)
    return True


def _command(call: Call, command: Json) -> Json:
    """One command. Texts as in TDLib's BotCommand.cpp."""
    if not isinstance(command, dict):
        raise Breach("can't parse BotCommand: expected an Object")
    call.notes += unknown_fields(command, "BotCommand")
    name = str(command.get("command", "")).strip().removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not name:
        raise Breach("command must be non-empty")
    if len(name) > BotCommandLimit.MAX_COMMAND:
        raise Breach(f"command length must not exceed {BotCommandLimit.MAX_COMMAND:d}")
    if not description:
        raise Breach("command description must be non-empty")
    if len(description) > BotCommandLimit.MAX_DESCRIPTION:
        raise Breach(f"command description length must not exceed {BotCommandLimit.MAX_DESCRIPTION:d}")
    if not COMMAND.fullmatch(name):
        raise Breach("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _scope(call: Call) -> str:
    scope = call.get("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in SCOPES:
        raise Breach("can't parse BotCommandScope: Unsupported type specified")
    call.notes += unknown_fields(scope, SCOPES[kind])
    if kind.startswith("chat"):
        if not scope.get("chat_id"):
            raise Breach("can't parse BotCommandScope: Empty chat_id specified")
        call.world.reach(scope["chat_id"], write=False)
    return json.dumps(scope, sort_keys=True)


def _language(call: Call) -> str:
    language = str(call.get("language_code", ""))
    if language and not re.fullmatch("[a-z]{2}", language):
        raise Breach("invalid language code specified")
    return language


def _describe(call: Call, field: str, limit: int) -> bool:
    text = str(call.get(field, ""))
    if len(text) > limit:
        raise Breach(f"BOT_{field.upper()}_TOO_LONG")  # the server's own code is not documented
    getattr(call.world.profile, field)[_language(call)] = text
    return True


@api_method
def set_my_name(call: Call) -> bool:
    return _describe(call, "name", BotNameLimit.MAX_NAME_LENGTH)


@api_method
def set_my_description(call: Call) -> bool:
    return _describe(call, "description", BotDescriptionLimit.MAX_DESCRIPTION_LENGTH)


@api_method
def set_my_short_description(call: Call) -> bool:
    return _describe(call, "short_description", BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH)


@api_method
def get_my_name(call: Call) -> Json:
    return {"name": call.world.profile.name.get(_language(call), call.world.bot.first_name)}


@api_method
def get_my_description(call: Call) -> Json:
    return {"description": call.world.profile.description.get(_language(call), "")}


@api_method
def get_my_short_description(call: Call) -> Json:
    return {"short_description": call.world.profile.short_description.get(_language(call), "")}


@api_method
def set_chat_menu_button(call: Call) -> bool:
    button = call.get("menu_button") or {"type": "default"}
    if button.get("type") not in MENU_BUTTONS:
        raise Breach("can't parse menu button: MenuButton has unsupported type")
    if "chat_id" in call.args:
        call.chat(write=False)
    call.world.profile.menu_buttons[call.get("chat_id")] = button
    return True


@api_method
def get_chat_menu_button(call: Call) -> Json:
    buttons = call.world.profile.menu_buttons
    return buttons.get(call.get("chat_id"), buttons.get(None, {"type": "commands"}))


@api_method
def get_file(call: Call) -> Json:
    file = call.world.files.get(call.args["file_id"])
    if file is None:
        raise Breach("invalid file_id")
    if len(file.content) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise Refusal("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": f"U{file.id}",
        "file_size": len(file.content),
        "file_path": file.path,
    }
