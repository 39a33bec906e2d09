import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.desk import Desk
from bot.dialogue.asked import Asked, Outcome
from bot.report.names import Names
from bot.store.database import open_database
from bot.store.migrations import MIGRATIONS
from bot.store.questions import Occasion, Questions, keep_handed_over, keep_question, review

NOW = datetime(2026, 11, 23, 6, 0, 0, tzinfo=UTC)
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Question:
    """What somebody asked, and what became of it."""

    hours_ago: int
    channel: str
    person: str
    text: str
    outcome: Outcome
    label: str
    kind: str
    ratings: tuple[tuple[str, bool], ...]
    handed_over: bool
    reviewed: bool | None

    @property
    def at(self) -> datetime:
        return NOW - timedelta(hours=self.hours_ago)

    @property
    def day(self) -> str:
        return str(self.at.astimezone().date())

    @property
    def helpful(self) -> bool | None:
        """The worst of the first ratings of each person."""
        first = dict(reversed(self.ratings))
        return all(first.values()) if first else None


@st.composite
def _questions(draw: st.DrawFn) -> Question:
    outcome = draw(st.sampled_from(Outcome))
    declined = outcome is Outcome.DECLINED
    labels = ["oos"] if declined else ["faq:1", "faq:2", "quiz", "smalltalk", "occ:4-10-01-02", "occ:none"]
    people = st.sampled_from(["a", "b", "c"])
    return Question(
        draw(st.integers(0, 24 * 6)),
        draw(st.sampled_from(["private", "group", "inline"])),
        draw(people),
        draw(st.sampled_from(["怎么报", "怎么报？", "多久", "有补贴吗"])),
        outcome,
        draw(st.sampled_from(labels)),
        draw(st.sampled_from(["unknown", "empty", "too_long"])) if declined else "",
        tuple(draw(st.lists(st.tuples(people, st.booleans()), max_size=3))),
        draw(st.booleans()),
        draw(st.none() | st.booleans()),
    )


QUESTIONS = st.lists(_questions(), max_size=25)


def memory() -> Database:
    database = Database(memory=True)
    MIGRATIONS.apply(database)
    return database


def keep(database: Database, questions: list[Question]) -> None:
    """Keeps questions the way the running bot does, oldest first."""
    for question in sorted(questions, key=lambda question: -question.hours_ago):
        update_id, connection = next(_NUMBERS), database.conn
        asked = Asked(question.text, question.outcome, (question.label,), 0.9, kind=question.kind)
        with connection:
            keep_question(connection, asked, Occasion(update_id, question.person, question.channel, question.at))
            if question.handed_over:
                keep_handed_over(connection, question.person)
        for person, helpful in question.ratings:
            Questions(database).rate(update_id, person, helpful, question.at)
        if question.reviewed is not None:
            with connection:
                (number,) = connection.execute("SELECT max(id) FROM questions").fetchone()
                review(connection, number, question.reviewed)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "bot.db") as database:
        yield database


@pytest.fixture
def names(small_desk: Desk) -> Names:
    return Names.of(small_desk.knowledge, small_desk.dialogue.phrases)
