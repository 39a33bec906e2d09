"""What could not be taken as an answer, and the message on it."""

from dataclasses import field
from typing import Literal

from bot.eligibility.words import Words
from bot.record import record

Key = Literal[
    "not_an_answer",
    "not_understood",
    "ambiguous",
    "no_number",
    "several_numbers",
    "changed_number",
    "several_figures",
    "negative",
    "too_large",
    "not_whole",
    "wrong_unit",
    "calendar_year",
    "below_sum",
    "no_occupation",
    "unknown_occupation",
    "several_occupations",
    "nothing_ticked",
    "outdated",
]


@record
class Problem:
    """Why a text is no answer; `not_an_answer` is a question, which deserves an answer of its own."""

    key: Key
    values: dict[str, str] = field(default_factory=dict)

    def text(self, words: Words) -> str:
        """The message for the applicant."""
        message: str = getattr(words.problems, self.key)
        return message.format(**self.values)
