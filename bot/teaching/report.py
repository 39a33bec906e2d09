"""What was taught as lines of text, for whoever is at the machine."""

from collections.abc import Iterator

from bot.knowledge.taught import Taught, Teaching


def listed(taught: Taught) -> Iterator[str]:
    """A line for every teaching, the newest first: number, time (UTC), role, what was decided, what about, why."""
    for teaching in reversed(taught.teachings):
        what = " ".join(filter(None, (teaching.label, teaching.kind, teaching.name, teaching.code, teaching.quote)))
        what += f" (after {teaching.after})" if teaching.after else ""
        undone = f"  [undone {teaching.undone.at} by {teaching.undone.by}]" if teaching.undone else ""
        yield f"{teaching.id}  {teaching.at}  {teaching.by}  {teaching.decision}: {what}{_about(teaching)}{undone}"


def _about(teaching: Teaching) -> str:
    questions = "".join(f"\n    {question}" for question in teaching.questions)
    return questions + (f"\n    why: {teaching.why}" if teaching.why else "")
