"""One function per Bot API method, named as the library names it; importing this package fills `call.METHODS`."""

from tests.fake_telegram.methods import account, answering, editing, polling, rooms, sending, topics

__all__ = ["account", "answering", "editing", "polling", "rooms", "sending", "topics"]
