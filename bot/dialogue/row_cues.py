"""What a question wants of rows that it names, or that were spoken of just before: their industry, or a yes or no."""

from bot.phrases import Phrases
from bot.text.normalise import normalise


class RowCues:
    """Knows the words; built once from the product's phrases."""

    def __init__(self, phrases: Phrases) -> None:
        self._industry = phrases.words("cues.same_industry")
        self._others = phrases.words("cues.others")
        self._group = phrases.words("cues.group")
        self._whether = phrases.words("cues.whether")
        self._whether_end = phrases.words("cues.whether_end")

    def asks_for_industry(self, text: str) -> bool:
        """Whether other rows of the same industry are asked for: 这一行还有哪些."""
        said = normalise(text)
        return any(word in said for word in self._industry) and any(word in said for word in self._others)

    def names_group(self, text: str) -> bool:
        """Whether a list of a group is asked for, whatever its name: 教育行业."""
        said = normalise(text)
        return any(word in said for word in self._group)

    def asks_whether(self, text: str) -> bool:
        """Whether the answer is yes or no: 电工的代码是不是6-31-01-02."""
        said = normalise(text).rstrip("?!。 ")
        return said.endswith(self._whether_end) or any(word in said for word in self._whether)
