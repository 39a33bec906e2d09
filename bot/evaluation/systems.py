"""What is measured: anything that answers the last turn of a talk, be it the product or a baseline."""

from collections.abc import Callable, Iterable
from datetime import date
from time import perf_counter

from bot.dialogue.conversation import Conversation, Said
from bot.dialogue.dialogue import Dialogue
from bot.evaluation.outcome import Case, Given, Outcome

System = Callable[[tuple[str, ...]], Given]


def dialogue_system(dialogue: Dialogue, today: date, begun: Conversation = Conversation()) -> System:  # noqa: B008
    """The product: every talk goes on from `begun`, a conversation of its own."""

    def answer(turns: tuple[str, ...]) -> Given:
        conversation = begun
        for turn in turns:
            conversation, messages = dialogue.respond(conversation, Said(turn), today)
        reply = next(message.reply for message in messages if message.recipient == "asker")
        return Given(reply.answer, reply.choices, reply.quotes, reply.confidence)

    return answer


def without_context(system: System) -> System:
    """The same, with nothing known of the turns before the last."""
    return lambda turns: system(turns[-1:])


def outcomes(system: System, cases: Iterable[Case]) -> tuple[Outcome, ...]:
    """What `system` gives for every case, and the time it takes."""
    return tuple(_timed(system, case) for case in cases)


def _timed(system: System, case: Case) -> Outcome:
    start = perf_counter()
    given = system(case.turns)
    return Outcome(case, given, perf_counter() - start)
