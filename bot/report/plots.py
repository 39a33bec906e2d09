"""Plots as SVG whose words stay words, so that the server needs no Chinese fonts. Needs matplotlib (extra `report`)."""

import io
import warnings
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_COLOURS = ("#2f6f9f", "#e0a030", "#b04a4a", "#6a8f4f")  # told apart by the colour-blind and in grey
_WIDTH, _HEIGHT, _BAR = 8.0, 2.8, 0.28  # inches
_LETTER = 0.145  # inches that a Chinese character of a label takes
_MARKS = 10  # dates that fit below a plot
_NOTHING_ELSE = dict.fromkeys(("Date", "Creator", "Format", "Type"))  # metadata that is left out


def stacked(days: Sequence[str], parts: Mapping[str, Sequence[int]], line: tuple[str, Sequence[int]]) -> str:
    """Bars of `parts` on top of each other for each day, and a line over them."""
    with mpl.rc_context(_STYLE):
        figure = Figure((_WIDTH, _HEIGHT), layout="constrained")
        axes = figure.subplots()
        for (name, values), colour, below in zip(parts.items(), _COLOURS, _floors(parts), strict=False):
            axes.bar(range(len(days)), values, bottom=below, label=name, color=colour, width=0.8)
        axes.plot(range(len(days)), line[1], label=line[0], color="#222222", marker="o", markersize=2.5, linewidth=1)
        step = max(1, -(-len(days) // _MARKS))
        axes.set_xticks(range(0, len(days), step), [day[5:] for day in days[::step]])
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        figure.legend(loc="outside right upper", frameon=False)
        return _svg(figure)


def bars(values: Mapping[str, int]) -> str:
    """A bar for each name, the first on top."""
    with mpl.rc_context(_STYLE):
        height = 0.6 + _BAR * len(values)
        figure = Figure((_WIDTH, height))
        left = min(0.6, (0.2 + _LETTER * max(map(len, values))) / _WIDTH)
        axes = figure.add_axes((left, 0.35 / height, 0.94 - left, 1 - 0.45 / height))
        drawn = axes.barh(list(values), list(values.values()), color=_COLOURS[0])
        axes.bar_label(drawn, padding=3)
        axes.invert_yaxis()
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        return _svg(figure)


def _floors(parts: Mapping[str, Sequence[int]]) -> list[list[int]]:
    """Where the bars of each part begin: on top of those before."""
    days = zip(*parts.values(), strict=True)
    return [list(floor) for floor in zip(*(accumulate(day, initial=0) for day in days), strict=True)][:-1]


def _svg(figure: Figure) -> str:
    """The picture without what stands before its first tag, as it goes into a page."""
    file = io.StringIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the reader's browser has the characters
        figure.savefig(file, format="svg", metadata=_NOTHING_ELSE)
    text = file.getvalue()
    return text[text.index("<svg") :]
