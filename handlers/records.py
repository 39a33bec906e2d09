"""What is kept of a person, and how it is deleted: the part of the talk that depends on what this surface keeps."""

from dataclasses import dataclass

from bot.dialogue.conversation import Commanded, Event, Pressed, Said
from bot.phrases import Phrases
from bot.reply import Button, Reply, Text
from bot.text.normalise import normalise

_DELETE, _KEEP = "records:delete", "records:keep"


@dataclass(frozen=True, slots=True)
class Records:
    """Answers /privacy and /delete."""

    phrases: Phrases
    days: int  # how long conversations are kept

    def reply(self, event: Event) -> Reply | None:
        """The reply to an event about what is kept; None for any other."""
        match event:
            case Commanded("privacy"):
                return Reply((Text(self.phrases("privacy", days=self.days)),))
            case Commanded("delete"):
                return self._confirmation()
            case Said(text) if normalise(text).rstrip("。.!?~ ") in self.phrases.words("words.delete"):
                return self._confirmation()
            case Pressed(action) if action == _DELETE:
                return Reply((Text(self.phrases("delete.done")),), in_place=True)
            case Pressed(action) if action == _KEEP:
                return Reply((Text(self.phrases("delete.declined")),), in_place=True)
        return None

    @staticmethod
    def are_deleted_by(event: Event | None) -> bool:
        """Whether the person has confirmed that everything is to be deleted."""
        return event == Pressed(_DELETE)

    def _confirmation(self) -> Reply:
        yes = Button(self.phrases("telegram.delete_yes"), _DELETE)
        no = Button(self.phrases("telegram.delete_no"), _KEEP)
        return Reply((Text(self.phrases("delete.ask")),), ((yes, no),))
