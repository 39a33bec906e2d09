"""Where a helpdesk comes from: the folder, the teachings over it, and the cache of what was fitted."""

from collections.abc import Callable
from pathlib import Path

from bot.desk import Desk, cache_key, is_fitted, open_desk
from bot.knowledge.taught import Taught
from bot.record import record
from bot.teaching.file import TaughtFile


@record
class Source:
    """A knowledge folder, the file of teachings, and the cache folder."""

    folder: Path
    cache: Path
    file: TaughtFile

    def open(self, taught: Taught, on_fit: Callable[[], None] = lambda: None) -> Desk:
        """The helpdesk with `taught` over the folder; KnowledgeError with every fault of the folder."""
        return open_desk(self.folder, self.cache, on_fit, taught)

    def key(self, taught: Taught) -> str:
        """Names the content; the same content has the same helpdesk."""
        return cache_key(self.folder, taught)

    def is_fitted(self, taught: Taught) -> bool:
        """Whether opening takes no fit."""
        return is_fitted(self.folder, self.cache, taught)
