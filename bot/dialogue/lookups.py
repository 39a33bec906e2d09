"""Replies to look-ups of occupations: rows, why a name was read so, what is not in the catalogue, lists by page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.dialogue.answers import Answers
from bot.knowledge.catalog import Occupation
from bot.occupations.mention import Finding, Listing, Mention
from bot.record import record
from bot.reply import Button, Copy, Part, Reply, Rows, Text

PAGE = 10  # rows of a list shown at once
_MOST_ROWS = 5  # rows that a name may fit to be answered with all of them
_MOST_ASKED = 5  # rows offered where a name may mean more of them
_LONGEST_SAID = 24  # characters of what was said that are shown again
_PLAINLY = ("printed", "code")  # kinds of mention that need no explanation


@record
class Lookups:
    """Composes replies about occupations."""

    answers: Answers

    def reply(self, finding: Finding, today: date, categories: Sequence[str] = (), whether: bool = False) -> Reply:
        """The answer to what was found, and whether it is of the `categories` asked about; never a code on a guess.

        `whether`: a yes or no is asked for, also to a code that is said to be a row's.
        """
        if finding.kind == "list":
            return self.listing(finding.listings[0], 0, today)
        if finding.kind in ("absent", "wrong_code"):
            return self._with_term(self._absent(finding.mentions), ("occ:none",), (), today)
        if finding.kind == "unsure" or len(finding.rows) > _MOST_ROWS:
            return self._which(finding)
        reply = self.rows(finding.rows, finding.mentions, today, categories)
        verdict = self._is_its_code(finding.mentions) if whether else None
        return replace(reply, parts=(Text(verdict, strong=True), *reply.parts)) if verdict else reply

    def rows(
        self, rows: Sequence[Occupation], mentions: Sequence[Mention], today: date, categories: Sequence[str] = ()
    ) -> Reply:
        """Rows with their codes, how the name was read, and what was asked for but is not there."""
        missed = (mention for mention in mentions if not mention.rows)
        parts: list[Part] = [*self._absent(replace(m, nearest=_others(m.nearest, rows)) for m in missed)]
        parts += [Text(self._belongs(row, categories), strong=True) for row in rows if categories]
        parts += [Text(line) for line in self._explained(rows, mentions)]
        parts.append(Rows(tuple(map(self.row, rows))))
        parts += [Text(self._say("occupation.green", name=row.name)) for row in rows if row.green]
        reply = self._with_term(parts, tuple(f"occ:{row.code}" for row in rows), rows, today)
        return reply.with_buttons(tuple(Copy(row.code, row.code) for row in rows))

    def listing(self, listing: Listing, page: int, today: date) -> Reply:
        """One page of a list; `page` counts from 0 and is brought into range."""
        pages, page = _pages(listing), self.page_in(listing, page)
        shown = self.shown(listing, page)
        if listing.by == "prefix":
            heading = self._say("code.group", prefix=listing.word, count=len(listing.rows))
        else:
            heading = self._say("list.heading", word=listing.word, count=len(listing.rows))
        parts: list[Part] = [Text(heading, strong=True), Rows(tuple(map(self.row, shown)))]
        if pages > 1:
            parts.append(Text(self._say("list.page", page=page + 1, pages=pages)))
        reply = self._with_term(parts, (f"occ:list:{listing.word}",), shown, today)
        steps = [("list.previous", page - 1)] * (page > 0) + [("list.next", page + 1)] * (page < pages - 1)
        turns = tuple(Button(self._say(key), f"list:{self.address(listing)}:{target}") for key, target in steps)
        return Reply(reply.parts, ((turns,) if turns else ()) + reply.buttons, reply.answer)

    def page_in(self, listing: Listing, page: int) -> int:
        """The page of a list that is nearest to `page`."""
        return min(max(page, 0), _pages(listing) - 1)

    def shown(self, listing: Listing, page: int) -> Sequence[Occupation]:
        """The rows of a page; `page` as in `listing`."""
        page = self.page_in(listing, page)
        return listing.rows[page * PAGE : (page + 1) * PAGE]

    def row(self, row: Occupation) -> str:
        """One line about a row."""
        return self._say("occupation.row", name=row.name, code=row.code, industry=row.industry, category=row.category)

    def address(self, listing: Listing) -> str:
        """An ASCII name of a list for a button: a prefix as it is, an industry or category by its place in the file."""
        if listing.by == "prefix":
            return listing.word
        catalog = self.answers.knowledge.catalog
        groups = {"all": (), "category": catalog.categories, "industry": catalog.industries}[listing.by]
        return f"{listing.by}-{next((n for n, group in enumerate(groups, 1) if group.name == listing.word), 0)}"

    def _which(self, finding: Finding) -> Reply:
        """Asks which of several rows was meant."""
        rows, line = finding.rows[:_MOST_ASKED], self._may_be(finding.mentions[0], len(finding.rows))
        buttons = tuple((Button(self._say("choice.occupation", name=row.name), f"code:{row.code}"),) for row in rows)
        none = Button(self._say("ask_back.none"), "none")
        return Reply(
            (Text(line), Text(self._say("ask_back"))),
            (*buttons, (none,), (self.answers.contact_button(),)),
            choices=tuple(f"occ:{row.code}" for row in rows),
            confidence=finding.score,
        )

    def _may_be(self, mention: Mention, count: int) -> str:
        """That a name may mean so many rows."""
        if mention.reason:
            return self._say("occupation.unsure", said=mention.text, why=mention.reason)
        said = _short(mention.text)
        if count == 1:
            return self._say("occupation.may_be", said=said)
        if count > _MOST_ASKED:
            return self._say("occupation.among", said=said, count=count, shown=_MOST_ASKED)
        return self._say("occupation.several", said=said, count=count)

    def _absent(self, mentions: Iterable[Mention]) -> list[Part]:
        """What is not in the catalogue, why, and the nearest rows, marked as other occupations."""
        parts: list[Part] = []
        for mention in mentions:
            if mention.how == "described":
                parts.append(Text(self._say("absent.described"), strong=True))
                near = self._say("absent.compared")
            elif mention.kind == "code":
                parts.append(Text(self._say("code.absent", code=mention.read_as), strong=True))
                near = self._say("code.siblings")
            else:
                parts.append(Text(self._say("absent.name", said=mention.text), strong=True))
                near = self._say("absent.nearest")
            if mention.absent:
                parts.append(Text(mention.absent.why))
            if mention.nearest:
                parts += [Text(near), Rows(tuple(map(self.row, mention.nearest)))]
        return parts

    def _belongs(self, row: Occupation, categories: Sequence[str]) -> str:
        """Yes or no to "is it of this category", with the category that it is of."""
        key = "occupation.category_yes" if row.category in categories else "occupation.category_no"
        return self._say(key, name=row.name, category=row.category)

    def _is_its_code(self, mentions: Sequence[Mention]) -> str | None:
        """Yes or no to "is this the code of that", where one row is named and one code is said."""
        named = [mention for mention in mentions if mention.kind != "code"]
        codes = [mention.read_as for mention in mentions if mention.kind == "code"]
        if len(named) != 1 or len(codes) != 1 or len(named[0].rows) != 1:
            return None
        row = named[0].rows[0]
        if row.code == codes[0]:
            return self._say("occupation.code_yes", name=row.name, code=row.code)
        return self._say("occupation.code_no", name=row.name, code=row.code, other=codes[0])

    def _explained(self, rows: Sequence[Occupation], mentions: Iterable[Mention]) -> list[str]:
        """How each name that is not a printed one was read, once."""
        lines = []
        for mention in mentions:
            if (mention.rows and mention.kind not in _PLAINLY) or mention.how in ("homophone", "near", "pinyin"):
                names = "、".join(row.name for row in mention.rows if row in rows)
                kind = self._say(f"kind.{_reading(mention)}")
                lines.append(self._say("occupation.read_as", said=_short(mention.text), kind=kind, name=names))
        return list(dict.fromkeys(lines))

    def _with_term(
        self, parts: Iterable[Part], answer: tuple[str, ...], rows: Sequence[Occupation], today: date
    ) -> Reply:
        """The parts with the edition note, the place and the term line below them."""
        knowledge = self.answers.knowledge
        annex = knowledge.notice.annexes[0].number
        place = self._say("place.rows", number=knowledge.notice.number, annex=annex, catalog=knowledge.catalog.title)
        below = [Text(place), self.answers.term(today)]
        if rows:
            below.insert(0, Text(self._say("occupation.edition")))
        quotes = tuple(piece for row in rows for piece in (row.name, row.code)) if len(rows) <= _MOST_ROWS else ()
        return Reply((*parts, *below), ((self.answers.contact_button(),),), answer, quotes=quotes)

    def _say(self, key: str, **values: object) -> str:
        return self.answers.phrases(key, **values)


def _pages(listing: Listing) -> int:
    return max(1, -(-len(listing.rows) // PAGE))


def _others(rows: Iterable[Occupation], shown: Sequence[Occupation]) -> tuple[Occupation, ...]:
    return tuple(row for row in rows if row not in shown)


def _reading(mention: Mention) -> str:
    """The phrase that names how a mention was read."""
    by_how = {"homophone": "typo", "near": "typo"} | {how: how for how in ("pinyin", "initials", "described")}
    return by_how.get(mention.how, mention.kind)


def _short(said: str) -> str:
    """What was said, cut where it would fill the reply."""
    return said if len(said) <= _LONGEST_SAID else said[:_LONGEST_SAID] + "…"
