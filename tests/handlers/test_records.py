"""What is kept of people: they are told, they get it, and it goes when they say so or when it is old."""

import json
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.helpdesk.ticket import Line, Ticket
from bot.store.export import exported
from bot.store.retention import purge
from bot.store.tickets import Tickets
from tests.fake_telegram import Person
from tests.fake_telegram.chats import Chat
from tests.handlers.conftest import NOW, Stage

Act = Callable[[Person], Awaitable[object]]


def rows(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the list of migrations, whose times may hold any number."""
    database = stage.talks.database
    names = [name for name in database.table_names() if name != "_sqlite_migrations"]
    return {name: list(database.execute(f"SELECT * FROM [{name}]")) for name in names}


def holding(stage: Stage, *words: object) -> set[str]:
    """The tables in which one of the words stands anywhere."""
    found = set()
    for name, kept in rows(stage).items():
        cells = [str(cell) for row in kept for cell in row]
        if any(str(word) in cell for word in words for cell in cells):
            found.add(name)
    return found


async def tapped(person: Person, label: str) -> None:
    """Presses a button of the newest message where it has it."""
    if person.screen and label in person.last.labels:
        await person.tap(label)


class Talk:
    """What people do at random; every text holds a mark of whose it is."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self.stage = stage
        self.chance = chance

    async def act(self, person: Person, mark: str) -> None:
        say = self.stage.say
        acts: list[Act] = [
            lambda p: p.send(f"{mark}要交什么材料"),
            lambda p: p.send(f"{mark}明天天气怎么样"),
            lambda p: p.send("4-10-01-02"),
            lambda p: p.send(f"/code {mark}"),
            lambda p: p.send("/quiz"),
            lambda p: p.send("家政培训机构"),
            lambda p: p.send("取消"),
            lambda p: p.send(f"我是{mark}，转人工"),
            lambda p: p.send("转人工"),
            lambda p: p.send("/mydata"),
            lambda p: tapped(p, say("telegram.helpful")),
            lambda p: tapped(p, say("telegram.not_helpful")),
        ]
        await self.chance.choice(acts)(person)


@pytest.mark.parametrize("seed", range(12))
def test_after_a_deletion_nothing_of_the_person_is_left_and_all_of_others(
    stage: Stage, forum: Chat, alice: Person, wang: Person, seed: int
) -> None:
    bob, chance = stage.world.user("Bob"), random.Random(seed)
    hall = stage.world.supergroup("大家", alice, bob)
    marks = {alice: "甲甲字据", bob: "乙乙字据"}
    left: dict[str, list[tuple[object, ...]]] = {}

    async def scene() -> None:
        talk = Talk(stage, chance)
        for _ in range(14):
            person = chance.choice([alice, bob])
            await talk.act(person, marks[person])
            if chance.random() < 0.3:
                await person.at(hall).send(f"@{stage.world.bot.username} {marks[person]}怎样参加遴选")
        for topic in list(forum.topics.values()):
            if chance.random() < 0.5:
                await wang.at(forum, topic).send("请带材料来")
        left.update(rows(stage))
        place = alice.at(hall) if chance.random() < 0.4 else alice
        await place.send("/delete")
        await place.tap(stage.say("telegram.delete_yes"))
        assert place.last.text == stage.say("delete.done")

    stage.play(scene)
    who = (alice.user.id, stage.services.people(alice.user.id), marks[alice])
    assert holding(stage, *who) == set()
    after = rows(stage)
    assert after["daily_questions"] == left["daily_questions"]
    assert after["daily_people"] == left["daily_people"]
    bobs = stage.services.people(bob.user.id)
    for table in ("questions", "feedback", "self_tests", "tickets"):
        assert [row for row in after[table] if bobs in row] == [row for row in left[table] if bobs in row]
    assert len(after["self_tests"]) == len(left["self_tests"])


def test_a_ticket_ends_with_its_asker_s_records_and_the_staff_are_told(
    stage: Stage, group: Chat, alice: Person, wang: Person
) -> None:
    hall = stage.world.supergroup("大家", alice)

    async def scene() -> None:
        await alice.send("甲甲字据怎么办")
        await alice.send("转人工")
        await wang.at(group).send("请带材料来", reply_to=wang.at(group).last)
        await alice.at(hall).send("/delete")
        await alice.at(hall).tap(stage.say("telegram.delete_yes"))
        assert wang.at(group).last.text == stage.say("staff.ended.deletion", number=1)

    stage.play(scene)
    (ticket,) = stage.talks.database.query("SELECT * FROM tickets")
    assert (ticket["state"], ticket["closed_by"], ticket["person"]) == ("closed", "deletion", "")
    said = [row["text"] for row in stage.talks.database.query("SELECT text FROM ticket_messages WHERE text <> ''")]
    assert said == ["请带材料来"]


def test_what_was_deleted_is_overwritten_in_the_file(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        for number in range(40):
            await alice.send(f"甲甲字据{number}要交什么材料")
        await alice.send("/delete")
        await alice.tap(stage.say("telegram.delete_yes"))

    stage.play(scene)
    purge(stage.talks.database, 30, NOW)
    (_, _, file), *_ = stage.talks.database.execute("PRAGMA database_list")
    content = Path(file).read_bytes() + Path(f"{file}-wal").read_bytes()
    assert "甲甲字据".encode() not in content


def test_a_deletion_that_arrives_twice_deletes_once(stage: Stage, alice: Person) -> None:
    """The update comes again after a restart, when the person has asked anew: what is new stays."""

    async def scene() -> None:
        await alice.send("4-10-01-02")
        await alice.send("/delete")
        await alice.tap(stage.say("telegram.delete_yes"))
        await alice.send("4-10-01-06")

    stage.play(scene)
    updates, before = stage.world.updates, rows(stage)
    pressed = max(number for number, update in updates.history.items() if update.kind == "callback_query")

    async def again() -> None:
        updates.repeat(pressed)
        await stage.world.settled()

    stage.play(again)
    assert rows(stage) == before


def test_the_export_holds_all_that_the_tables_hold(stage: Stage, group: Chat, alice: Person, wang: Person) -> None:
    sent: list[dict[str, object]] = []

    async def scene() -> None:
        await alice.send("甲甲字据要交什么材料")
        await alice.send("4-10-01-02")
        await alice.tap(stage.say("telegram.helpful"))
        await alice.send("/quiz")
        await alice.send("转人工")
        await wang.at(group).send("请带材料来", reply_to=wang.at(group).last)
        await alice.send("/mydata")
        document = alice.last.message["document"]
        sent.append(json.loads(stage.world.files[document["file_id"]].content))

    stage.play(scene)
    person = stage.services.people(alice.user.id)
    (kept,) = sent
    assert (kept["user_id"], kept["person"]) == (alice.user.id, person)
    assert [question["text"] for question in kept["questions"]][:2] == ["甲甲字据要交什么材料", "4-10-01-02"]
    assert [row["helpful"] for row in kept["feedback"]] == [1]
    assert kept["self_tests"][0]["question"]
    assert "请带材料来" in [line["text"] for line in kept["ticket_messages"]]
    assert holding(stage, alice.user.id, person) <= {table for table, found in kept.items() if found}
    assert json.loads(exported(stage.talks.database.conn, 1, "nobody"))["questions"] == []


def test_nothing_is_exported_into_a_group(stage: Stage, alice: Person) -> None:
    hall = stage.world.supergroup("大家", alice)

    async def scene() -> None:
        await alice.at(hall).send("/mydata")
        assert alice.at(hall).last.text == stage.say("mydata.in_private")

    stage.play(scene)


def test_privacy_names_tickets_only_where_there_is_a_staff(stage: Stage, group: Chat, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/privacy")
        assert stage.say("privacy.tickets") in alice.last.text
        assert "最多保留30天" in alice.last.text

    async def alone() -> None:
        await alice.send("/privacy")
        assert stage.say("privacy.tickets") not in alice.last.text

    stage.play(scene)
    stage.services = type(stage.services)(
        stage.services.in_force, stage.talks, stage.services.people, 30, stage.services.today, stage.services.now
    )
    stage.play(alone)


def test_a_bystander_s_rating_is_kept_by_the_hash_alone(stage: Stage, alice: Person) -> None:
    bob = stage.world.user("Bob")
    hall = stage.world.supergroup("大家", alice, bob)

    async def scene() -> None:
        await alice.at(hall).send(f"@{stage.world.bot.username} 4-10-01-02")
        await bob.at(hall).tap(stage.say("telegram.not_helpful"))

    stage.play(scene)
    assert holding(stage, bob.user.id) == set()
    (rated,) = stage.talks.database.query("SELECT person, helpful FROM feedback")
    assert rated == {"person": stage.services.people(bob.user.id), "helpful": 0}
    assert [question.helpful for question in stage.services.questions.queued()] == [False]


def test_what_was_asked_in_private_is_rated_by_its_asker_alone(stage: Stage, alice: Person) -> None:
    bob = stage.world.user("Bob")

    async def scene() -> None:
        await bob.send("4-10-01-02")
        await alice.send("4-10-01-02")
        forged = await bob.press(bob.last.message, alice.button(stage.say("telegram.not_helpful"))["callback_data"])
        assert forged
        assert forged.text == stage.say("telegram.stale")
        assert stage.services.questions.queued() == []
        await alice.tap(stage.say("telegram.not_helpful"))
        assert len(stage.services.questions.queued()) == 1

    stage.play(scene)


OLD = {
    "conversations": ("chat_id, user_id, state, changed_at", (1, 1, "{}")),
    "feedback": ("update_id, person, helpful, given_at", (1, "p", 1)),
    "questions": (
        "update_id, day, channel, person, text, outcome, label, further, kind, confidence, handed_over, asked_at",
        (1, "DAY", "private", "p", "x", "answered", "faq:1", "", "", 1.0, 0),
    ),
    "self_tests": ("person, channel, started_at, changed_at", ("p", "private", "2020-01-01 00:00:00")),
    "tickets": (
        "person, why, question, state, opened_at, closed_at",
        ("p", "asked", "", "closed", "2020-01-01 00:00:00"),
    ),
    "pauses": (
        "paused_at, paused_by, reason, resumed_by, resumed_at",
        ("2020-01-01 00:00:00", "member", "x", "member"),
    ),
    "outbox": ("update_id, chat_id, message, ticket_id, kept_at", (1, 1, "[]", 1)),
}


@pytest.mark.parametrize("table", OLD)
@pytest.mark.parametrize(("age", "stays"), [(timedelta(days=29), True), (timedelta(days=31), False)])
def test_what_is_old_goes_from_each_table(stage: Stage, table: str, age: timedelta, stays: bool) -> None:
    columns, values = OLD[table]
    then = NOW - age
    row = [f"{then:%Y-%m-%d}" if value == "DAY" else value for value in values] + [f"{then:%Y-%m-%d %H:%M:%S}"]
    database = stage.talks.database
    with database.conn as connection:
        connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", row)
        if table == "tickets":
            said = "INSERT INTO ticket_messages (ticket_id, said_at, side, text) VALUES (1, ?, 'asker', 'x')"
            connection.execute(said, (row[-1],))
    purge(database, 30, NOW)
    assert (database.table(table).count == 1) is stays
    assert database.table("ticket_messages").count == (table == "tickets" and stays)


@pytest.mark.parametrize("column", ["closed_at", "resumed_at"])
def test_what_is_not_over_is_kept_however_old(stage: Stage, column: str) -> None:
    table = "tickets" if column == "closed_at" else "pauses"
    columns, values = OLD[table]
    names = columns.removesuffix(f", {column}")
    with stage.talks.database.conn as connection:
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", values)
    purge(stage.talks.database, 30, NOW)
    assert stage.talks.database.table(table).count == 1


@pytest.mark.parametrize(("said_days_ago", "stays"), [(40, False), (3, True)])
def test_a_ticket_that_nobody_has_goes_once_nothing_is_said_in_it(
    stage: Stage, said_days_ago: int, stays: bool
) -> None:
    tickets = Tickets(stage.talks.database)
    number = tickets.next_number()
    ticket = Ticket(number, 7, "x", "asked", "怎么报", NOW - timedelta(days=41))
    with stage.talks.database.conn as connection:
        tickets.keep(connection, ticket)
        tickets.say(connection, number, Line("asker", "在吗"), NOW - timedelta(days=said_days_ago))
    purge(stage.talks.database, 30, NOW)
    assert (tickets.ticket(number) is not None) is stays
    assert stage.talks.database.table("ticket_messages").count == stays
    assert tickets.next_number() == number + 1  # an old button must not mean another ticket


def test_update_numbers_stay_for_two_days_and_replies_for_an_hour(stage: Stage) -> None:
    for hours, update_id in ((0.5, 1), (2, 2), (72, 3)):
        then = NOW - timedelta(hours=hours)
        stage.talks.keep(update_id, 1, 1, conversation=None, messages=["x"], now=then)
    purge(stage.talks.database, 30, NOW)
    assert [row["update_id"] for row in stage.talks.database.table("updates").rows] == [1, 2]
    assert [row["update_id"] for row in stage.talks.database.table("outbox").rows] == [1]


def test_every_table_is_accounted_for(stage: Stage) -> None:
    """A table that is added must be thought of here: whom it names, and when its rows go."""
    without_people = {"daily_questions", "daily_people", "daily", "chat_moves", "marks", "_sqlite_migrations"}
    assert set(stage.talks.database.table_names()) == {*OLD, *without_people, "ticket_messages", "updates"}
