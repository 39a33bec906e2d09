"""Replies to what is asked: each question by its zone, with what is spoken of from then on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.dialogue.answers import Answers
from bot.dialogue.ask import Ask, Zone
from bot.dialogue.conversation import Conversation, Pending, Topic
from bot.dialogue.declines import Declines
from bot.dialogue.evidence import OCCUPATION, OCCUPATION_LIST
from bot.dialogue.handoff import MOST_RECENT, Handoff
from bot.dialogue.lookups import Lookups
from bot.dialogue.menu import Menu
from bot.dialogue.row_cues import RowCues
from bot.dialogue.understanding import Understanding
from bot.occupations.mention import Finding, Listing
from bot.occupations.relatives import follow_up
from bot.record import record
from bot.reply import Reply, Rows, Text, joined_reply
from bot.text.dates import find_date

if TYPE_CHECKING:
    from bot.dialogue.quiz import Quiz

_FEW = 8  # characters of a part of a name with little else
_MANY_MISSES = 2  # misses in a row after which the contact is shown unasked


@record
class Turn:
    """A conversation after an event, and the reply to it."""

    conversation: Conversation
    reply: Reply


@record
class Questions:
    """Answers, asks back, declines and looks up; holds no state of any chat. `quiz` is called where it is needed."""

    understanding: Understanding
    answers: Answers
    lookups: Lookups
    declines: Declines
    menu: Menu
    handoff: Handoff
    cues: RowCues
    quiz: Callable[[], "Quiz"]

    def asked(self, conversation: Conversation, text: str, today: date) -> Turn:
        """The reply to a message that asks something, in the light of the conversation."""
        asks = self.understanding.read(text, conversation.topic)
        turns: list[Turn] = []
        for ask in asks:
            turns.append(self._ask(turns[-1].conversation if turns else conversation, ask, today))
        if len(turns) == 1:
            return self._counted(turns[0], text)
        heading = Text(self.answers.phrases("several", count=len(turns)))
        return Turn(replace(turns[-1].conversation, misses=0), joined_reply(heading, [turn.reply for turn in turns]))

    def _ask(self, conversation: Conversation, ask: Ask, today: date) -> Turn:
        """The reply to one thing asked."""
        if "quiz" in ask.choices and ask.zone is not Zone.DECLINE and self.quiz().is_story(ask.text):
            return self.begun(conversation, ask.text, today)
        if ask.zone is Zone.DECLINE:
            topic = conversation.topic
            return Turn(replace(conversation, pending=None, topic=topic), self.declines.decline(ask))
        if ask.label in (OCCUPATION, OCCUPATION_LIST):
            return self._looked_up(conversation, ask, today)
        if ask.zone is Zone.ASK:
            reply = self.declines.ask_back(ask)
            return Turn(replace(conversation, pending=Pending(ask.text, reply.choices)), reply)
        return self.answered(conversation, ask, today)

    def answered(self, conversation: Conversation, ask: Ask, today: date) -> Turn:
        """The answer to what is known to be asked."""
        if ask.label == "quiz":
            return self.begun(conversation, ask.text, today)
        topic = conversation.topic
        if ask.label != "smalltalk":  # what was spoken of before is still the topic after a "thank you"
            topic = Topic(ask.label, ask.text, _codes(ask, topic))
        reply = replace(self._answer(ask, today), confidence=ask.confidence)
        return Turn(replace(conversation, topic=topic, pending=None), reply)

    def _answer(self, ask: Ask, today: date) -> Reply:
        kinds: dict[str, Callable[[], Reply]] = {
            "contact": lambda: self.answers.contact(ask.text),
            "notice": lambda: self.answers.fact(ask.text, today),
            "smalltalk": lambda: self.menu.smalltalk(self.understanding.smalltalk.topic(ask.text)),
        }
        if ask.label in kinds:
            return kinds[ask.label]()
        entry = self.answers.knowledge.faq.entry(int(ask.label.partition(":")[2]))
        quoted = self.understanding.matcher.quote(ask.text, ask.label, ask.before)
        reply = self.answers.entry(entry, quoted, today, ask.related)
        places = {piece.clause.place for piece in quoted} or {clause.place for clause in entry.clauses}
        limits = [limit for limit in self.answers.knowledge.notice.time_limits if limit.quote.place in places]
        start = find_date(ask.text, today) if limits else None
        return reply.with_parts(Rows(self.quiz().deadlines(start, limits))) if start else reply

    def _looked_up(self, conversation: Conversation, ask: Ask, today: date) -> Turn:
        finding = ask.finding
        if conversation.topic and (ask.before or (finding and _is_vague(finding, ask.text))):
            finding = follow_up(finding, ask.text, conversation.topic.codes, self.answers.knowledge.catalog.occupations)
        finding = self._of_rows_before(finding, conversation.topic, ask.text)
        if finding and finding.rows and self.cues.asks_for_industry(ask.text):
            industry = self.menu.listing_of(finding.rows[0].industry)
            return self.list_page(conversation, industry or self.menu.whole(), 0, today)
        if (finding is None or finding.kind == "none") and ask.label == OCCUPATION_LIST:
            return self._whole_list(conversation, ask.text, today)
        if finding is None or finding.kind == "none":
            reply = self.menu.which_occupation()
            return Turn(replace(conversation, pending=Pending(ask.text, reply.choices)), reply)
        categories = self.understanding.lookup.lists(ask.text).listings
        asked = [one.word for one in categories if one.by == "category"]
        reply = self.lookups.reply(finding, today, asked, self.cues.asks_whether(ask.text))
        if not reply.answer:
            return Turn(replace(conversation, pending=Pending(ask.text, reply.choices)), reply)
        word = finding.listings[0].word if finding.kind == "list" else None
        codes = tuple(row.code for row in finding.rows) if word is None else ()
        return Turn(replace(conversation, topic=Topic(reply.answer[0], ask.text, codes, word), pending=None), reply)

    def _of_rows_before(self, finding: Finding | None, topic: Topic | None, text: str) -> Finding | None:
        """The rows spoken of before, where a question without a name is about them: their industry, their category."""
        rows = self.answers.knowledge.catalog.with_codes(topic.codes) if topic else ()
        lists = finding is None or finding.kind == "none" or (finding.kind == "list" and not finding.mentions)
        if not rows or not lists:
            return finding
        of_category = finding is not None and finding.kind == "list" and finding.listings[0].by == "category"
        asked = self.cues.asks_for_industry(text) or (of_category and self.cues.asks_whether(text))
        return Finding("codes", rows) if asked else finding

    def _whole_list(self, conversation: Conversation, text: str, today: date) -> Turn:
        """Everything, where no list is known by the name that was said; then that is said first."""
        turn = self.list_page(conversation, self.menu.whole(), 0, today)
        if not (self.cues.names_group(text) and self.understanding.lookup.says_which(text)):
            return turn
        note = Text(self.answers.phrases("list.no_such_group"), strong=True)
        return replace(turn, reply=replace(turn.reply, parts=(note, *turn.reply.parts)))

    def _counted(self, turn: Turn, text: str) -> Turn:
        """Counts misses in a row; from the second on the question `text` is handed over with those before."""
        missed = not turn.reply.answer or turn.reply.answer == ("oos",)
        misses = turn.conversation.misses + 1 if missed else 0
        conversation = turn.conversation
        if misses != conversation.misses:
            conversation = replace(conversation, misses=misses)
        if misses < _MANY_MISSES:
            return Turn(conversation, turn.reply)
        questions = (*conversation.recent, text)[-MOST_RECENT:]
        return Turn(conversation, self.handoff.after_misses(turn.reply, questions))

    def begun(self, conversation: Conversation, story: str, today: date) -> Turn:
        """The self-test, from where it was left or from the start."""
        quiz, session = self.quiz(), conversation.quiz
        step = quiz.resume(session, today) if session and quiz.is_open(session) else None
        step = step or quiz.begin(story, today)
        topic = Topic("quiz", story) if story else conversation.topic
        return Turn(replace(conversation, quiz=step.session, topic=topic, pending=None, misses=0), step.reply)

    def list_page(self, conversation: Conversation, listing: Listing, page: int, today: date) -> Turn:
        """A page of a list, in place of the one before where the same list is turned."""
        turned = conversation.topic is not None and conversation.topic.word == listing.word
        reply = replace(self.lookups.listing(listing, page, today), in_place=turned)
        page = self.lookups.page_in(listing, page)
        topic = Topic(reply.answer[0], listing.word, word=listing.word, page=page)
        return Turn(replace(conversation, topic=topic, pending=None), reply)


def _is_vague(finding: Finding, text: str) -> bool:
    """Whether nothing is sure; a few words may be part of a name (西式的那个), also where they describe nothing."""
    described = bool(finding.mentions) and all(mention.how == "described" for mention in finding.mentions)
    return finding.kind == "unsure" or (finding.kind == "absent" and described and len(text) <= _FEW)


def _codes(ask: Ask, topic: Topic | None) -> tuple[str, ...]:
    """The occupations a question names in passing, else those that it follows up."""
    if ask.finding and ask.finding.kind == "codes":
        return tuple(row.code for row in ask.finding.rows)
    return topic.codes if ask.before and topic else ()
