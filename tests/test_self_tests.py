"""One row for each self-test, whatever steps are taken in which order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.dialogue.progress import CANCELLED, Progress
from bot.store.migrations import MIGRATIONS
from bot.store.questions import Occasion
from bot.store.self_tests import keep_progress

NOW = datetime(2026, 11, 23, 4, 27, 35, tzinfo=UTC)
STEP = st.one_of(
    st.builds(Progress, st.just(True), st.sampled_from(["a", "b"])),
    st.builds(Progress, st.just(False), st.sampled_from(["a", "b"])),
    st.builds(Progress, st.just(False), st.none(), st.sampled_from(["eligible", "unclear", CANCELLED])),
)
TALK = st.lists(st.tuples(st.sampled_from([("p", "private"), ("p", "group"), ("q", "private")]), STEP), max_size=20)


def expected(steps: list[Progress]) -> list[tuple[str | None, str | None]]:
    """Question and outcome of every self-test of one person in one channel, by hand."""
    tests: list[tuple[str | None, str | None]] = []
    for step in steps:
        question, outcome = tests[-1] if tests else (None, None)
        if step.is_new:
            tests[-1:] = [(question, outcome or CANCELLED)] if tests else []
            tests.append((step.question, step.outcome))
        elif step.outcome == CANCELLED:
            tests[-1:] = [(question, outcome or CANCELLED)] if tests else []
        else:
            tests[-1:] = [(step.question, step.outcome or outcome)]
    return tests


@given(TALK)
def test_every_self_test_has_one_row(talk: list[tuple[tuple[str, str], Progress]]) -> None:
    database = Database(memory=True)
    MIGRATIONS.apply(database)
    for number, ((person, channel), step) in enumerate(talk):
        at = NOW + timedelta(minutes=number)
        with database.conn as connection:
            keep_progress(connection, step, Occasion(number, person, channel, at))
    for who in {who for who, _ in talk}:
        query = "SELECT question, outcome FROM self_tests WHERE person = ? AND channel = ? ORDER BY id"
        assert list(database.execute(query, who)) == expected([step for one, step in talk if one == who])
    database.close()
