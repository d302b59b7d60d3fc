from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import docx
import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.results import Results
from simsocial.region.defaults import default_note
from simsocial.report.area_supply import area_supplies, even_cells, mapped_services
from simsocial.report.catalog import Catalog
from simsocial.report.documents.chapter import write_chapter
from simsocial.report.documents.chapter_tables import supply_table, whole_table
from simsocial.report.figures import draw_figure
from simsocial.report.profile import profile_view, write_profile
from simsocial.report.texts import Texts
from tests.unit.analysis.planted import indicator
from tests.unit.report.planted_figures import AREAS
from tests.unit.report.stored import write_results

PLACES = {"kita": (300, 120, 90, 80, 40, 30, 4, 0), "nursing_home": (60, 0, 0, 0, 0, 0, 0, 0)}
SERVED = {"kita": (190.3, 88.0, 71.4, 55.5, 22.0, 9.7, 2.0, 0.0), "nursing_home": (58.0, *[0.0] * 7)}
SQUARES = {
    area: [[[x, y], [x + 3.0, y], [x + 3.0, y + 4.0], [x, y + 4.0], [x, y]]]
    for number, area in enumerate(AREAS)
    for x, y in [(3.0 * (number % 3) - 1.5, 4.0 * (number // 3) - 2.0)]
}


def plant(folder, **region) -> Results:
    """Store places, demand and occupancy of two services by area, with 30 Kitas of the town A and one elsewhere."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["region"] |= region
    more = [{"site": f"kita_a_{number}", "kind": "kita", "place": "ort_a"} for number in range(1, 31)]
    manifest["region"]["site_places"] += more
    known = {entry["id"] for entry in manifest["indicators"]}
    for service in PLACES:
        for concept, unit in (("places", "places"), ("occupancy", "% of licensed capacity")):
            name = f"{service}_{concept}"
            if name not in known:
                about = {"kind": service, "concept": concept, "unit": unit, "direction": "neutral"}
                field = "kita" if service == "kita" else "elder_care"
                manifest["indicators"].append(indicator(name, field=field, decimals=1, **about))
    path.write_text(json.dumps(manifest), encoding="utf-8")
    stored = pd.read_parquet(folder / "indicators.parquet")
    names = {f"{service}_{concept}" for service in PLACES for concept in ("places", "occupancy")}
    kept = stored[~stored["indicator"].isin(names)]
    pd.concat([kept, *_rows(stored)]).to_parquet(folder / "indicators.parquet", index=False)
    return Results(folder)


def _rows(stored):
    """Yield rows for five runs in two years; people leave over time, more in the east."""
    one = stored[stored["period_kind"] == "year"].iloc[:1].astype(object)
    for run in range(5):
        for year, left in (("2027", 1.0), ("2031", 0.7)):
            for service, places in PLACES.items():
                served = np.array(SERVED[service]) * left * (1.0 + 0.02 * (run - 2))
                cells = [*zip(AREAS, served, places, strict=True), ("region", served.sum(), sum(places))]
                for area, there, licensed in cells:
                    share = 100.0 * there / licensed if licensed else np.nan
                    for concept, top, bottom, value in (
                        ("places", licensed, 1, licensed), ("occupancy", there, licensed, share),
                    ):  # fmt: skip
                        yield one.assign(
                            scenario="status_quo", replicate=run, period=year, area=area, group_kind="all",
                            group="all", indicator=f"{service}_{concept}", numerator=float(top),
                            denominator=float(bottom), value=float(value),
                        )  # fmt: skip


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Results:
    return plant(write_results(tmp_path_factory.mktemp("supply") / "probe", 3, options=False))


@pytest.fixture(params=["de", "en"])
def told(request, planted) -> Catalog:
    return Catalog(Texts(request.param), planted.manifest)


def kita(catalog, results):
    return next(one for one in area_supplies(catalog, results) if one.service == "kita")


def test_decimals_are_the_same_all_down_a_column(told, planted):
    supply = kita(told, planted)
    (cells,) = even_cells(told, supply)
    table = supply_table(told, supply, cells)
    sign = "," if told.texts.language == "de" else "."
    for column in range(1, len(table.columns)):
        numbers = [row.cells[column] for row in table.rows if row.cells[column][0].isdigit()]
        decimals = {len(re.sub(r"\D", "", text.partition(sign)[2])) for text in numbers}
        assert len(decimals) == 1, table.columns[column]
        if "occupancy" not in table.columns[column].lower() and "Auslastung" not in table.columns[column]:
            assert decimals == {0}


def test_services_of_a_region_without_areas_have_a_line_each_and_the_same_decimals(told, planted):
    supplies = area_supplies(told, planted)
    table = whole_table(told, supplies)
    assert [row.cells[0] for row in table.rows] == [supply.label for supply in supplies]
    at = [n for n, name in enumerate(table.columns) if name.startswith(told.texts("chapter-occupancy"))]
    sign = "," if told.texts.language == "de" else "."
    assert len({len(row.cells[n].partition(sign)[2]) for row in table.rows for n in at}) == 1


def test_no_share_tells_of_so_few_people_that_they_could_be_known(told, planted):
    (cells,) = even_cells(told, kita(told, planted))
    assert cells[("occupancy", "G", "2027")] == "."
    assert cells[("occupancy", "F", "2027")][0] == "3"
    assert cells[("places", "G", "2027")] == "4"


def test_maps_are_of_what_half_of_the_areas_have(told, planted):
    assert mapped_services(area_supplies(told, planted)) == ["kita"]


def test_the_map_prints_what_the_table_beside_it_prints(told, planted):
    supply = kita(told, planted)
    (cells,) = even_cells(told, supply)
    picture = profile_view(told, planted)["maps"]["kita"]
    shown = [text.strip() for text in ET.parse(picture.svg).getroot().itertext() if text.strip()]
    for area in supply.housed:
        first, last = (cells[("occupancy", area, year)] for year in ("2027", "2031"))
        assert f"{first} → {last}\N{NO-BREAK SPACE}%" in shown
        assert told.texts("occupancy-places", count=cells[("places", area, "2027")]) in shown
    assert told.texts("occupancy-no-places") in shown, "H has none"
    assert {told.area(area) for area in AREAS} <= set(shown)
    assert "1–31" in shown
    rows = {row.cells[0]: row.cells for row in picture.numbers.rows}
    assert rows[told.area("E")][1] == cells[("occupancy", "E", "2027")]
    assert "Kita A 30" in rows[told.area("A")][-1]


def test_labels_of_the_map_lie_neither_over_each_other_nor_outside(told, planted, monkeypatch):
    from simsocial.report import figure_occupancy

    boxes = []

    def look(figure, *_):
        figure.draw_without_rendering()
        (axes,) = figure.axes
        boxes.extend(label.get_window_extent() for label in axes.texts)
        boxes.append(figure.legends[0].get_window_extent())
        assert all(figure.bbox.containsx(b.x0) and figure.bbox.containsx(b.x1) for b in boxes)
        assert all(figure.bbox.containsy(b.y0) and figure.bbox.containsy(b.y1) for b in boxes)

    monkeypatch.setattr(figure_occupancy, "save", look)
    profile_view(told, planted)
    assert len(boxes) > 2 * len(AREAS)
    assert not [1 for n, one in enumerate(boxes) for other in boxes[:n] if one.overlaps(other)]


def test_areas_with_borders_are_tinted_and_the_caption_says_so(planted, tmp_path):
    results = plant(write_results(tmp_path / "probe", 3, options=False), borders=SQUARES)
    catalog = Catalog(Texts("de"), results.manifest)
    picture = profile_view(catalog, results)["maps"]["kita"]
    assert "Farbe der Planungsräume" in picture.caption
    plain = profile_view(Catalog(Texts("de"), planted.manifest), planted)["maps"]["kita"]
    assert "Grenzen sind nicht hinterlegt" in plain.caption
    assert picture.svg.read_bytes() != plain.svg.read_bytes()


def test_places_that_were_made_up_are_said_to_be_and_their_sites_have_no_names(tmp_path):
    notes = [default_note("places_no_municipalities"), default_note("sites", kinds="home_care, kita")]
    results = plant(write_results(tmp_path / "probe", 3, options=False), defaults_used=notes)
    catalog = Catalog(Texts("de"), results.manifest)
    picture = profile_view(catalog, results)["maps"]["kita"]
    assert "keine wirklichen Gemeinden" in picture.caption
    assert "Die Standorte sind angenommen" in picture.caption
    shown = "".join(ET.parse(picture.svg).getroot().itertext())
    assert "1–31" not in shown
    assert "31" in shown


def test_the_chapter_has_the_map_with_its_words_and_the_sites_by_name(told, planted, tmp_path):
    document = docx.Document(str(write_chapter(told, planted, tmp_path)))
    words = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    title = told.texts("occupancy-title", service=told.services["kita"], years="2027 → 2031")
    assert all(words)
    assert [word for word in words if word.startswith(title)]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert [
        text for text in cells if text.startswith("1\N{NO-BREAK SPACE}Kita A (Ort A); 2\N{NO-BREAK SPACE}")
    ]
    assert told.texts("chapter-supply") in [one.text for one in document.paragraphs]


def test_the_profile_shows_the_map_and_names_the_call_that_draws_it(planted):
    page = write_profile(planted.folder, "de").read_text(encoding="utf-8")
    assert 'draw_figure("outputs/probe", "occupancy_kita")' in page
    assert draw_figure(planted.folder, "occupancy_kita").numbers.rows


def test_a_site_without_a_name_is_called_by_its_kind_in_the_language_of_the_reader(planted):
    kinds = {"youth_club": {"label": {"de": "Jugendclub", "en": "youth club"}}, "youth": {}}
    manifest = {**planted.manifest, "site_kinds": kinds}
    called = {
        language: Catalog(Texts(language), manifest).site("youth_club_ort_e_1") for language in ("de", "en")
    }
    assert called == {"de": "Jugendclub Ort E 1", "en": "Youth club Ort E 1"}
    assert Catalog(Texts("de"), manifest).site("youth_7") == "Youth 7"
