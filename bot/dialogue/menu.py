"""What can be reached without asking: greeting, help, the entries, lists of occupations, the document, about."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from bot.dialogue.answers import Answers
from bot.dialogue.lookups import Lookups
from bot.knowledge.talk import Topic
from bot.occupations.lists import branches
from bot.occupations.mention import Listing
from bot.record import record
from bot.reply import Button, Document, Quotation, Reply, Rows, Text

JOBS = ("policy", "occupations", "quiz", "contact")


@record
class Menu:
    """Composes the fixed replies."""

    answers: Answers
    lookups: Lookups

    def greeting(self) -> Reply:
        """Who this is and the four jobs."""
        notice, catalog = self.answers.knowledge.notice, self.answers.knowledge.catalog
        text = self._say("greeting", number=notice.number, title=notice.title, count=len(catalog.occupations))
        return Reply((Text(text),), self._jobs(), ("smalltalk",))

    def help(self) -> Reply:
        """What can be asked, with examples from the data."""
        row = self.answers.knowledge.catalog.occupations[0]
        rows = (
            self._say("help.policy"),
            self._say("help.occupations", name=row.name, code=row.code, industry=row.industry),
            self._say("help.quiz"),
            self._say("help.contact"),
        )
        return Reply((Text(self._say("help.intro")), Rows(rows)), self._jobs(), ("smalltalk",))

    def smalltalk(self, topic: Topic | None) -> Reply:
        """The written reply to small talk; the greeting where the topic is not on the list."""
        if topic is None:
            return self.greeting()
        return Reply((Text(topic.reply),), answer=("smalltalk",))

    def nothing(self, phrase: str) -> Reply:
        """Nothing is there that could be called off or gone back in."""
        return Reply((Text(self._say(phrase)),), answer=("smalltalk",))

    def entries(self) -> Reply:
        """The official questions."""
        entries = self.answers.knowledge.faq.entries
        rows = tuple(self._say("entry.heading", entry=entry.number, question=entry.question) for entry in entries)
        return Reply((Rows(rows),), tuple((self.answers.entry_button(entry),) for entry in entries))

    def branches(self) -> Reply:
        """Industries and categories with the number of their occupations."""
        catalog = self.answers.knowledge.catalog
        buttons = tuple(
            (Button(self._say("list.item", word=listing.word, count=len(listing.rows)), f"list:{address}:0"),)
            for address, listing in self._listings()
        )
        heading = self._say("list.all", catalog=catalog.title, count=len(catalog.occupations))
        return Reply((Text(heading),), buttons)

    def catalog(self) -> Reply:
        """Industries and categories, and all rows as a table (CSV)."""
        catalog = self.answers.knowledge.catalog
        table = StringIO()
        lines = csv.writer(table, lineterminator="\n")
        lines.writerow(self._say("list.columns").split("、"))
        lines.writerows((row.number, row.code, row.name, row.industry, row.category) for row in catalog.occupations)
        caption = self._say("telegram.file_catalog", count=len(catalog.occupations))
        return self.branches().with_parts(Document(f"{catalog.title}.csv", table.getvalue(), caption))

    def which_occupation(self) -> Reply:
        """Asks for the occupation where none was named."""
        row = self.answers.knowledge.catalog.occupations[0]
        example = self._say("help.occupations", name=row.name, code=row.code, industry=row.industry)
        whole = Button(self._say("job.occupations"), "occupations")
        parts = (Text(self._say("occupation.which")), Text(example))
        return Reply(parts, ((whole,), (self.answers.contact_button(),)), ("oos",))

    def rephrase(self) -> Reply:
        """After "none of these"."""
        office = self.answers.knowledge.notice.contact.office_short
        return Reply(
            (Text(self._say("ask_back.rephrase", office=office)),), ((self.answers.contact_button(),),), ("oos",)
        )

    def about(self, today: date) -> Reply:
        """Source, term and version."""
        notice = self.answers.knowledge.notice
        text = self._say(
            "about",
            issuer=notice.issuer,
            title=notice.title,
            number=notice.number,
            effective=self.answers.day(notice.effective),
            version=_version(),
        )
        return Reply((Text(text), self.answers.term(today)), answer=("notice",))

    def notice(self, today: date) -> Reply:
        """The document's number, title and term, and all of its words as a text file."""
        knowledge = self.answers.knowledge
        notice = knowledge.notice
        words = "\n".join(clause.printed for clause in knowledge.clauses.values())
        return Reply(
            (
                Text(notice.title, strong=True),
                Quotation(f"{notice.number}\n{notice.term}"),
                self.answers.term(today),
                self.answers.later_documents(),
                Document(f"{notice.number}.txt", words, self._say("telegram.file_notice")),
            ),
            ((self.answers.contact_button(),),),
            ("notice",),
            quotes=(notice.number, notice.term),
        )

    def whole(self) -> Listing:
        """The whole catalogue under its printed title."""
        catalog = self.answers.knowledge.catalog
        return Listing(catalog.title, "all", catalog.occupations)

    def listing(self, address: str) -> tuple[Listing, int] | None:
        """The list and page that a button's address names, None for an address that names none."""
        name, _, page = address.rpartition(":")
        found = dict(self._listings()).get(name) or self._by_prefix(name)
        return (found, int(page)) if found and page.isdecimal() else None

    def listing_of(self, word: str) -> Listing | None:
        """The list of an industry, category or code prefix as its label names it."""
        return next((found for _, found in self._listings() if found.word == word), None) or self._by_prefix(word)

    def _listings(self) -> Iterator[tuple[str, Listing]]:
        """Address and list of everything, every category and every industry."""
        catalog = self.answers.knowledge.catalog
        for listing in (self.whole(), *(listing for _, listing in branches(catalog))):
            yield self.lookups.address(listing), listing

    def _by_prefix(self, prefix: str) -> Listing | None:
        rows = tuple(row for row in self.answers.knowledge.catalog.occupations if row.code.startswith(prefix))
        return Listing(prefix, "prefix", rows) if rows and prefix else None

    def _jobs(self) -> tuple[tuple[Button, ...], ...]:
        buttons = [Button(self._say(f"job.{job}"), job) for job in JOBS]
        return (tuple(buttons[:2]), tuple(buttons[2:]))

    def _say(self, key: str, **values: object) -> str:
        return self.answers.phrases(key, **values)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # reads mail headers: slow to import

    try:
        return version("policy-helpdesk-bot")
    except PackageNotFoundError:  # a copy that was never installed
        return "dev"
