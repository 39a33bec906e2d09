"""What others publish: the shape of ``peers.yaml``."""

from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

_FILE = Path(__file__).with_name("peers.yaml")


@record
class Figure:
    """One system: in-scope accuracy and out-of-scope recall, in per cent."""

    system: str
    in_scope: float
    oos_recall: float


@record
class PeerSet:
    """The figures of one question set, the number of its intents, and where they are published."""

    set: str
    intents: int
    source: str
    figures: tuple[Figure, ...]


def read_peers() -> tuple[PeerSet, ...]:
    """All sets; KnowledgeError where the file has another shape."""
    faults: list[Fault] = []
    peers = read_yaml(_FILE, tuple[PeerSet, ...], faults)
    if peers is None:
        raise KnowledgeError(faults)
    return peers
