"""Replies from the notice: entries with the very clause, facts of the document, the contact, and the term line.

Each shows the quote, its place, and whether the notice is in force on the day.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from rapidfuzz import fuzz, process

from bot.knowledge.clause import Clause
from bot.knowledge.faq import Entry
from bot.knowledge.loader import Knowledge
from bot.knowledge.notice import Fact, InForce, in_force, term_end
from bot.matching.pieces import MOST_QUOTED, Piece
from bot.phrases import Phrases
from bot.record import once
from bot.reply import Button, Card, Copy, Part, Quotation, Reply, Rows, Text
from bot.text.normalise import normalise

_IN_SHORT = ("number", "title", "term")  # facts that stand for the document where none is named
_CONTACT = ("person", "phone", "email", "address", "postcode")  # lines of the contact, in order
_WORD_HEARD = 80  # rapidfuzz partial ratio from which a keyword counts as said
_MOST_RELATED = 2


class Answers:
    """Composes replies; `today` is the day the answer is given."""

    def __init__(self, knowledge: Knowledge, phrases: Phrases) -> None:
        self.knowledge = knowledge
        self.phrases = phrases
        self._terms: dict[date, Text] = {}

    @once
    def _fact_words(self) -> dict[str, Fact]:
        """The words that ask for a fact of the document, normalised, each with the first fact that has it."""
        found: dict[str, Fact] = {}
        for fact in self.knowledge.notice.facts:
            for word in fact.words:
                found.setdefault(normalise(word), fact)
        return found

    def entry(self, entry: Entry, quoted: Sequence[Piece], today: date, related: Iterable[str] = ()) -> Reply:
        """The sentences `quoted` of an entry with their place, or the whole entry where none is singled out."""
        if not quoted:
            return self.whole_entry(entry, today, related)
        places = "、".join(dict.fromkeys(piece.clause.place for piece in quoted))
        return Reply(
            parts=(
                Quotation("\n".join(piece.text for piece in quoted)),
                *self._subjects(quoted),
                Text(self.phrases("place", number=self.knowledge.notice.number, place=places, entry=entry.number)),
                self.term(today),
            ),
            buttons=((self._whole_button(entry),), *self._related(related, entry), (self.contact_button(),)),
            answer=(f"faq:{entry.number}",),
            quotes=tuple(piece.text for piece in quoted),
        )

    def _subjects(self, quoted: Sequence[Piece]) -> Iterator[Text]:
        """Of whom sentences speak that do not say it themselves."""
        said = "".join(piece.text for piece in quoted)
        for subject in dict.fromkeys(piece.clause.subject for piece in quoted):
            if subject and subject not in said:
                yield Text(self.phrases("entry.subject", subject=subject))

    def whole_entry(self, entry: Entry, today: date, related: Iterable[str] = ()) -> Reply:
        """Every clause of an entry under its official question."""
        return Reply(
            parts=(
                Text(self.phrases("entry.heading", entry=entry.number, question=entry.question), strong=True),
                Quotation("\n".join(clause.printed for clause in entry.clauses), long=True),
                Text(self._place(entry.clauses, entry)),
                self.term(today),
            ),
            buttons=(*self._related(related, entry), (self.contact_button(),)),
            answer=(f"faq:{entry.number}",),
        )

    def fact(self, text: str, today: date) -> Reply:
        """The facts of the document that `text` asks for, all in short where it names none."""
        facts = self._facts_asked(text)
        notice = self.knowledge.notice
        parts: list[Part] = []
        for fact in facts:
            parts.append(Text(fact.title, strong=True))
            parts.append(Quotation("\n".join(quote.text for quote in fact.quotes)))
            parts.extend([Text(fact.remark)] if fact.remark else [])
        places = "、".join(dict.fromkeys(quote.place for fact in facts for quote in fact.quotes))
        parts.append(Text(self.phrases("place.notice", number=notice.number, place=places)))
        parts.append(self.term(today))
        if any(fact.id == "term" for fact in facts):
            parts.append(self.later_documents())
        return Reply(
            parts=tuple(parts),
            buttons=((self.contact_button(),),),
            answer=("notice",),
            quotes=_short_enough([quote.text for fact in facts for quote in fact.quotes]),
        )

    def contact(self, text: str = "") -> Reply:
        """The contact as a card, with what a person may want to copy from it; `text` is the question, if any."""
        contact, said = self.knowledge.notice.contact, normalise(text)
        asked = [key for key in _CONTACT if self._is_cued(key, said)] or ["phone"]
        not_stated = self.phrases("contact.not_stated", what=self.phrases("contact.hours"))
        above = [Text(not_stated, strong=True)] if self._is_cued("hours", said) else []
        copies = tuple(
            Copy(self.phrases(f"contact.{key}", **{key: ""}).rstrip("：:"), value)
            for key, value in (("phone", contact.phone), ("email", contact.email), ("address", contact.address))
        )
        return Reply(
            parts=(*above, Text(self.phrases("contact.heading", office=contact.office)), self.card()),
            buttons=(copies,),
            answer=("contact",),
            quotes=tuple(getattr(contact, key) for key in asked),
        )

    def card(self) -> Card:
        """The contact's labelled lines, with the caution about what is printed oddly."""
        contact = self.knowledge.notice.contact
        lines = tuple(self.phrases(f"contact.{key}", **{key: getattr(contact, key)}) for key in _CONTACT)
        caution = contact.email_caution
        return Card(contact, lines, self.phrases("contact.caution", caution=caution) if caution else None)

    def term(self, today: date) -> Text:
        """One line on whether the notice is in force on `today`, and whom to ask when it is not."""
        if today not in self._terms:  # the same all day, and part of nearly every reply
            self._terms.clear()
            self._terms[today] = self._term(today)
        return self._terms[today]

    def _term(self, today: date) -> Text:
        notice = self.knowledge.notice
        state = in_force(notice, today)
        start, end = self.day(notice.effective), self.day(term_end(notice))
        values: dict[InForce, dict[str, object]] = {
            "not_yet": {"start": start, "today": self.day(today)},
            "yes": {"start": start, "end": end},
            "disputed": {"start": start, "today": self.day(today), "years": notice.term_years},
            "expired": {"start": start, "end": end},
        }
        line = self.phrases(f"in_force.{state}", **values[state])
        if state == "yes":
            return Text(line)
        later = "、".join(document.number for document in notice.later_documents)
        if later:
            line += self.phrases("in_force.later", documents=later)
        return Text(line + self.phrases("in_force.ask", office=notice.contact.office_short))

    def later_documents(self) -> Rows:
        """The later documents with where they were seen."""
        return Rows(
            tuple(
                self.phrases(
                    "in_force.later_document", number=document.number, title=document.title, seen=document.seen_where
                )
                for document in self.knowledge.notice.later_documents
            )
        )

    def day(self, day: date) -> str:
        """A date as people write it."""
        return self.phrases("date", year=day.year, month=day.month, day=day.day)

    def contact_button(self) -> Button:
        """The way to a person, one step from every answer."""
        return Button(self.phrases("job.contact"), "contact")

    def people_buttons(self, offered: Collection[str] = ()) -> tuple[Button, ...]:
        """The ways to people where the bot is of no help: the contact unless `offered`, and being handed over."""
        contact = () if "contact" in offered else (self.contact_button(),)
        return *contact, Button(self.phrases("job.handoff"), "handoff")

    def entry_button(self, entry: Entry) -> Button:
        """The way to another entry."""
        return Button(self.phrases("choice.entry", title=entry.title), f"entry:{entry.number}")

    def _is_cued(self, key: str, said: str) -> bool:
        return any(cue in said for cue in self.phrases.words(f"cues.{key}"))

    def _facts_asked(self, text: str) -> tuple[Fact, ...]:
        facts, said = self.knowledge.notice.facts, normalise(text)
        heard = _heard(said, self._fact_words)
        if not heard:
            return tuple(fact for fact in facts if fact.id in _IN_SHORT)
        best = max(heard, key=lambda word: (heard[word], len(word)))  # of words said as well the longest says most
        return (self._fact_words[best],)

    def _whole_button(self, entry: Entry) -> Button:
        return Button(self.phrases("entry.whole", title=entry.title), f"entry:{entry.number}")

    def _related(self, labels: Iterable[str], shown: Entry) -> tuple[tuple[Button, ...], ...]:
        entries = [entry for entry in self.knowledge.faq.entries if entry is not shown]
        wanted = [entry for label in labels for entry in entries if label == f"faq:{entry.number}"]
        return tuple((self.entry_button(entry),) for entry in wanted[:_MOST_RELATED])

    def _place(self, clauses: Sequence[Clause], entry: Entry) -> str:
        return self.phrases("place", number=self.knowledge.notice.number, place=entry.section, entry=entry.number)


def _heard(said: str, words: Collection[str]) -> dict[str, float]:
    """The words that stand in `said`, with how surely, 0..100; where some stand there as written, only these."""
    if written := {word: 100.0 for word in words if word in said}:
        return written
    short, long = [word for word in words if len(word) <= len(said)], [word for word in words if len(word) > len(said)]
    found: dict[str, float] = {}
    for tried, scorer in ((short, fuzz.partial_ratio), (long, fuzz.ratio)):  # a short message is compared as a whole
        matches = process.extract(said, tried, scorer=scorer, score_cutoff=_WORD_HEARD, limit=None)
        found |= {word: score for word, score, _ in matches}
    return {word: found[word] for word in words if word in found}


def _short_enough(quotes: Sequence[str]) -> tuple[str, ...]:
    """The quotes to be highlighted; none where all of them together are more than one can take in."""
    return tuple(quotes) if len(quotes) == 1 or sum(map(len, quotes)) <= MOST_QUOTED else ()
