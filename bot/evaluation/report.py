"""The scoreboard as plain text: compact tables of per cents, each with its 95 % interval where it is ours."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from unicodedata import east_asian_width

from bot.evaluation.curve import Curve
from bot.evaluation.measures import MEASURES, Share
from bot.evaluation.outcome import Outcome
from bot.evaluation.reliability import calibration_error
from bot.evaluation.scoreboard import Measured, Scoreboard, Sliced
from bot.knowledge.calibration import Calibration, Reached, Zones

_CAVEAT = "Other questions, and most of all more intents to choose between: an orientation, no ranking."
_PUBLISHED = ("in_scope", "oos_recall")
_BASELINE_MEASURES = ("in_scope", "oos_recall", "wrong", "turn2")


def printed_curve(found: Curve) -> str:
    """The learning curve as two tables."""
    names: Sequence[str] = ("in_scope", "oos_recall", "none_recall", "wrong", "turn2")
    rows = [[p.name, str(p.examples), *(_percent(p.measures[name]) for name in names)] for p in found.shares]
    blocks = [f"Learning curve of {found.today}, knowledge {found.knowledge[:12]}"]
    blocks.append(_table(["on the check questions", "examples", *names], rows))
    names = ("in_scope", "oos_recall", "wrong")
    rows = []
    for less, more in found.voices:
        rows.append([less.name, str(less.examples), *(_percent(less.measures[name]) for name in names)])
        changes = (_change(less.measures[name], more.measures[name]) for name in names)
        rows.append([f"{more.name}: gain of the others", str(more.examples), *changes])
    if rows:
        blocks.append(_table(["voices not heard, on their own questions", "examples", *names], rows))
    return "\n\n".join(blocks)


def printed(board: Scoreboard, errors: int = 20) -> str:
    """All tables and the worst `errors` misses."""
    blocks = [
        _heading(board),
        _measures(board.measures),
        _slices("by label", board.labels),
        _slices("by register", board.registers),
        _reliability(board),
        _calibration(board.calibration),
        _baselines(board),
        _ablation(board) if board.ablation else "",
        _peers(board),
        _misses(board.misses, errors),
    ]
    return "\n\n".join(block for block in blocks if block)


def _heading(board: Scoreboard) -> str:
    speed = board.speed
    return (
        f"Scoreboard of {board.today}, knowledge {board.knowledge[:12]}, {board.examples} examples\n"
        f"median {speed.median:.2f} ms a question, 99th percentile {speed.p99:.2f} ms"
    )


def _measures(measures: Measured) -> str:
    rows = [[m.name, *_cells(measures[m.name]), m.definition] for m in MEASURES if measures[m.name].of]
    return _table(["measure", "%", "95 %", "of", "what"], rows)


def _slices(title: str, slices: Sliced) -> str:
    rows = [[name, *_cells(right), str(wrong.hits)] for name, (right, wrong) in slices.items()]
    return _table([title, "% right", "95 %", "of", "wrong"], rows)


def _reliability(board: Scoreboard) -> str:
    rows = [
        [f"{bin.low:.2f}-{bin.high:.2f}", f"{100 * bin.confidence:.1f}", *_cells(bin.right)]
        for bin in board.reliability
    ]
    table = _table(["confidence", "mean", "% right", "95 %", "of"], rows)
    first = "/".join(str(rank) for rank in range(1, len(board.offered) + 1))
    hits = "/".join(str(share.hits) for share in board.offered)
    return (
        f"{table}\nexpected calibration error {100 * calibration_error(board.reliability):.1f}\n"
        f"asked back {board.offered[0].of} questions that have an answer, with a right label among the first {first}"
        f" choices {hits} times"
    )


def _calibration(calibration: Calibration) -> str:
    """The thresholds in use and what they reached on examples held aside."""
    zones = ", ".join(f"{zone.name} {getattr(calibration.zones, zone.name):g}" for zone in fields(Zones))
    lines = [f"thresholds: {zones}; sharpness {calibration.sharpness:g}"]
    if reached := calibration.reached:
        shares = ", ".join(f"{share.name} {getattr(reached, share.name):g}" for share in fields(Reached))
        made = f"calibrated {calibration.made} on {calibration.questions} examples ({calibration.examples})"
        lines.append(f"{made} by models that had not learnt them, which are harder than what people ask: {shares}")
    return "\n".join(lines)


def _ablation(board: Scoreboard) -> str:
    names = [measure.name for measure in MEASURES]
    rows = [["everything", *(_percent(board.measures[name]) for name in names)]]
    for variant, measures in board.ablation.items():
        rows.append([variant, *(_change(board.measures[name], measures[name]) for name in names)])
    return _table(["ablation (change in points)", *names], rows)


def _baselines(board: Scoreboard) -> str:
    rows = [
        [name, *(_percent(measures[measure]) for measure in _BASELINE_MEASURES)]
        for name, measures in board.baselines.items()
    ]
    table = _table(["baselines", *_BASELINE_MEASURES], rows)
    return f"{table}\non the questions about entries and out of scope, which is all that baselines can answer"


def _peers(board: Scoreboard) -> str:
    rows = [["this product", *(_percent(board.measures[name]) for name in _PUBLISHED), str(board.intents), "its own"]]
    rows += [
        [figure.system, f"{figure.in_scope:.1f}", f"{figure.oos_recall:.1f}", str(peer.intents), peer.set]
        for peer in board.peers
        for figure in peer.figures
    ]
    sources = [f"{peer.set}: {peer.source}" for peer in board.peers]
    return "\n".join([_table(["published", *_PUBLISHED, "intents", "questions"], rows), *sources, _CAVEAT])


def _misses(misses: Sequence[Outcome], most: int) -> str:
    rows = [
        [
            f"{miss.given.confidence:.2f}",
            "WRONG" if miss.is_wrong else "declined" if miss.given.answer else "asked",
            miss.case.id,
            "|".join(miss.case.labels),
            ",".join(miss.given.answer or miss.given.choices[:3]) or "-",
            " >> ".join(miss.case.turns),
        ]
        for miss in misses[:most]
    ]
    title = f"the worst {len(rows)} of {len(misses)} misses"
    return f"{title}\n{_table(['sure', 'what', 'id', 'want', 'got or offered', 'question'], rows)}" if rows else ""


def _cells(share: Share) -> list[str]:
    low, high = share.interval
    return [_percent(share), f"{100 * low:.1f}-{100 * high:.1f}", f"{share.hits}/{share.of}"]


def _percent(share: Share) -> str:
    return f"{100 * share.value:.1f}" if share.of else "-"


def _change(whole: Share, part: Share) -> str:
    return f"{100 * (part.value - whole.value):+.1f}" if whole.of else "-"


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, two blanks apart, all to the left."""
    lines = [heading, *rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _width(text: str) -> int:
    """Columns in a terminal, where Chinese characters take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
