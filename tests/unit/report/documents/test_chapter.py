from __future__ import annotations

import docx
import pandas as pd
import pytest

from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.documents.chapter import write_chapter
from simsocial.report.documents.chapter_tables import _Cells, movement_table, population_table, supply_tables
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


def test_nobody_is_born_or_dies_in_part(catalog):
    levels = pd.DataFrame(
        [("population", "region", "2029", 1519.5, 1519.0, 1520.0)],
        columns=["indicator", "area", "period", "mean", "low", "high"],
    )
    rounded = {
        name: _Cells(levels, 2, getattr(Numbers(catalog), name))("population", "region", "2029")
        for name in ("plain_level", "whole_level")
    }
    assert rounded == {"plain_level": "1.519,5", "whole_level": "1.520"}


def test_each_service_with_places_in_several_areas_has_a_table(catalog, alone):
    places = [service for service in catalog.services if catalog.concept(service, "places")]
    tables = list(supply_tables(catalog, alone))
    assert len(tables) == len(places)
    for table in tables:
        assert [row.cells[0] for row in table.rows][-1] == catalog.area("region")


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


@pytest.mark.parametrize("tables", [[Table(("Ort", "2027"), caption="Kita")], []])
def test_no_heading_stands_above_nothing(catalog, alone, tmp_path, monkeypatch, tables):
    monkeypatch.setattr("simsocial.report.documents.chapter.supply_tables", lambda *_: iter(tables))
    paragraphs = docx.Document(str(write_chapter(catalog, alone, tmp_path))).paragraphs
    assert (catalog.texts("chapter-supply") in [one.text for one in paragraphs]) == bool(tables)
