"""Methods about chats and who is in them."""

from tests.fake_telegram import happenings
from tests.fake_telegram.call import Call, api_method
from tests.fake_telegram.refusal import Breach, Json, Refusal


@api_method
def get_chat(call: Call) -> Json:
    chat = call.chat(write=False)
    return {
        **chat.json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }


@api_method
def get_chat_member(call: Call) -> Json:
    chat = call.chat(write=False)
    user = call.world.users.get(call.args["user_id"])
    if user is None:
        raise Refusal("invalid user_id specified")
    if user.id not in chat.members and chat.kind != "private":
        return {"status": "left", "user": user.json()}
    return happenings.member_json(user, chat.members[user.id])


@api_method
def get_chat_administrators(call: Call) -> list[Json]:
    chat = call.chat(write=False)
    if chat.kind == "private":
        raise Breach("there are no administrators in the private chat")
    return [
        happenings.member_json(call.world.users[user_id], chat.members[user_id])
        for user_id in chat.members
        if chat.is_admin(user_id) and (user_id == call.world.bot.id or not call.world.users[user_id].is_bot)
    ]


@api_method
def get_chat_member_count(call: Call) -> int:
    chat = call.chat(write=False)
    return sum(chat.has(user_id) for user_id in chat.members)


@api_method
def leave_chat(call: Call) -> bool:
    chat = call.chat(write=False)
    if chat.kind == "private":
        raise Breach("method is available for supergroup and channel chats only")
    happenings.change_member(call.world, chat, call.world.bot, call.world.bot, "left")
    return True
