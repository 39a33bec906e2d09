"""A story fills the form: what it says becomes answers to confirm, with the words that said so; the rest stays open.

Nothing is concluded from what was not said: "备过案" says nothing, as it leaves open under which document.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.eligibility.answers import Answer, Picked, facts_of
from bot.eligibility.facts import Bounds
from bot.eligibility.flow import replay
from bot.eligibility.picks import Listing, Resolve, joined, read_picks
from bot.eligibility.quantity import bounds_of, changed
from bot.eligibility.rulebook import Rulebook
from bot.eligibility.session import Heard
from bot.eligibility.utterance import is_asking
from bot.knowledge.eligibility import Question
from bot.text.normalise import normalise
from bot.text.numbers import find

_CLAUSE = re.compile(r"[^,，。.;；!！?？\n]*[^,，。.;；!！?？\n\s][?？]?")


@dataclass(slots=True)
class _Clause:
    """One clause of the story, the occupations it names, and where the first of the catalogue's names stands."""

    text: str
    picked: tuple[Picked, ...] = ()
    names_at: int | None = None


def understand(story: str, resolve: Resolve, book: Rulebook) -> tuple[Heard, ...]:
    """The answers a story gives, in the order of the questions; () where it says nothing the self-test asks."""
    resolve = cache(resolve)  # of a name that stands in several clauses
    clauses = [_Clause(match[0].strip()) for match in _CLAUSE.finditer(normalise(story))]
    heard = _occupations(clauses, resolve, book)
    # without the catalogue's names, as some hold words that mean something else (企业...)
    heard += _choices([book.row_names.without(clause.text) for clause in clauses], book)
    heard += _implied(heard, book)
    heard += _figures(clauses, book)
    return _applicable(heard, book)


def may_answer(story: str, book: Rulebook) -> frozenset[str]:
    """The questions that a story may answer by the words in it: those that `understand` finds, and perhaps more.

    Costs less than a tenth of `understand`.
    """
    text = normalise(story)
    told = {question for phrase in _told(text, book) for question, _ in book.told[phrase]}
    for question in book.rules.questions:
        if question.kind == "occupations" or (question.kind == "number" and _start(text, question.story) is not None):
            told.add(question.id)
    return frozenset(told | _doubted(told, book))


def _applicable(heard: Sequence[Heard], book: Rulebook) -> tuple[Heard, ...]:
    """What applies to the organisation; as long as that is not known, also what may apply."""
    path = replay((one.answer for one in heard), book)
    on_path = {answer.question for answer in path.answers}
    if facts_of(path.answers, book).organisation is None:
        on_path |= book.questions.keys() - book.leads.keys()
    order = list(book.questions)
    kept = (one for one in heard if one.answer.question in on_path)
    return tuple(sorted(kept, key=lambda one: order.index(one.answer.question)))


def _occupations(clauses: Sequence[_Clause], resolve: Resolve, book: Rulebook) -> list[Heard]:
    """The occupations named; fills in which clause named them.

    The catalogue's own names count in any clause; other names only in one that says what is applied for, or after it.
    Where a name could not be placed the list stays open, so that it is asked for.
    """
    question = next((question for question in book.rules.questions if question.kind == "occupations"), None)
    if question is None:
        return []
    applying, whole = False, True
    for clause in clauses:
        said = _start(clause.text, question.story)
        clause.names_at = min([name.start for name in book.row_names.all(clause.text)], default=None)
        denied = said is not None and any(word in clause.text[:said] for word in book.words.heard.denying)
        applying = (applying or said is not None) and not denied
        start = said or 0 if applying else clause.names_at
        if start is not None and not denied:
            listing = read_picks(clause.text[start:], resolve, book)
            clause.picked = listing.picked if isinstance(listing, Listing) else ()
            whole = whole and not (isinstance(listing, Listing) and listing.unplaced)
    picked = tuple(one for clause in clauses for one in clause.picked)
    words = book.words.comma.join(clause.text for clause in clauses if clause.picked)
    return [Heard(Answer(question.id, joined(picked, book), complete=whole), words)] if picked else []


def _start(text: str, words: Iterable[str]) -> int | None:
    """Where the first of the words that a text holds stands in it."""
    return min((text.find(word) for word in words if word in text), default=None)


def _choices(clauses: Sequence[str], book: Rulebook) -> list[Heard]:
    """One answer for each question of which the story means exactly one option."""
    said: dict[str, dict[str, str]] = {}
    for text in clauses:
        if not is_asking(text, book.words):
            for question, option, words in _phrases(text, book):
                said.setdefault(question, {}).setdefault(option, words)
    meant = ((question, *ones.popitem()) for question, ones in said.items() if len(ones) == 1)
    return [Heard(Answer(question, option), words) for question, option, words in meant]


def _phrases(text: str, book: Rulebook) -> Iterator[tuple[str, str, str]]:
    """Question, option and words of what a clause says; the longest phrase first, none inside another.

    So 民办非企业 is no 企业; and a phrase that is denied (不是企业) says nothing.
    """
    for phrase in _told(text, book):
        if phrase in text:  # still, as a longer one may have held it
            before = text[: text.index(phrase)]
            text = text.replace(phrase, " " * len(phrase))
            if not before.endswith(book.words.heard.denying):
                yield from ((question, option, phrase) for question, option in book.told[phrase])


def _told(text: str, book: Rulebook) -> list[str]:
    """The phrases of stories that stand in a text, longest first."""
    found = {text[span.start : span.end] for span in book.told_phrases.all(text)}
    return [phrase for phrase in book.told if phrase in found] if found else []


def _implied(heard: Sequence[Heard], book: Rulebook) -> list[Heard]:
    """ "Don't know" at a question that was not spoken of, where that leads to one that was."""
    answered = {one.answer.question for one in heard}
    return [Heard(Answer(source, None), "") for source in sorted(_doubted(answered, book) - answered)]


def _doubted(answered: Iterable[str], book: Rulebook) -> set[str]:
    """The questions at which "don't know" leads to one of those answered."""
    return {source for question in answered for source, option in book.leads.get(question, ()) if option is None}


def _figures(clauses: Sequence[_Clause], book: Rulebook) -> list[Heard]:
    """The figures of the story, each for the question whose words stand beside it; contradictory ones say nothing."""
    heard: list[Heard] = []
    for question in (question for question in book.rules.questions if question.kind == "number"):
        found = [figure for clause in clauses for figure in _figures_in(clause, question, book)]
        if len(set(found)) == 1:
            heard.append(Heard(Answer(question.id, found[0]), found[0].said))
    return heard


def _figures_in(clause: _Clause, question: Question, book: Rulebook) -> Iterator[Bounds]:
    """The figures of one clause that answer a question: with their unit, and not those of an occupation."""
    beside = any(word in clause.text for word in question.story)
    against = any(word in clause.text for word in question.not_story) or is_asking(clause.text, book.words)
    if clause.picked or clause.names_at is not None or against or not beside:
        return
    for number in find(clause.text):
        bounds = bounds_of(number, clause.text, book.measures[question.fact or ""], book.words)
        if number.amount.unit and isinstance(bounds, Bounds) and not changed(clause.text, number, book.words):
            yield bounds
