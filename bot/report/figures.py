"""Figures of a range of days, counted by SQL over the views of the database (docs/database.md)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from sqlite3 import Connection

from bot.dialogue.progress import CANCELLED
from bot.knowledge.talk import EMPTY, TOO_LONG
from bot.record import record
from bot.report.counts import Counts, Share
from bot.report.waiting import Waiting, waiting
from bot.store.questions import unanswered_between
from bot.store.talks import written
from bot.teaching.groups import grouped

_SUMS = ", ".join(f"sum({field.name})" for field in fields(Counts))
_PEOPLE = "SELECT day, people FROM daily_people WHERE day BETWEEN ? AND ? ORDER BY day"
_MOST = 2000  # unanswered questions that are looked at for those asked most, the newest
_UNDER_WAY = timedelta(hours=1)  # without a step for longer, a self-test counts as left


@record
class Range:
    """Days from `first` to `last`, both included, on the machine's clock."""

    first: date
    last: date

    @classmethod
    def ending(cls, last: date, days: int) -> "Range":
        """The `days` days of which `last` is the last."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1

    def days_from(self, first: str) -> list[str]:
        """Every day from `first` on, also those on which nothing was."""
        start = date.fromisoformat(first)
        return [str(start + timedelta(days=step)) for step in range((self.last - start).days + 1)]

    def __iter__(self) -> Iterator[str]:
        """First and last day as the tables hold them."""
        return iter((self.first.isoformat(), self.last.isoformat()))


@record
class Group:
    """Questions that were not (well) answered, worded alike: in the words of the newest, how often, and labels."""

    text: str
    times: int
    outcome: str
    labels: str


@record
class SelfTests:
    """How many self-tests were begun and are still under way, what the others came to, and where they were left."""

    begun: int
    under_way: int
    outcomes: dict[str, int]  # verdict or `cancelled` -> how many
    left_at: dict[str, int]  # question or stage -> how many were cancelled or left there without a word

    @property
    def left(self) -> int:
        """How many were left without a word."""
        return self.begun - self.under_way - sum(self.outcomes.values())


@record
class Figures:
    """All figures of a range of days; days without anything are left out of `days` and `people`."""

    range: Range
    total: Counts
    days: dict[str, Counts]
    labels: dict[str, Counts]  # the first label that was asserted or offered; most questions first
    channels: dict[str, Counts]
    refusals: dict[str, int]  # kind -> declined questions
    people: dict[str, int]  # day -> how many different people asked on it
    unanswered: tuple[Group, ...]
    self_tests: SelfTests
    waiting: Waiting

    @property
    def replies(self) -> dict[str, Share]:
        """How questions were met, by the six rates that are usual for such helpdesks; together they are all."""
        quiz, chat = (self.labels.get(label, Counts()).answered for label in ("quiz", "smalltalk"))
        invalid = sum(self.refusals.get(kind, 0) for kind in (EMPTY, TOO_LONG))
        total = self.total
        parts = {
            "direct": total.answered - quiz - chat,
            "recommended": total.asked_back,
            "unmatched": total.declined - invalid,
            "dialog": quiz,
            "chat": chat,
            "invalid": invalid,
        }
        return {name: Share(part, total.questions) for name, part in parts.items()}


def figures(
    connection: Connection, range: Range, now: datetime, *, hours: tuple[time, time] | None = None, top: int = 10
) -> Figures:
    """The figures of `range`; `now` (UTC) decides what is under way, `hours` are those of the staff, where stated."""
    kinds = _counted(connection, "kind", range, "5 DESC, 1")
    return Figures(
        range=range,
        total=_counted(connection, "''", range).get("", Counts()),
        days=_counted(connection, "day", range),
        labels=_counted(connection, "label", range, "2 DESC, 1"),
        channels=_counted(connection, "channel", range),
        refusals={kind: counts.declined for kind, counts in kinds.items() if counts.declined},
        people=dict(connection.execute(_PEOPLE, (*range,))),
        unanswered=tuple(_unanswered(connection, range)[:top]),
        self_tests=_self_tests(connection, range, now),
        waiting=waiting(connection, *range, hours=hours),
    )


def _counted(connection: Connection, by: str, range: Range, order: str = "1") -> dict[str, Counts]:
    """The counts of each day, label, channel or kind of refusal."""
    query = f"SELECT {by}, {_SUMS} FROM daily_questions WHERE day BETWEEN ? AND ? GROUP BY 1 ORDER BY {order}"
    return {key: Counts(*counted) for key, *counted in connection.execute(query, (*range,))}


def _unanswered(connection: Connection, range: Range) -> list[Group]:
    """The questions of the queue that are worded alike, those asked most first."""
    first, last = range
    asked = [question for question in unanswered_between(connection, first, last, _MOST) if question.text]
    groups = sorted(grouped(asked), key=lambda group: -len(group.questions))
    return [
        Group(group.lead.text, len(group.questions), group.lead.outcome, " ".join(group.lead.labels))
        for group in groups
    ]


def _self_tests(connection: Connection, range: Range, now: datetime) -> SelfTests:
    query = """
        SELECT outcome, question, outcome IS NULL AND changed_at >= ?, count(*) FROM self_test_steps
        WHERE day BETWEEN ? AND ? GROUP BY 1, 2, 3
    """
    begun, under_way, outcomes, left = 0, 0, Counter[str](), Counter[str]()
    for outcome, question, moving, count in connection.execute(query, (written(now - _UNDER_WAY), *range)):
        begun += count
        under_way += count if moving else 0
        if outcome:
            outcomes[outcome] += count
        if outcome in (None, CANCELLED) and not moving:
            left[question or ""] += count
    return SelfTests(begun, under_way, _most_first(outcomes), _most_first(left))


def _most_first(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
