"""The steps from an empty file to today's tables, in order.

A step that has been released is never changed: another one is added at the end. The tables are described in
docs/database.md. Times are texts in UTC, ``2026-11-23 04:27:35``.
"""

from sqlite_utils import Database, Migrations


def conversations(db: Database) -> None:
    """What is remembered of each person in each chat, as JSON."""
    columns = {"chat_id": int, "user_id": int, "state": str, "changed_at": str}
    db.table("conversations").create(columns, pk=("chat_id", "user_id"), not_null=columns)


def updates(db: Database) -> None:
    """Updates that were dealt with, so that none is dealt with twice."""
    db.table("updates").create({"update_id": int, "kept_at": str}, pk="update_id", not_null={"kept_at"})


def outbox(db: Database) -> None:
    """Messages that are still to be sent; a message that was sent is taken out."""
    columns = {"id": int, "update_id": int, "chat_id": int, "message": str, "kept_at": str}
    table = db.table("outbox")
    table.create(columns, pk="id", not_null=columns)
    table.create_index(["chat_id"])


def feedback(db: Database) -> None:
    """Who found the answer to which update helpful (1) or not (0)."""
    columns = {"update_id": int, "user_id": int, "helpful": int, "given_at": str}
    db.table("feedback").create(columns, pk=("update_id", "user_id"), not_null=columns)


def questions(db: Database) -> None:
    """What was asked, with personal numbers hidden, and what became of it; `queue` where somebody should look at it."""
    columns = {
        "id": int,
        "update_id": int,
        "asked_at": str,
        "day": str,  # of asked_at on the machine's clock
        "channel": str,  # private, group or inline
        "person": str,  # keyed hash of the person's number
        "text": str,
        "context": str,  # the question before, in whose light it may have been read
        "outcome": str,  # answered, asked_back or declined
        "label": str,  # the first label asserted or offered
        "further": str,  # the other labels, apart by spaces
        "kind": str,  # kind of refusal
        "confidence": float,
        "picked": str,  # the label that the person picked when asked back
        "helpful": int,
        "handed_over": int,
        "review": str,  # right or wrong, as the staff judged an answer of the weekly sample
        "queue": str,  # new, pending, done or ignored
        "handled_at": str,
    }
    optional = {"id", "context", "picked", "helpful", "review", "queue", "handled_at"}
    table = db.table("questions")
    table.create(columns, pk="id", not_null=set(columns) - optional)
    table.create_index(["update_id"], unique=True)
    table.create_index(["day"])
    table.create_index(["person", "day"])
    db.execute("CREATE INDEX questions_queue ON questions (queue, asked_at) WHERE queue IS NOT NULL")


def tickets(db: Database) -> None:
    """Talks handed over to the staff, and what was said in them, with personal numbers hidden."""
    columns = {
        "id": int,
        "chat_id": int,  # the asker's chat and number; gone when the person is forgotten
        "user_id": int,
        "person": str,
        "why": str,  # asked or misses
        "question": str,  # what was asked last, with personal numbers hidden
        "state": str,  # open, claimed, waiting or closed
        "opened_at": str,
        "claimed_at": str,
        "claimed_by": int,  # the staff member's number while the ticket is theirs
        "answered_at": str,  # the first answer
        "told_at": str,  # when the asker was told that nobody has claimed it
        "closed_at": str,
        "closed_by": str,  # staff or asker
        "staff_chat": int,  # the group it stands in, once it does; its topic, where it has one; its first message
        "thread_id": int,
        "head": int,
    }
    optional = {key for key in columns if key.endswith("_at") and key != "opened_at"}
    optional |= {"id", "chat_id", "user_id", "claimed_by", "closed_by", "staff_chat", "thread_id", "head"}
    table = db.table("tickets")
    table.create(columns, pk="id", not_null=set(columns) - optional)
    table.create_index(["user_id", "state"])
    table.create_index(["staff_chat", "thread_id"])
    said = {
        "id": int,
        "ticket_id": int,
        "said_at": str,
        "side": str,  # asker, staff or bot
        "text": str,
        "staff_message": int,  # its message in the staff's group, by which a reply to it is known
    }
    messages = db.table("ticket_messages")
    messages.create(said, pk="id", not_null=set(said) - {"staff_message", "id"}, foreign_keys=["ticket_id"])
    messages.create_index(["ticket_id"])
    messages.create_index(["staff_message"])


def self_tests(db: Database) -> None:
    """How far each self-test came: `question` is the one it stands at, `outcome` the verdict or `cancelled`."""
    columns = {
        "id": int,
        "person": str,
        "channel": str,
        "started_at": str,
        "changed_at": str,
        "question": str,
        "outcome": str,
    }
    table = db.table("self_tests")
    table.create(columns, pk="id", not_null=set(columns) - {"person", "question", "outcome", "id"})
    table.create_index(["person", "id"])
    table.create_index(["started_at"])


def pauses(db: Database) -> None:
    """When the staff paused the bot and let it go on, in which role, and why."""
    columns = {"id": int, "paused_at": str, "paused_by": str, "reason": str, "resumed_at": str, "resumed_by": str}
    db.table("pauses").create(columns, pk="id", not_null={"paused_at", "paused_by", "reason"})


