"""The shape of ``calibration.yaml``: thresholds that `python -m bot calibrate` sets on held-aside example questions.

The file is written by that command; it may be left out, then the values stand that are written here.
"""

from dataclasses import field, fields
from datetime import date
from pathlib import Path

from bot.knowledge.faults import Fault
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

FILE = "calibration.yaml"


@record
class Zones:
    """Thresholds on probabilities, each 0..1."""

    answer: float = 0.5  # the best label must be this likely to be answered
    margin: float = 0.12  # and this far ahead of the second
    decline: float = 0.4  # likeliness of "nothing of ours" from which the question is declined
    look_up: float = 0.45  # likeliness of a look-up that the name of an occupation needs
    choice: float = 0.04  # a label must be this likely to be offered
    lone: float = 0.2  # and this likely to be offered alone


@record
class Reached:
    """What the values reached on the held-aside examples: shares in per cent."""

    in_scope: float  # answered right, of those that have an answer
    oos_recall: float  # declined, of those that have none
    wrong: float  # something untrue given as the answer, of all
    offered: float  # right label among the first two choices, of those with an answer that were asked back
    calibration_error: float  # expected calibration error of the confidence


@record
class Calibration:
    """The values, and how they were come by."""

    sharpness: float = 8.0  # what scores are multiplied with before the softmax
    zones: Zones = field(default_factory=Zones)
    made: date | None = None
    questions: int = 0  # held-aside examples it was made with
    examples: str = ""  # hash of the examples it was made with
    reached: Reached | None = None
    line: int = 0


def read_calibration(folder: Path, faults: list[Fault]) -> Calibration:
    """The content of ``calibration.yaml``, checked; the values above where there is no such file, or a faulty one."""
    if not (folder / FILE).exists():
        return Calibration()
    calibration = read_yaml(folder / FILE, Calibration, faults)
    if calibration:
        faults += [Fault(FILE, calibration.line, *problem) for problem in _problems(calibration)]
    return calibration or Calibration()


def written(calibration: Calibration) -> str:
    """The content of the file that holds `calibration`."""
    lines = [
        "# Written by `make calibrate`: thresholds set on example questions held aside. Better answers come from",
        "# better examples, not from changing a value here; after many new examples run it again.",
        f"made: {calibration.made}",
        f"questions: {calibration.questions}",
        f"examples: '{calibration.examples}'",
        f"sharpness: {calibration.sharpness:g}",
        "zones:",
        *(f"  {zone.name}: {getattr(calibration.zones, zone.name):g}" for zone in fields(Zones)),
    ]
    if calibration.reached:
        lines.append("reached: # on the held-aside examples, in per cent")
        lines += [f"  {share.name}: {getattr(calibration.reached, share.name):g}" for share in fields(Reached)]
    return "\n".join(lines) + "\n"


def _problems(calibration: Calibration) -> list[tuple[str, str]]:
    """(field, problem) of every value that is out of range."""
    found = []
    if not 0 < calibration.sharpness <= 100:
        found.append(("sharpness", f"must be above 0 and at most 100, not {calibration.sharpness:g}"))
    for zone in fields(Zones):
        value = getattr(calibration.zones, zone.name)
        if not 0 <= value <= 1:
            found.append((f"zones.{zone.name}", f"must be from 0 to 1, not {value:g}"))
    return found
