from __future__ import annotations

import pytest

from simsocial.analysis.budget import read_budget, write_budget
from simsocial.analysis.futures import over_futures, titles_of
from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.figure_regret import draw_regret
from simsocial.report.over_futures import futures_view
from simsocial.report.prices import frames_table, price_table
from simsocial.report.texts import Texts
from tests.unit.analysis.planted_futures import write_futures


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_futures(tmp_path_factory.mktemp("outputs") / "planted")


@pytest.fixture(scope="module")
def found(folder):
    return over_futures(folder)


def view_of(folder, found, language):
    catalog = Catalog(Texts(language), Results(folder).manifest)
    return futures_view(catalog, found, titles_of(folder), "2027-2031")


def test_one_table_a_criterion_with_a_column_a_future_and_a_line_an_option(folder, found):
    view = view_of(folder, found, "de")
    assert [row.cells[0] for row in view.futures.rows] == ["wie erwartet", "Z"]
    waiting, cost = view.regret
    assert waiting.columns[1:3] == ("wie erwartet", "Z")
    assert len(waiting.rows) == len(cost.rows) == 4
    assert "weniger ist besser" in waiting.caption
    # Who never falls behind has no worst future.
    assert any("(Z)" in row.cells[3] for row in waiting.rows)


def test_sentences_say_who_is_dominated_and_where_options_change_places(folder, found):
    german, english = (" ".join(view_of(folder, found, one).flips) for one in ("de", "en"))
    assert "übertroffen" in german
    assert "is dominated by" in english
    assert "Annahme decides" in german
    assert "EUR je Einheit" in german
    assert "the other way round" in english


def test_a_picture_shows_every_future(folder, found, tmp_path):
    catalog = Catalog(Texts("de"), Results(folder).manifest)
    picture = draw_regret(catalog, found.regret, titles_of(folder), "2027-2031", tmp_path)
    svg = picture.svg.read_text(encoding="utf-8")
    assert "wie erwartet" in svg
    assert ">Z<" in svg
    assert "Bedauern" in picture.title
    assert draw_regret(catalog, found.regret.iloc[:0], {}, "2027-2031", tmp_path) is None


def test_prices_and_frames_as_tables(tmp_path):
    frame = {"budget": {"kreis_eur_per_year": 10.0, "fte": {}}}
    results = Results(write_futures(tmp_path / "planted", frame))
    write_budget(results)
    catalog, budget = Catalog(Texts("de"), results.manifest), read_budget(results)
    (row,) = price_table(catalog, budget.prices, "bold").rows
    assert row.cells[0] == "Kennzahl waiting"
    assert row.cells[4].startswith("1,0")
    frames = frames_table(catalog, budget.frames)
    # With one frame there is no line for all together.
    assert [row.cells[4] for row in frames.rows] == [
        "100\N{NO-BREAK SPACE}%",
        "0\N{NO-BREAK SPACE}%",
        "0\N{NO-BREAK SPACE}%",
    ]
    unsure = budget.prices.assign(state="not_determined")
    assert price_table(catalog, unsure, "bold").rows[0].cells[4] == "nicht bestimmt"
