"""The staff's group: who belongs to it, and the commands and buttons that are theirs alone."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import field
from sqlite3 import Connection

from telegram import CallbackQuery, ChatMember, ChatMemberRestricted, MaybeInaccessibleMessage
from telegram.error import BadRequest, TelegramError

from bot.record import record
from bot.reply import Reply
from bot.store.outbox import put_out
from handlers.delivery import Delivery
from handlers.events import topic
from handlers.outgoing import Content, Outgoing, TextMessage
from handlers.services import Services

GONE = (ChatMember.LEFT, ChatMember.BANNED)
_ROLES = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


@record
class StaffCall:
    """What a member of the staff asked for, by a command or a button in the group.

    `role` is creator, administrator or member; `name` is for showing only. `message_id` is the message with the
    command, `pressed` the one whose button was pressed. `ticket` is the number of the ticket in whose topic, or in
    reply to which, the command was given.
    """

    update_id: int
    chat_id: int
    thread_id: int | None
    user_id: int
    role: str
    name: str
    argument: str
    message_id: int | None
    pressed: int | None
    ticket: int | None = None


StaffCommand = Callable[[StaffCall], Awaitable[Reply | None]]
"""Does what was asked for; the reply is posted where it was. A button's action there is `NAME:ARGUMENT`."""


@record
class StaffRoom:
    """The staff's group, where there is one, and the commands that its members may give."""

    services: Services
    delivery: Delivery
    commands: dict[str, StaffCommand] = field(default_factory=dict)
    timed: list[Callable[[], Awaitable[None]]] = field(default_factory=list)  # what is to be looked after now and then

    @property
    def chat(self) -> int | None:
        """The number of the group today; None where no group is connected."""
        return self.services.staff_room

    async def role(self, user_id: int) -> str | None:
        """What a person is in the group at this moment; None for who does not belong to it.

        TelegramError where Telegram cannot be asked.
        """
        if self.chat is None:
            return None
        try:
            member = await self.delivery.client.get_chat_member(self.chat, user_id)
        except BadRequest:  # nobody of this number
            return None
        if isinstance(member, ChatMemberRestricted):
            return str(ChatMember.MEMBER) if member.is_member else None
        return str(member.status) if member.status in _ROLES else None

    async def call(self, name: str, call: StaffCall) -> None:
        """Does what a command or button asks for, once for an update, and posts the reply."""
        if self.services.talks.knows(call.update_id):
            await self.delivery.deliver(call.chat_id)
        else:
            await self.answer(call, await self.commands[name](call))

    async def answer(self, call: StaffCall, reply: Reply | None) -> None:
        """Posts the reply to a call, unless it was kept before: by the command, with what that changed."""

        def keep() -> None:
            if not self.services.talks.knows(call.update_id):
                self.keep(call, reply)

        await self.services.patience(keep)
        await self.delivery.deliver(call.chat_id)

    async def press(
        self, query: CallbackQuery, message: MaybeInaccessibleMessage, update_id: int, action: str
    ) -> str | None:
        """Does what a button in the group asks for; else the key of the phrase that says why not."""
        try:
            role = await self.role(query.from_user.id)
        except TelegramError:
            return "staff.unchecked"
        if role is None:
            return "staff.members_only"
        name, _, argument = action.partition(":")
        place, user = topic(message), query.from_user
        ticket = self.delivery.cases.tickets.at(message.chat.id, place, message.message_id)
        number = ticket.number if ticket else None
        await self.call(
            name,
            StaffCall(
                update_id, message.chat.id, place, user.id, role, user.first_name, argument,
                message_id=None, pressed=message.message_id, ticket=number,
            ),
        )  # fmt: skip
        return None

    def owns(self, chat_id: int, action: str) -> bool:
        """Whether a button with this action in this chat is one of the staff's."""
        return chat_id == self.chat and action.partition(":")[0] in self.commands

    def keep(self, call: StaffCall, reply: Reply | None, also: Callable[[Connection], None] = lambda _: None) -> None:
        """Keeps that a call was dealt with, the reply to it, and what `also` keeps, in one transaction."""
        talks, now = self.services.talks, self.services.now()
        messages = [message.dump() for message in self._messages(reply, call)] if reply else []
        talks.keep(call.update_id, call.chat_id, call.user_id, conversation=None, messages=messages, now=now, also=also)

    async def follow_up(self, call: StaffCall, reply: Reply) -> None:
        """Posts what a call led to later, where it was made; never to be awaited within a turn."""
        messages = [message.dump() for message in self._messages(reply, call)]
        await self._put_out(call.chat_id, messages)
        await self.delivery.deliver_in_turn(call.chat_id)

    async def tell(self, reply: Reply, also: Callable[[Connection], None] = lambda _: None) -> None:
        """Posts a reply to the group, later where it cannot be reached now; nothing where there is no group.

        `also` keeps what else follows, in the same transaction.
        """
        if self.chat is None:
            return
        messages = [Outgoing(content).dump() for content in self._contents(reply)]
        await self._put_out(self.chat, messages, also)
        self.delivery.cases.due.add(self.chat)  # goes out when the turn is over

    async def _put_out(
        self, chat_id: int, messages: Sequence[str], also: Callable[[Connection], None] = lambda _: None
    ) -> None:
        def put() -> None:
            with self.services.talks.database.conn as connection:
                put_out(connection, chat_id, messages, self.services.now())
                also(connection)

        await self.services.patience(put)

    def _messages(self, reply: Reply, call: StaffCall) -> list[Outgoing]:
        """The reply where the call was made; it may stand in place of the message whose button was pressed."""
        first, *others = [
            Outgoing(content, call.thread_id, call.message_id or call.pressed) for content in self._contents(reply)
        ]
        if reply.in_place and call.pressed and isinstance(first.content, TextMessage):
            first = Outgoing(first.content, call.thread_id, replaces=call.pressed)
        return [first, *others]

    def _contents(self, reply: Reply) -> list[Content]:
        return self.delivery.cases.contents(reply)
