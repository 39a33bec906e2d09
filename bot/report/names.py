"""How the figures are called in words: labels, kinds of refusal, questions of the self-test, columns."""

from collections.abc import Mapping

from bot.knowledge.loader import Knowledge
from bot.phrases import Phrases
from bot.record import record


@record
class Names:
    """Names by key. What has none (any more), such as a row taken out of the catalogue, is called by its key."""

    phrases: Phrases
    labels: Mapping[str, str]
    refusals: Mapping[str, str]
    questions: Mapping[str, str]

    @classmethod
    def of(cls, knowledge: Knowledge, phrases: Phrases) -> "Names":
        """The names that the knowledge and the wording give."""
        return cls(
            phrases,
            {f"faq:{entry.number}": entry.title for entry in knowledge.faq.entries}
            | {f"occ:{row.code}": row.name for row in knowledge.catalog.occupations},
            {refusal.id: refusal.title for refusal in knowledge.refusals.kinds},
            {question.id: question.title for question in knowledge.eligibility.questions},
        )

    def label(self, label: str) -> str:
        """What a label stands for."""
        return self.labels.get(label) or self._said("label", label) or label.removeprefix("occ:list:")

    def refusal(self, kind: str) -> str:
        """The title of a kind of refusal."""
        return self.refusals.get(kind) or self._said("refusal", kind) or kind

    def question(self, question: str) -> str:
        """The title of a question or stage of the self-test."""
        return self.questions.get(question) or self._said("stage", question) or question

    def value(self, value: str) -> str:
        """A value of the tables (channel, outcome, verdict ...) in words."""
        return self._said("value", value) or value

    def column(self, column: str) -> str:
        """The heading of a column."""
        return self.phrases(f"figures.column.{column}")

    def table(self, table: str) -> str:
        """The heading of a table."""
        return self.phrases(f"figures.table.{table}")

    def _said(self, group: str, key: str) -> str | None:
        name = f"figures.{group}.{key.replace(':', '_')}"
        return self.phrases(name) if name in self.phrases.texts else None
