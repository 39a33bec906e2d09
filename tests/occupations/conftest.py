from pathlib import Path

import pytest

from bot.knowledge.catalog import Catalog, read_catalog
from bot.knowledge.faults import Fault
from bot.occupations.lookup import Lookup

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    faults: list[Fault] = []
    read = read_catalog(KNOWLEDGE, faults)
    assert read is not None, faults
    return read


@pytest.fixture(scope="session")
def lookup(catalog: Catalog) -> Lookup:
    return Lookup(catalog)
