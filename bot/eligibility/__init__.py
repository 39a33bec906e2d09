"""The guided eligibility self-test: answers -> next question, facts -> verdict. Pure: no clock, file or network.

Everything takes a `Rulebook`, built once with `rulebook`. A `Session` is what a conversation keeps; `show` says what to
show, `take` and `press` take an answer, `facts` what is known so far, `judge` the verdict, `report` its sections.
"""

from bot.eligibility.answers import Answer, facts_of
from bot.eligibility.deadlines import deadline
from bot.eligibility.document import document
from bot.eligibility.due import due
from bot.eligibility.facts import FactError, Facts, read_facts
from bot.eligibility.flow import replay
from bot.eligibility.intake import Taken, press, take
from bot.eligibility.picks import Resolved
from bot.eligibility.problem import Problem
from bot.eligibility.report import Line, Section, headline, plain, report
from bot.eligibility.rulebook import Rulebook, rulebook
from bot.eligibility.session import (
    Heard,
    Session,
    accept,
    back,
    change,
    dump,
    finish,
    keep,
    load,
    reject,
    stage,
    start,
)
from bot.eligibility.sheet import judge_line
from bot.eligibility.story import may_answer, understand
from bot.eligibility.verdict import Verdict, as_dict, judge
from bot.eligibility.view import Button, Row, Screen, show
from bot.eligibility.words import Words, read_words

__all__ = [
    "Answer",
    "Button",
    "FactError",
    "Facts",
    "Heard",
    "Line",
    "Problem",
    "Resolved",
    "Row",
    "Rulebook",
    "Screen",
    "Section",
    "Session",
    "Taken",
    "Verdict",
    "Words",
    "accept",
    "as_dict",
    "back",
    "change",
    "deadline",
    "document",
    "due",
    "dump",
    "facts",
    "facts_of",
    "finish",
    "headline",
    "judge",
    "judge_line",
    "keep",
    "load",
    "may_answer",
    "plain",
    "press",
    "read_facts",
    "read_words",
    "reject",
    "report",
    "rulebook",
    "show",
    "stage",
    "start",
    "take",
    "understand",
]


def facts(session: Session, book: Rulebook) -> Facts:
    """What the answers of a session state so far; at any stage, so a verdict can be given early."""
    return facts_of(replay(session.answers, book).answers, book)