def lasting_outbox(db: Database) -> None:
    """Messages of a ticket, which do not go stale; 0 stands for those to the staff that are of no ticket."""
    db.table("outbox").add_column("ticket_id", int)


def chat_moves(db: Database) -> None:
    """Groups that became supergroups, so that a setting that names the old number still works."""
    db.table("chat_moves").create({"old": int, "new": int}, pk="old", not_null={"new"})


def daily(db: Database) -> None:
    """What is done once a day, and the last day on which it was."""
    db.table("daily").create({"name": str, "day": str}, pk="name", not_null={"day"})


def people_by_hash(db: Database) -> None:
    """Ratings name people by a hash; of earlier ones nobody knows any more whose they are. Messages say for whom."""
    db.table("feedback").transform(types={"user_id": str}, rename={"user_id": "person"})
    db.execute("UPDATE feedback SET person = lower(hex(randomblob(8)))")
    db.table("outbox").add_column("user_id", int)


def daily_counts(db: Database) -> None:
    """Counts by day, kept up by triggers: they are quick to read, and stay when the questions are removed."""
    key = {"day": str, "channel": str, "label": str, "kind": str}
    of_outcome = {outcome: f"NEW.outcome = '{outcome}'" for outcome in ("answered", "asked_back", "declined")}
    changing = {
        "handed_over": "{row}.handed_over",
        "helpful": "({row}.helpful IS 1)",
        "unhelpful": "({row}.helpful IS 0)",
        "reviewed": "({row}.review IS NOT NULL)",
        "wrong": "({row}.review IS 'wrong')",
    }
    first = {"questions": "1", **of_outcome, **{name: count.format(row="NEW") for name, count in changing.items()}}
    columns = {**key, **dict.fromkeys(first, int)}
    db.table("daily_questions").create(columns, pk=tuple(key), not_null=columns)
    db.table("daily_people").create({"day": str, "people": int}, pk="day", not_null={"people"})
    db.execute(f"""
        CREATE TRIGGER questions_counted AFTER INSERT ON questions BEGIN
            INSERT INTO daily_questions ({", ".join(columns)})
            VALUES (NEW.day, NEW.channel, NEW.label, NEW.kind, {", ".join(first.values())})
            ON CONFLICT DO UPDATE SET {", ".join(f"{name} = {name} + excluded.{name}" for name in first)};
            INSERT INTO daily_people (day, people)
            SELECT NEW.day, 1
            WHERE NOT EXISTS (SELECT 1 FROM questions WHERE person = NEW.person AND day = NEW.day AND id <> NEW.id)
            ON CONFLICT DO UPDATE SET people = people + 1;
        END
    """)
    moved = ", ".join(
        f"{name} = {name} + {count.format(row='NEW')} - {count.format(row='OLD')}" for name, count in changing.items()
    )
    db.execute(f"""
        CREATE TRIGGER questions_recounted AFTER UPDATE OF handed_over, helpful, review ON questions BEGIN
            UPDATE daily_questions SET {moved}
            WHERE day = NEW.day AND channel = NEW.channel AND label = NEW.label AND kind = NEW.kind;
        END
    """)


def figures(db: Database) -> None:
    """Views behind /stats and the report, for other programs too. Days are those of the machine's clock."""
    db.create_view(
        "unanswered",
        """
        SELECT id, day, channel, text, context, outcome, trim(label || ' ' || further) AS labels, kind, picked, helpful,
               handed_over, queue
        FROM questions WHERE queue IN ('new', 'pending')
        """,
    )
    db.create_view(
        "self_test_steps",
        """
        SELECT id, date(started_at, 'localtime') AS day, channel, question, outcome, changed_at FROM self_tests
        """,
    )
    db.create_view(
        "ticket_times",
        """
        SELECT id, date(opened_at, 'localtime') AS day, time(opened_at, 'localtime') AS hour, why, state,
               round((julianday(claimed_at) - julianday(opened_at)) * 86400) AS seconds_to_claim,
               round((julianday(answered_at) - julianday(opened_at)) * 86400) AS seconds_to_answer
        FROM tickets
        """,
    )


def reminders(db: Database) -> None:
    """When the staff were reminded that the asker of a ticket waits for an answer."""
    db.table("tickets").add_column("reminded_at", str)


def marks(db: Database) -> None:
    """What the program notes for itself: which key people are known by, and the last number of a ticket."""
    db.table("marks").create({"name": str, "value": str}, pk="name", not_null={"value"})
    db.execute("INSERT INTO marks (name, value) SELECT 'last_ticket', coalesce(max(id), 0) FROM tickets")
    count = "UPDATE marks SET value = NEW.id WHERE name = 'last_ticket' AND NEW.id > CAST(value AS INTEGER)"
    db.execute(f"CREATE TRIGGER tickets_numbered AFTER INSERT ON tickets BEGIN {count}; END")


STEPS = (
    conversations,
    updates,
    outbox,
    feedback,
    questions,
    tickets,
    self_tests,
    pauses,
    lasting_outbox,
    chat_moves,
    daily,
    people_by_hash,
    daily_counts,
    figures,
    reminders,
    marks,
)
MIGRATIONS = Migrations("helpdesk")
for step in STEPS:
    MIGRATIONS()(step)
