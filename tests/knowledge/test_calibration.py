from pathlib import Path

import pytest

from bot.knowledge.calibration import Calibration, Zones, read_calibration
from bot.knowledge.faults import Fault


def read(folder: Path, text: str) -> tuple[Calibration, list[str]]:
    (folder / "calibration.yaml").write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    return read_calibration(folder, faults), list(map(str, faults))


def test_without_a_file_the_defaults_stand(tmp_path: Path) -> None:
    faults: list[Fault] = []
    assert read_calibration(tmp_path, faults) == Calibration()
    assert not faults


def test_a_file_may_set_some_values_only(tmp_path: Path) -> None:
    calibration, faults = read(tmp_path, "sharpness: 5.5\nzones: {answer: 0.7}\n")
    assert not faults
    assert calibration.sharpness == 5.5
    assert calibration.zones == Zones(answer=0.7)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sharpness: 0\n", "sharpness: must be above 0"),
        ("zones: {answer: 1.5}\n", "zones.answer: must be from 0 to 1, not 1.5"),
        ("zones: {margin: -0.1}\n", "zones.margin: must be from 0 to 1"),
        ("zones: {annswer: 0.5}\n", "annswer"),
        ("made: yesterday\n", "made"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, told: str) -> None:
    _, faults = read(tmp_path, text)
    assert any(told in fault for fault in faults), faults
    assert all(fault.startswith("calibration.yaml:1: ") for fault in faults)
