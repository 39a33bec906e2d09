"""What is kept of a person, and how they get or delete it: the part of the talk that depends on what is kept here."""

from bot.dialogue.conversation import Commanded, Event, Pressed, Said
from bot.record import record
from bot.reply import Button, Document, Reply, Rows, Text
from bot.store.export import exported
from bot.text.normalise import normalise
from handlers.events import Incoming
from handlers.services import Services

_DELETE, _KEEP = "records:delete", "records:keep"
_ALWAYS = ("conversations", "questions", "self_tests")
_SURELY = ("outbox", "updates", "hash", "masked")


@record
class Records:
    """Answers /privacy, /mydata and /delete."""

    services: Services

    def reply(self, incoming: Incoming) -> Reply | None:
        """The reply to an event about what is kept; None for any other."""
        say = self.services.phrases
        match incoming.event:
            case Commanded("privacy"):
                return self._statement()
            case Commanded("mydata"):
                return self._export(incoming)
            case Commanded("delete"):
                return self._confirmation()
            case Said(text) if normalise(text).rstrip("。.!?~ ") in say.words("words.delete"):
                return self._confirmation()
            case Pressed(action) if action == _DELETE:
                return Reply((Text(say("delete.done")),), in_place=True)
            case Pressed(action) if action == _KEEP:
                return Reply((Text(say("delete.declined")),), in_place=True)
        return None

    @staticmethod
    def are_deleted_by(event: Event | None) -> bool:
        """Whether the person has confirmed that everything is to be deleted."""
        return event == Pressed(_DELETE)

    def _statement(self) -> Reply:
        """What is kept, table by table, and for how long."""
        say, staff = self.services.phrases, self.services.staff_room is not None
        kept = (*_ALWAYS, *(("tickets",) if staff else ()), *_SURELY)
        rows = tuple(say(f"privacy.{table}") for table in kept)
        ends = [say("privacy.days", days=self.services.retention_days)]
        ends += [say("privacy.staff")] if staff else []
        return Reply((Text(say("privacy")), Rows(rows), Rows((*ends, say("telegram.privacy")))))

    def _export(self, incoming: Incoming) -> Reply:
        """Everything, as a file; never where others read along."""
        services, say = self.services, self.services.phrases
        if incoming.owner is not None:
            return Reply((Text(say("mydata.in_private")),))
        person = services.people(incoming.user_id)
        content = exported(services.talks.database.conn, incoming.user_id, person)
        return Reply((Document(say("mydata.file"), content, say("mydata.caption")),))

    def _confirmation(self) -> Reply:
        say, staff = self.services.phrases, self.services.staff_room is not None
        yes, no = Button(say("telegram.delete_yes"), _DELETE), Button(say("telegram.delete_no"), _KEEP)
        more = (Text(say("privacy.staff")),) if staff else ()
        return Reply((Text(say("delete.ask")), *more), ((yes, no),))
