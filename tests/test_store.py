import itertools
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database, Migrations

from bot.dialogue.conversation import Conversation, Pending, Topic
from bot.eligibility import Session
from bot.store.database import DatabaseError, open_database
from bot.store.migrations import MIGRATIONS, STEPS
from bot.store.talks import Talks

NOW = datetime(2026, 11, 23, 4, 27, 35, tzinfo=UTC)
ASKED = Conversation(topic=Topic("faq:1", "要什么条件"), pending=Pending("电焊", ("occ:6-18-02-04",)), misses=1)


@pytest.fixture
def talks(tmp_path: Path) -> Iterator[Talks]:
    database = open_database(tmp_path / "deep" / "bot.db")
    yield Talks(database)
    database.close()


def columns(database: Database) -> dict[str, list[str]]:
    return {table.name: [column.name for column in table.columns] for table in database.tables}


@pytest.mark.parametrize("done", range(len(STEPS) + 1))
def test_every_earlier_version_is_brought_up_to_date(tmp_path: Path, done: int) -> None:
    """A file in which only the first steps were taken ends with the same tables as a new one."""
    path = tmp_path / "old.db"
    old = Database(path)
    earlier = Migrations("helpdesk")
    for step in STEPS[:done]:
        earlier()(step)
    earlier.apply(old)
    if done:
        old.table("conversations").insert({"chat_id": 1, "user_id": 2, "state": "{}", "changed_at": "2026-01-01"})
    old.close()
    database, fresh = open_database(path), open_database(tmp_path / "new.db")
    assert columns(database) == columns(fresh)
    assert database.table("conversations").count == (1 if done else 0)
    assert [step.name for step in MIGRATIONS.applied(database)] == [step.__name__ for step in STEPS]
    database.close()
    fresh.close()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    with Talks(open_database(path)).database as first:
        Talks(first).keep(1, 7, 7, conversation=ASKED, messages=["one"], now=NOW)
    with open_database(path) as again:
        assert Talks(again).conversation(7, 7) == ASKED
        assert again.journal_mode == "wal"


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    newer = Database(path)
    later = Migrations("helpdesk")
    later(name="from_the_future")(lambda db: db.table("future").create({"id": int}))
    later.apply(newer)
    newer.close()
    with pytest.raises(DatabaseError, match=r"bot\.db: written by a newer version of the program \(step from_the"):
        open_database(path)
    with Database(path) as left:
        assert "conversations" not in left.table_names()


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(DatabaseError, match=r"bot\.db: file is not a database"):
        open_database(path)
    with pytest.raises(DatabaseError, match=r"bot\.db"):
        open_database(path / "below" / "bot.db")


def test_a_conversation_and_its_messages_are_kept_together(talks: Talks) -> None:
    assert talks.conversation(7, 7) == Conversation()
    talks.keep(100, 7, 7, conversation=ASKED, messages=["one", "two"], now=NOW)
    assert talks.conversation(7, 7) == ASKED
    assert [waiting.message for waiting in talks.waiting(7, NOW)] == ["one", "two"]
    assert talks.knows(100)
    assert not talks.knows(101)


def test_an_update_kept_before_changes_nothing(talks: Talks) -> None:
    talks.keep(100, 7, 7, conversation=ASKED, messages=["one"], now=NOW)
    with pytest.raises(sqlite3.IntegrityError):
        talks.keep(100, 7, 7, conversation=Conversation(), messages=["two"], now=NOW)
    assert talks.conversation(7, 7) == ASKED
    assert [waiting.message for waiting in talks.waiting(7, NOW)] == ["one"]


def test_an_unchanged_conversation_is_not_written(talks: Talks) -> None:
    talks.keep(100, 7, 7, conversation=None, messages=["one"], now=NOW)
    assert talks.database.table("conversations").count == 0


@pytest.mark.parametrize("state", ["", "[]", '{"topic": {"colour": 1}}', '{"quiz": {"answers": [1]}}'])
def test_a_state_of_another_shape_is_a_new_conversation(talks: Talks, state: str) -> None:
    row = {"chat_id": 7, "user_id": 7, "state": state, "changed_at": "2020-01-01 00:00:00"}
    talks.database.table("conversations").insert(row)
    assert talks.conversation(7, 7) == Conversation()


def test_people_in_one_group_have_conversations_of_their_own(talks: Talks) -> None:
    talks.keep(100, -5, 1, conversation=ASKED, messages=[], now=NOW)
    talks.keep(101, -5, 2, conversation=Conversation(misses=2), messages=[], now=NOW)
    assert talks.conversation(-5, 1) == ASKED
    assert talks.conversation(-5, 2).misses == 2


def test_messages_wait_until_they_are_sent(talks: Talks) -> None:
    talks.keep(100, 7, 7, conversation=None, messages=["one", "two"], now=NOW)
    talks.keep(101, 8, 8, conversation=None, messages=["three"], now=NOW)
    talks.sent(talks.waiting(7, NOW)[0].id)
    assert [waiting.message for waiting in talks.waiting(7, NOW)] == ["two"]
    assert talks.waiting_chats(NOW) == [7, 8]
    talks.give_up(7)
    assert talks.waiting_chats(NOW) == [8]


def test_a_group_that_became_a_supergroup_keeps_its_talks(talks: Talks) -> None:
    talks.keep(100, -5, 1, conversation=ASKED, messages=["one"], now=NOW)
    talks.keep(101, -1005, 1, conversation=Conversation(), messages=[], now=NOW)
    talks.move(-5, -1005)
    assert talks.conversation(-1005, 1) == ASKED
    assert talks.conversation(-5, 1) == Conversation()
    assert talks.waiting_chats(NOW) == [-1005]


def test_others_read_while_we_write(talks: Talks) -> None:
    """As Datasette does: a second connection sees what was committed, and keeps nobody from writing."""
    path = talks.database.query("PRAGMA database_list").__next__()["file"]
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    counts = []
    for update_id in range(3):
        talks.keep(update_id, 1, 1, conversation=ASKED, messages=[], now=NOW)
        counts.append(reader.execute("SELECT count(*) FROM updates").fetchone()[0])
    reader.close()
    assert counts == [1, 2, 3]


TEXTS = st.text(max_size=8)
CONVERSATIONS = st.builds(
    Conversation,
    topic=st.none() | st.builds(Topic, TEXTS, TEXTS, st.lists(TEXTS).map(tuple), st.none() | TEXTS, st.integers(0, 9)),
    pending=st.none() | st.builds(Pending, TEXTS, st.lists(TEXTS).map(tuple)),
    quiz=st.none() | st.builds(Session, editing=st.none() | TEXTS, confirmed=st.booleans(), unplaced=st.none() | TEXTS),
    misses=st.integers(0, 5),
)
NUMBERS = itertools.count(1)


@given(CONVERSATIONS)
def test_any_conversation_comes_back_as_it_was(conversation: Conversation) -> None:
    talks = Talks(_memory())
    talks.keep(next(NUMBERS), 1, 1, conversation=conversation, messages=[], now=NOW)
    assert talks.conversation(1, 1) == conversation
    talks.database.close()


def _memory() -> Database:
    database = Database(memory=True)
    MIGRATIONS.apply(database)
    return database
