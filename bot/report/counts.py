"""Counts of questions and the rates that follow from them."""

from typing import NamedTuple

from bot.record import record


class Share(NamedTuple):
    """A part of a whole; `of` is 0 where there is nothing to share."""

    part: int
    of: int

    @property
    def rate(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.part / self.of if self.of else None


@record
class Counts:
    """Questions, what they got, and how that was found by those who rated it and by the staff who reviewed it."""

    questions: int = 0
    answered: int = 0
    asked_back: int = 0
    declined: int = 0
    handed_over: int = 0
    helpful: int = 0
    unhelpful: int = 0
    reviewed: int = 0
    wrong: int = 0

    def shares(self) -> dict[str, Share]:
        """The rates by name: of all questions, but of those rated and of those reviewed for the last two."""
        return {
            **{name: Share(getattr(self, name), self.questions) for name in OUTCOMES},
            "unhelpful": Share(self.unhelpful, self.helpful + self.unhelpful),
            "wrong": Share(self.wrong, self.reviewed),
        }


OUTCOMES = ("answered", "asked_back", "declined", "handed_over")
