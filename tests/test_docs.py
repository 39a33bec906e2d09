"""The documentation is true: generated pages are as the program would write them, and what they name exists."""

import importlib.util
import re
from pathlib import Path

import pytest

from bot.cli import build_parser

PROJECT = Path(__file__).resolve().parents[1]
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")])


def make_docs():
    spec = importlib.util.spec_from_file_location("make_docs", PROJECT / "tools" / "make_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_what_the_program_writes(desk):
    for name, content in make_docs().pages(desk).items():
        assert (PROJECT / name).read_text("utf-8") == content.rstrip("\n") + "\n", f"{name}: run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_commands_named_in_the_docs_exist():
    known = set(re.findall(r"^    (\w+)  ", build_parser().format_help(), flags=re.MULTILINE))
    for page in PAGES:
        for command in re.findall(r"python -m bot (?:--knowledge \S+ )?([a-z]+)", page.read_text("utf-8")):
            assert command in known, f"{page.name}: {command}"


def test_make_targets_named_in_the_docs_exist():
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", page.read_text("utf-8"), flags=re.MULTILINE):
            assert (target[0] or target[1]) in targets, f"{page.name}: {target}"


def test_ci_runs_the_test_command_of_the_readme():
    command = "make test"
    assert command in (PROJECT / "README.md").read_text("utf-8")
    assert command in (PROJECT / ".ci" / "run").read_text("utf-8")


def test_the_unit_that_the_docs_quote_is_the_one_to_be_installed():
    unit = (PROJECT / "deploy" / "policy-helpdesk-bot.service").read_text("utf-8").splitlines()
    (quoted,) = re.findall(
        r"```\n\[Service\]\n(.*?)```", (PROJECT / "docs" / "telegram.md").read_text("utf-8"), re.DOTALL
    )
    assert set(quoted.splitlines()) <= set(unit)
    for what in ("Environment=TZ=", "MemoryMax="):
        assert [line for line in quoted.splitlines() if line.startswith(what)]


def test_commands_beside_the_service_get_all_that_the_unit_sets():
    unit = (PROJECT / "deploy" / "policy-helpdesk-bot.service").read_text("utf-8")
    command = re.search(
        r"^helpdesk\(\) \{\n(.*?)^\}", (PROJECT / "docs" / "telegram.md").read_text("utf-8"), re.DOTALL | re.M
    )
    own = r"(?:WorkingDirectory|EnvironmentFile|DynamicUser|StateDirectory\w*|CacheDirectory|UMask)=\S+"
    wanted = [f"-p {line}" for line in re.findall(rf"^{own}", unit, re.M)]
    wanted += [f"-E {value}" for value in re.findall(r"^Environment=(\S+)", unit, re.M)]
    wanted += [value.removesuffix(" run") for value in re.findall(r"^ExecStart=(.+)", unit, re.M)]
    assert len(wanted) == 11
    assert [one for one in wanted if f" {one} " not in command[1].replace("\n", " ")] == []
