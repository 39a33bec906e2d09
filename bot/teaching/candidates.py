"""What a question that is about an occupation may mean: the name in it, and the rows that it could be a name of."""

from bot.desk import Desk
from bot.knowledge.catalog import Occupation
from bot.matching.descriptions import LACKING
from bot.teaching.groups import Group

_MOST = 6
_LONGEST_NAME = 16  # characters; a longer text is a sentence, not a name


def name_in(desk: Desk, text: str) -> str:
    """The name of an occupation that a question asks about: what the look-up took for one, else the whole text."""
    mentions = [mention.text for mention in desk.lookup.mentions(text) if mention.kind != "code"]
    name = max(mentions, key=len, default=text.strip())
    return name.strip("？?。！!， ")[:_LONGEST_NAME]


def rows_for(desk: Desk, group: Group) -> list[Occupation]:
    """The rows that a group's name could stand for, the likeliest first: picked, found near, described."""
    text = group.lead.text
    finding = desk.lookup.find(text)
    codes = [label.removeprefix("occ:") for label, _ in group.picked.most_common()]
    codes += [label.removeprefix("occ:") for label in group.lead.labels]
    codes += [row.code for row in finding.rows]
    codes += [row.code for mention in finding.mentions for row in mention.nearest]
    codes += [code for code, _ in desk.matcher.describer.rank(text)[:_MOST] if code != LACKING]
    rows = {row.code: row for row in desk.knowledge.catalog.occupations}
    return [rows[code] for code in dict.fromkeys(codes) if code in rows][:_MOST]
