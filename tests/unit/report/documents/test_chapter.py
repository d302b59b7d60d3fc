from __future__ import annotations

import docx
import pandas as pd
import pytest

from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.documents.chapter import write_chapter
from simsocial.report.documents.chapter_tables import movement_table, population_table
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table
from simsocial.report.texts import Texts
from tests.unit.report.stored import write_results


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Results:
    return Results(write_results(tmp_path_factory.mktemp("alone") / "probe", 3, options=False))


@pytest.fixture(scope="module")
def catalog(alone) -> Catalog:
    return Catalog(Texts("de"), alone.manifest)


def test_people_by_age_add_up_to_the_population_but_for_rounding(catalog, alone):
    table = population_table(catalog, alone)
    stored = alone.population
    date = max(stored["date"].astype(str))
    runs = len(stored[["draw", "replicate"]].drop_duplicates())
    whole = stored.loc[stored["date"].astype(str) == date, "persons"].sum() / runs
    shown = sum(int(row.cells[-2].replace(".", "")) for row in table.rows)
    assert abs(shown - whole) <= 5 * len(table.rows)
    assert table.rows[0].cells[0] == "0 bis 2"
    assert table.rows[-1].cells[0] == "80 und älter"


def test_movements_have_a_row_each_that_is_stored(catalog, alone):
    labels = {row.cells[0] for row in movement_table(catalog, alone).rows}
    assert catalog.meta("population").label in labels
    assert labels <= {
        catalog.meta(name).label for name in ("births", "deaths", "net_migration", "population")
    }


def test_nobody_is_born_or_dies_in_part_and_a_line_is_rounded_alike(catalog, alone, monkeypatch):
    levels = pd.DataFrame(
        [
            ("status_quo", "births", "region", "2029", 1519.5, 1519.0, 1520.0),
            ("status_quo", "births", "region", "2030", 1503.2, 1440.0, 1560.0),
        ],
        columns=["scenario", "indicator", "area", "period", "mean", "low", "high"],
    )
    monkeypatch.setattr("simsocial.report.documents.chapter_tables.yearly_levels", lambda *_: levels)
    (row,) = movement_table(catalog, alone).rows
    assert row.cells[1:] == ("1.520", "1.500")


def test_the_chapter_opens_with_its_numbers(catalog, alone, tmp_path):
    document = docx.Document(str(write_chapter(catalog, alone, tmp_path)))
    assert document.paragraphs[0].text == "Ausgangslage Musterkreis"
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    level = alone.region_years.query("indicator == 'population' and period == '2031'")["value"].mean()
    assert any(Numbers(catalog).plain_level(level, "population")[:4] in cell for cell in cells)
    assert "Vorhersage" not in " ".join(cells)


def test_numbers_of_wide_tables_keep_to_one_line(catalog, alone, tmp_path, monkeypatch):
    """Ten columns, as from 2023 to 2031; a digit is about 0.64 times as wide as the letters are high."""
    years = Table(("Alter", *map(str, range(2023, 2032))), frozenset(range(1, 10)))
    years.add(["18 bis 39", *["113.480"] * 9])
    monkeypatch.setattr("simsocial.report.documents.chapter.population_table", lambda *_: years)
    document = docx.Document(str(write_chapter(catalog, alone, tmp_path)))
    (wide,) = [table for table in document.tables if table.cell(0, 0).text == "Alter"]
    for cell in wide.rows[1].cells[1:]:
        (run,) = cell.paragraphs[0].runs
        assert len(run.text) * 0.64 * run.font.size.cm + 0.14 < cell.width.cm


def test_no_heading_stands_above_nothing(catalog, alone, tmp_path):
    """The planted figures have no places, so nothing is said of supply."""
    paragraphs = docx.Document(str(write_chapter(catalog, alone, tmp_path))).paragraphs
    assert catalog.texts("chapter-supply") not in [one.text for one in paragraphs]
