"""Small talk: a closed list, matched as a whole message once words of politeness are cut off its ends."""

from collections import deque

from bot.knowledge.talk import Smalltalk, Topic, talk_key

_LONGEST = 40  # characters; a longer message is never small talk alone


class SmalltalkIndex:
    """The topics by phrase; built once."""

    def __init__(self, smalltalk: Smalltalk) -> None:
        self._topics = smalltalk.by_key()
        self._before = tuple(map(talk_key, smalltalk.before))
        self._after = tuple(map(talk_key, smalltalk.after))

    def topic(self, text: str) -> Topic | None:
        """The topic of a message that is small talk and nothing else; of several readings that which cuts least."""
        key = talk_key(text)
        if not key or len(key) > _LONGEST:
            return None
        if not (key.startswith(self._before) or key.endswith(self._after)):
            return self._topics.get(key)
        tried, waiting = {key}, deque([key])
        while waiting:
            found = waiting.popleft()
            if found in self._topics:
                return self._topics[found]
            shorter = {word for word in self._shortened(found) if word and word not in tried}
            tried |= shorter
            waiting.extend(sorted(shorter, key=len, reverse=True))
        return None

    def _shortened(self, key: str) -> set[str]:
        cut = set()
        if key.startswith(self._before):
            cut |= {key[len(word) :] for word in self._before if key.startswith(word)}
        if key.endswith(self._after):
            cut |= {key[: -len(word)] for word in self._after if key.endswith(word)}
        return cut
