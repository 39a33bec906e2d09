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
        "channel": str,  # private or group
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
        "queue": str,  # new, pending, done or ignored
        "handled_at": str,
    }
    optional = {"context", "picked", "helpful", "queue", "handled_at", "id"}
    table = db.table("questions")
    table.create(columns, pk="id", not_null=set(columns) - optional)
    table.create_index(["update_id"], unique=True)
    table.create_index(["asked_at", "channel", "outcome", "label"])
    table.create_index(["person", "id"])
    db.execute("CREATE INDEX questions_queue ON questions (queue, asked_at) WHERE queue IS NOT NULL")


def tickets(db: Database) -> None:
    """Talks handed over to the staff, and what was said in them, with personal numbers hidden."""
    columns = {
        "id": int,
        "chat_id": int,  # the asker's chat and number; gone when the person is forgotten
        "user_id": int,
        "person": str,
        "why": str,  # asked or misses
        "state": str,  # open, claimed, waiting or closed
        "opened_at": str,
        "claimed_at": str,
        "claimed_by": int,  # the staff member's number while the ticket is theirs
        "answered_at": str,  # the first answer
        "told_at": str,  # when the asker was told that nobody has claimed it
        "closed_at": str,
        "closed_by": str,  # staff or asker
        "staff_chat": int,  # where its topic or first message stands
        "thread_id": int,
    }
    optional = {key for key in columns if key.endswith("_at") and key != "opened_at"}
    optional |= {"id", "chat_id", "user_id", "claimed_by", "closed_by", "staff_chat", "thread_id"}
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
    table.create(columns, pk="id", not_null=set(columns) - {"question", "outcome", "id"})
    table.create_index(["person", "id"])


def pauses(db: Database) -> None:
    """When the staff paused the bot and let it go on, in which role, and why."""
    columns = {"id": int, "paused_at": str, "paused_by": str, "reason": str, "resumed_at": str, "resumed_by": str}
    db.table("pauses").create(columns, pk="id", not_null={"paused_at", "paused_by", "reason"})


STEPS = (conversations, updates, outbox, feedback, questions, tickets, self_tests, pauses)
MIGRATIONS = Migrations("helpdesk")
for step in STEPS:
    MIGRATIONS()(step)
