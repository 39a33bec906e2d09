"""The replies of teaching: a group of questions and what may be decided, a preview, the list of what was taught."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.desk import Desk
from bot.knowledge.catalog import Occupation
from bot.knowledge.faq import Entry
from bot.knowledge.talk import EMPTY, TOO_LONG
from bot.knowledge.taught import Taught, Teaching
from bot.matching.pieces import pieces
from bot.record import record
from bot.reply import Button, Reply, Rows, Text
from bot.teaching.groups import Group, Reason
from bot.teaching.labels import Labels, shortened
from bot.teaching.preview import Flip, Preview

_PLAIN = ("contact", "notice", "quiz")  # labels that questions may belong to beside the entries
_LONGEST_SHOWN = 200  # characters of a question that are shown; all of it is taught
_MOST_FLIPS = 8
_MOST_LISTED = 10
_MOST_DIGESTED = 5


@record
class Wording:
    """Composes the replies in the words of the desk in force."""

    desk: Desk

    @property
    def labels(self) -> Labels:
        """Names for labels."""
        return Labels(self.desk)

    def group(self, groups: Sequence[Group], position: int, previewed: Collection[int] = ()) -> Reply:
        """One group of the queue (`position` counts from 0), with a button for every decision.

        `previewed` are the questions about which a decision is being previewed.
        """
        if not groups:
            return self.said("nothing")
        position %= len(groups)
        group = groups[position]
        lines = [self._say("heading", position=position + 1, count=len(groups)), *self._asked(group)]
        if any(number in previewed for number in group.ids):
            lines.append(self._say("being_previewed"))
        return Reply(
            (Text(lines[0], strong=True), Rows(tuple(lines[1:]))),
            (*self._decisions(group.lead.id), self._on(group.lead.id, position, len(groups))),
            in_place=True,
        )

    def pieces(self, lead: int, entry: Entry) -> Reply:
        """The sentences of an entry, to choose the one that answers."""
        texts = [piece.text for piece in pieces(entry)]
        numbers = [Button(str(n), f"teach:entry:{lead}:{entry.number}:{n}") for n in range(1, len(texts) + 1)]
        whole = Button(self._staff("whole"), f"teach:entry:{lead}:{entry.number}:0")
        rows = tuple(self._say("piece", position=n, text=text) for n, text in enumerate(texts, 1))
        heading = Text(self._say("which_piece", number=entry.number, title=entry.title), strong=True)
        return Reply((heading, Rows(rows)), (tuple(numbers), (whole, self._back(lead))), in_place=True)

    def kinds(self, lead: int) -> Reply:
        """The kinds of refusal."""
        kinds = [kind for kind in self.desk.knowledge.refusals.kinds if kind.id not in (EMPTY, TOO_LONG)]
        buttons = tuple(Button(kind.title, f"teach:decline:{lead}:{kind.id}") for kind in kinds)
        return Reply((Text(self._say("which_kind"), strong=True),), (buttons, (self._back(lead),)), in_place=True)

    def occupations(self, lead: int, name: str, rows: Sequence[Occupation]) -> Reply:
        """The rows that a name may stand for."""
        buttons = [(Button(self.labels(f"occ:{row.code}"), f"teach:name:{lead}:{row.code}"),) for row in rows]
        absent = Button(self._staff("absent"), f"teach:absent:{lead}")
        parts = (Text(self._say("which_occupation", name=name), strong=True), Text(self._staff("name_hint", id=lead)))
        return Reply(parts, (*buttons, (absent, self._back(lead))), in_place=True)

    def working(self, decision: str) -> Reply:
        """A preview is being made."""
        return Reply((Text(self._say("working", decision=decision)),), in_place=True)

    def preview(self, key: str, decision: str, found: Preview) -> Reply:
        """What would change, with buttons to keep it or to leave it."""
        parts = [Text(self._say("preview", decision=decision), strong=True)]
        answers = Rows(tuple(map(self._answer, found.texts)))
        checked = self._say("checked", count=found.checked, better=len(found.better), worse=len(found.worse))
        near = [self._say("near_row", text=n.text, label=self.labels(n.label), place=n.place) for n in found.near]
        return Reply(
            (
                *parts,
                answers,
                Text(checked),
                *self._flips("worse", found.worse),
                *self._flips("better", found.better),
                *((Text(self._say("near")), Rows(tuple(near))) if near else ()),
            ),
            ((Button(self._staff("save"), f"teach:save:{key}"), Button(self._staff("drop"), f"teach:drop:{key}")),),
            in_place=True,
        )

    def taught(self, taught: Taught, local: datetime) -> Reply:
        """The newest teachings, with a button to undo each that is in force; times are shown in the zone of `local`."""
        if not taught.teachings:
            return self.said("list_empty")
        newest = taught.teachings[: -_MOST_LISTED - 1 : -1]
        buttons = tuple(
            Button(self._staff("undo", id=teaching.id), f"undo:{teaching.id}")
            for teaching in newest
            if teaching.undone is None
        )
        rows = tuple(self.row(teaching, local) for teaching in newest)
        heading = Text(self._say("list", count=len(taught.active)), strong=True)
        return Reply((heading, Rows(rows)), (buttons,) if buttons else ())

    def row(self, teaching: Teaching, local: datetime) -> str:
        """One line about a teaching."""
        moment = datetime.fromisoformat(f"{teaching.at}+00:00").astimezone(local.tzinfo)
        key = "row_undone" if teaching.undone else "row"
        role = self._say(f"role.{teaching.by}")
        decision = self.labels.decision(teaching)
        return self._say(key, id=teaching.id, when=f"{moment:%Y-%m-%d %H:%M}", role=role, decision=decision)

    def digest(self, groups: Sequence[Group]) -> Reply | None:
        """How much waits, and what most; nothing where nothing waits."""
        if not groups:
            return None
        rows = tuple(
            self._say("digest_row", text=shortened(group.lead.text), reasons=self.reasons(group))
            for group in groups[:_MOST_DIGESTED]
        )
        heading = Text(self._say("digest", count=len(groups)), strong=True)
        return Reply((heading, Rows(rows)), ((Button(self._staff("begin"), "unanswered:0"),),))

    def reasons(self, group: Group) -> str:
        """Why a group is in the queue, with numbers."""
        counts: Counter[Reason] = group.reasons
        return "、".join(
            self._say("reason.count", reason=self._say(f"reason.{reason}"), count=counts[reason])
            for reason in Reason
            if counts[reason]
        )

    def said(self, key: str, *lines: str, in_place: bool = False, **values: object) -> Reply:
        """A phrase of teaching, and below it lines such as faults."""
        below = (Rows(tuple(lines)),) if lines else ()
        return Reply((Text(self._say(key, **values)), *below), in_place=in_place)

    def _asked(self, group: Group) -> Iterable[str]:
        """How often and why, every wording, what the bot gave, what askers picked."""
        yield self._say("asked", count=len(group.questions), reasons=self.reasons(group))
        contexts = {question.text: question.context for question in reversed(group.questions)}
        for text in group.wordings.values():
            context = contexts[text]
            shown = shortened(text, _LONGEST_SHOWN)
            yield (
                self._say("wording_after", text=shown, context=shortened(context))
                if context
                else self._say("wording", text=shown)
            )
        lead = group.lead
        given = (f"oos/{lead.kind}",) if lead.outcome == "declined" and lead.kind else lead.labels
        if given:
            yield self._say("got", labels=self.labels.several(given))
        if group.picked:
            yield self._say("picked", labels=self.labels.several(label for label, _ in group.picked.most_common()))

    def _decisions(self, lead: int) -> Iterable[tuple[Button, ...]]:
        entries = self.desk.knowledge.faq.entries
        yield tuple(
            Button(self._staff("entry", number=entry.number, title=entry.title), f"teach:entry:{lead}:{entry.number}")
            for entry in entries
        )
        yield tuple(Button(self.labels(label), f"teach:label:{lead}:{label}") for label in _PLAIN)
        yield (
            Button(self._staff("occupation"), f"teach:occupation:{lead}"),
            Button(self._staff("decline"), f"teach:decline:{lead}"),
        )

    def _on(self, lead: int, position: int, count: int) -> tuple[Button, ...]:
        ignore = Button(self._staff("ignore"), f"teach:ignore:{lead}")
        return (ignore, Button(self._staff("next"), f"unanswered:{position + 1}")) if count > 1 else (ignore,)

    def _back(self, lead: int) -> Button:
        return Button(self._staff("back"), f"teach:group:{lead}")

    def _answer(self, flip: Flip) -> str:
        if flip.before == flip.after:
            return self._say("same", text=flip.question, before=self.labels.seen(flip.before))
        return self._changed(flip)

    def _changed(self, flip: Flip) -> str:
        before, after = self.labels.seen(flip.before), self.labels.seen(flip.after)
        return self._say("change", text=flip.question, before=before, after=after)

    def _flips(self, key: str, flips: Sequence[Flip]) -> Iterable[Text | Rows]:
        if not flips:
            return
        rows = [
            self._say("wanted", change=self._changed(flip), wanted=self.labels.several(flip.wanted))
            for flip in flips[:_MOST_FLIPS]
        ]
        if len(flips) > _MOST_FLIPS:
            rows.append(self._say("more", count=len(flips) - _MOST_FLIPS))
        yield Text(self._say(key))
        yield Rows(tuple(rows))

    def _say(self, key: str, **values: object) -> str:
        return self.desk.dialogue.phrases(f"teach.{key}", **values)

    def _staff(self, key: str, **values: object) -> str:
        return self.desk.dialogue.phrases(f"staff.teach.{key}", **values)
