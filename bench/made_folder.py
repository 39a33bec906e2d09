"""Knowledge folders of any size: the product's own, with entries, example questions and occupations made up.

An entry has a topic of its own, two characters drawn at random; its questions are those of the product with the topic
before them. What is made reads like nothing, but has as many words, classes and names as a real folder of its size.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bot.knowledge.loader import Knowledge
from bot.text.normalise import is_chinese

QUESTIONS = 20  # of an entry
_KEPT = 30  # questions that are kept of each other file of examples


def make_folder(folder: Path, product: Path, knowledge: Knowledge, entries: int, rows: int) -> list[str]:
    """Writes a knowledge folder with that many entries and occupations; gives a question for each of some entries."""
    random = Random(entries + rows)
    letters = sorted(set("".join(_questions(knowledge))))
    chinese = [letter for letter in letters if is_chinese(letter)]
    topics = ["".join(random.sample(chinese, 3)) for _ in range(entries)]
    shutil.copytree(product, folder, ignore=shutil.ignore_patterns("checks", "faq-*", "follow-ups*"))
    _trim_examples(folder / "examples")
    asked = [text for text in _questions(knowledge) if 4 < len(text) < 20]
    _write(folder / "faq.yaml", {"entries": list(_entries(product, topics))})
    groups = [
        {"label": f"faq:{number}", "questions": [f"{topic}{text}" for text in random.sample(asked, QUESTIONS)]}
        for number, topic in enumerate(topics, 1)
    ]
    _write(folder / "examples" / "made.yaml", {"source": "made by bench/made_folder.py", "groups": groups})
    catalog = yaml.safe_load((product / "catalog.yaml").read_text("utf-8"))
    catalog["occupations"] += _occupations(catalog["occupations"], rows, chinese, random)
    _write(folder / "catalog.yaml", catalog)
    return [f"{random.choice(asked)}{topic}" for topic in random.choices(topics, k=200)]


def _questions(knowledge: Knowledge) -> list[str]:
    """The product's questions about its entries."""
    groups = (group for file in knowledge.examples for group in file.groups if group.label.startswith("faq:"))
    return sorted({text for group in groups for text in group.questions if group.after is None})


def _entries(product: Path, topics: list[str]) -> Iterator[dict[str, Any]]:
    """The product's entries, as other files cite them, and behind them one a topic."""
    real = yaml.safe_load((product / "faq.yaml").read_text("utf-8"))["entries"]
    yield from real
    for number, topic in list(enumerate(topics, 1))[len(real) :]:
        clause = {"place": f"{topic}{number}", "text": f"{topic}{real[number % len(real)]['clauses'][0]['text']}"}
        yield {"number": number, "title": topic, "question": topic, "section": f"{topic}{number}", "clauses": [clause]}


def _occupations(real: list[dict[str, Any]], rows: int, letters: list[str], random: Random) -> list[dict[str, Any]]:
    """Rows behind the real ones: three characters at random and the ending, industry and category of a real one."""
    made: list[dict[str, Any]] = []
    for number in range(len(real) + 1, rows + 1):
        like = random.choice(real)
        code = f"{1 + number % 8}-9{number // 10_000}-{number // 100 % 100:02}-{number % 100:02}"
        name = "".join(random.sample(letters, 3)) + like["name"][-1]
        made.append({**like, "number": number, "code": code, "name": name, "names": [], "green": False})
    return made


def _trim_examples(folder: Path) -> None:
    """Keeps some questions of every other file."""
    for path in folder.glob("*.yaml"):
        content = yaml.safe_load(path.read_text("utf-8"))
        for group in content["groups"]:
            group["questions"] = group["questions"][:_KEPT]
        _write(path, content)


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
