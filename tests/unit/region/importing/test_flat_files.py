"""One line a number, a person or a grid cell: GENESIS, registers, Zensus."""

from __future__ import annotations

import pytest

from simsocial.core.errors import RegionError
from tests.unit.region.importing.conftest import FILES

GENESIS = [
    ["aemtshausen", "m", 0, 17, 76], ["aemtshausen", "m", 18, "", 340],
    ["aemtshausen", "f", 0, 17, 74], ["aemtshausen", "f", 18, "", 360],
    ["burg", "m", 0, 17, 51], ["burg", "m", 18, "", 260],
    ["burg", "f", 0, 17, 49], ["burg", "f", 18, "", 290],
]  # fmt: skip


def _rows(imported):
    return imported.tables["population"].drop(columns="reference_date").to_numpy().tolist()


@pytest.mark.parametrize("dialect", ["genesis_old", "genesis_new"])
def test_both_dialects_of_genesis_with_a_dot_and_lost_zeros(read, dialect):
    imported = read("population", f"{dialect}.csv")
    assert _rows(imported) == GENESIS
    assert imported.tables["areas"].to_numpy().tolist() == [
        ["aemtshausen", "Ämtshausen", "01051001"],
        ["burg", "Burg", "01051002"],
    ]
    assert set(imported.tables["population"]["reference_date"]) == {"2023-12-31"}
    assert any("'.' is 360" in line for line in imported.notes.assumptions)
    assert not imported.notes.differences


def test_a_register_counts_completed_years_on_the_day(read):
    rows = _rows(read("population", "register.csv", time="2023"))
    assert len(rows) == 2 * 2 * 101
    assert [row for row in rows if row[4]] == [
        ["nord", "m", 23, 23, 1],
        ["nord", "f", 0, 0, 1],
        ["sued", "m", 32, 32, 1],
        ["sued", "f", 33, 33, 1],
        ["sued", "f", 100, "", 1],
    ]


def test_a_register_with_births_needs_a_date(read):
    with pytest.raises(RegionError, match=r"register\.csv: 'no date' is not valid.*--year"):
        read("population", "register.csv")


def test_a_register_with_ages(read):
    rows = _rows(read("population", "register_ages.csv", time="2023"))
    assert [row for row in rows if row[4]] == [["nord", "m", 23, 23, 2], ["nord", "f", 0, 0, 1]]


def test_a_person_without_a_readable_birth_is_named(read, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("Geburtsdatum;Geschlecht;Ortsteil\n31.02.1990;w;Nord\n", encoding="utf-8")
    with pytest.raises(RegionError, match=r"register\.csv, row 2, column 1: '31\.02\.1990' is not valid"):
        read("population", path, time="2023")


def test_grid_cells_are_summed_to_areas_and_what_does_not_add_up_stays(read):
    imported = read("population", "zensus_grid.csv", cells=FILES / "zensus_cells.csv")
    assert _rows(imported) == [
        ["nord", "t", 0, 17, 6],
        ["nord", "t", 18, 64, 26],
        ["nord", "t", 65, "", 10],
        ["sued", "t", 0, 17, 5],
        ["sued", "t", 18, 64, 10],
        ["sued", "t", 65, "", 5],
    ]
    assert set(imported.tables["population"]["reference_date"]) == {"2022-05-15"}
    assert "zensus_grid.csv: 1 suppressed figures of cells (–) add nothing" in imported.notes.assumptions
    assert "zensus_grid.csv: 1 cells without an area in zensus_cells.csv" in imported.notes.left_out
    assert [line.split(": ")[1] for line in imported.notes.differences] == [
        "Nord, all ages is 44, its parts are 42"
    ]


def test_grid_cells_alone_say_what_is_missing(read):
    with pytest.raises(RegionError, match=r"zensus_grid\.csv, row 1, column GITTER_ID_100m: .*--cells"):
        read("population", "zensus_grid.csv")
