"""Keeps fitted models as plain data, so that they are fitted once for every content of the knowledge folder.

A cache file is one line of JSON (words, classes, vocabularies, biases) and the weights as little-endian float32.
It is a copy of what can be computed: unreadable or damaged files are ignored, a folder that cannot be written too.
"""

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from array import array
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.matching.linear import LinearModel
from bot.matching.models import Models

_KEPT = 4  # cache files of other contents that may stay


def cache_key(content_hash: str) -> str:
    """Names the models of this knowledge made by this program: a change of either asks for new ones."""
    digest = hashlib.sha256(content_hash.encode())
    for folder in ("matching", "text", "occupations", "data"):
        for file in sorted((files("bot") / folder).iterdir(), key=lambda file: file.name):
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def load_models(folder: Path, key: str) -> Models | None:
    """The models kept under `key`, None where there are none that can be read."""
    try:
        head, _, body = _path(folder, key).read_bytes().partition(b"\n")
        return _from_plain(json.loads(head), memoryview(body))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_models(folder: Path, key: str, models: Models) -> bool:
    """Keeps the models, all or nothing; False where the folder cannot be written."""
    head, weights = _to_plain(models)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".model-")
        with os.fdopen(handle, "wb") as file:
            file.write(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + weights)
        os.replace(name, _path(folder, key))
    except OSError:
        return False
    _forget_old(folder)
    return True


def _path(folder: Path, key: str) -> Path:
    return folder / f"model-{key}"


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob("model-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_KEPT:]:
        with contextlib.suppress(OSError):
            path.unlink()


def _to_plain(models: Models) -> tuple[dict[str, Any], bytes]:
    tables = {"": models.intents, "descriptions": models.descriptions, **models.clauses}
    weights = b"".join(_little_endian(model.weights).tobytes() for model in tables.values())
    heads = {
        name: {"classes": model.classes, "bias": model.bias, "vocabulary": list(model.vocabulary)}
        for name, model in tables.items()
    }
    return {"words": models.words, "models": heads, "bytes": len(weights)}, weights


def _from_plain(head: dict[str, Any], body: memoryview) -> Models:
    if head["bytes"] != len(body):
        raise ValueError("cut short")
    tables, start = {}, 0
    for name, model in head["models"].items():
        end = start + 4 * len(model["vocabulary"]) * (len(model["classes"]) + 1)
        weights = array("f", body[start:end].tobytes())
        vocabulary = {feature: position for position, feature in enumerate(model["vocabulary"])}
        tables[name] = LinearModel(tuple(model["classes"]), vocabulary, _little_endian(weights), tuple(model["bias"]))
        start = end
    return Models(head["words"], tables.pop(""), tables.pop("descriptions"), tables)


def _little_endian(weights: "array[float]") -> "array[float]":
    if sys.byteorder == "big":  # pragma: no cover
        weights = array("f", weights)
        weights.byteswap()
    return weights
