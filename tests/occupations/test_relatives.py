import pytest

from bot.knowledge.catalog import Catalog
from bot.occupations.lookup import Lookup
from bot.occupations.mention import Finding
from bot.occupations.relatives import follow_up, relatives


@pytest.mark.parametrize(
    ("before", "said", "meant"),
    [
        ("中式面点师", "西式的那个", ["西式面点师"]),
        ("中式烹调师", "那西式呢", ["西式烹调师"]),
        ("西式面点师", "中式的", ["中式面点师"]),
        ("装配钳工", "工具的那个", ["工具钳工"]),
        ("装配钳工", "机修呢", ["机修钳工"]),
        ("电工", "末尾02的", ["机修钳工"]),
        ("家用电器产品维修工", "02那个", ["家用电子产品维修工"]),
        ("电工", "它的代码呢", []),
        ("电工", "车工呢", []),  # not of one family, so named in full and found by name
        ("中式面点师", "中式的那个", []),  # itself
        ("电工", "2022年的那个", []),
        ("电工", "", []),
    ],
)
def test_what_is_meant_after(catalog: Catalog, before: str, said: str, meant: list[str]) -> None:
    spoken_of = [row for row in catalog.occupations if row.name == before]
    assert spoken_of
    assert [row.name for row in relatives(said, spoken_of, catalog.occupations)] == meant


def test_every_row_is_found_by_its_own_part_beside_one_of_its_family(catalog: Catalog) -> None:
    for row in catalog.occupations:
        for other in catalog.occupations:
            if row != other and row.name[-2:] == other.name[-2:]:
                shared = next(n for n in range(1, 99) if row.name[-n:] != other.name[-n:]) - 1
                own = row.name[: len(row.name) - shared]
                assert not own or row in relatives(own, [other], catalog.occupations)


def test_after_nothing_nothing_is_meant(catalog: Catalog) -> None:
    assert relatives("西式的那个", [], catalog.occupations) == ()


@pytest.mark.parametrize("code", ["6-18-01-02", "6-18-01-03", "4-10-01-09"])
def test_a_code_written_out_means_itself(catalog: Catalog, code: str) -> None:
    asked = Lookup(catalog).find(f"{code}呢")
    for before in ("6-18-01-02", "6-18-01-01", "4-10-01-01"):
        assert follow_up(asked, f"{code}呢", [before], catalog.occupations) == asked


def test_of_several_rows_found_the_relative_is_meant(catalog: Catalog) -> None:
    western = tuple(row for row in catalog.occupations if row.name.startswith("西式"))
    assert len(western) > 1
    meant = follow_up(Finding("unsure", western), "西式的那个", ["4-03-02-02"], catalog.occupations)
    assert meant is not None
    assert [row.name for row in meant.rows] == ["西式面点师"]
