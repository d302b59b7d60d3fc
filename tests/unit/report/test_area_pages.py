from __future__ import annotations

import re
from dataclasses import replace

import pytest

from simsocial.report.area_tables import area_page
from simsocial.report.area_view import CONCEPTS, area_views
from simsocial.report.catalog import Catalog
from simsocial.report.figure_area import draw_area
from simsocial.report.figure_supply import supply_indicators
from simsocial.report.texts import Texts

OPTIONS = ["kita_netz", "tagespflege"]


@pytest.fixture(scope="module")
def catalog(results):
    return Catalog(Texts("de"), results.manifest)


@pytest.fixture(scope="module")
def views(catalog, results):
    return {view.area: view for view in area_views(catalog, results.effects, OPTIONS)}


@pytest.fixture(scope="module")
def pages(catalog, views):
    return {area: area_page(catalog, view, []) for area, view in views.items()}


def numbers_of(text):
    """Read German numbers with their signs and decimals; ``<3`` stands for a small count."""
    text = text.replace("<3", "")
    found = re.findall(r"[+−]?\d[\d.]*(?:,\d+)?", text)
    plain = [one.replace(".", "").replace(",", ".").replace("−", "-").replace("+", "") for one in found]
    return [(float(one), len(one.partition(".")[2])) for one in plain]


def rounds_to(shown, stored):
    """Whether a printed number is a stored one, rounded to the decimals or the zeros it shows."""
    value, decimals = shown
    zeros = len(str(int(abs(value)))) - len(str(int(abs(value))).rstrip("0")) if not decimals and value else 0
    return abs(value - stored) <= 0.5000001 * 10.0 ** (zeros - decimals)


def test_areas_come_in_the_order_of_the_region(views):
    assert list(views) == list("ABCDEFGH")


def test_a_page_tells_of_what_is_shown_to_change_there(views):
    assert views["E"].services == ("kita", "adult_day_care")
    assert views["E"].options == ("kita_netz", "tagespflege")
    assert views["G"].options == ("tagespflege",)
    assert views["G"].unshown == ("kita_netz",)


def test_an_area_that_nothing_touches_has_the_main_service_alone(views, pages):
    assert views["B"].services == ("kita",)
    assert views["B"].options == ()
    assert pages["B"].lines == (
        "Ohne nachgewiesene Wirkung auf die Zahlen dieser Seite: Kita-Netz und Tagespflege.",
    )


def test_without_options_there_are_no_pages(catalog, results):
    assert area_views(catalog, results.effects, []) == []


def test_sentences_name_target_and_side_effect_with_range_and_verdict(pages):
    kita, care = pages["E"].lines
    assert re.match(
        r"Kita-Netz: Auslastung der Kitas \+1\d,\d Prozentpunkte \[.* bis .*\] \(.*\), im Sinne des Ziels",
        kita,
    )
    assert care.startswith("Tagespflege: ")


def test_effects_beyond_the_two_that_are_told_are_counted(catalog, views):
    view = views["E"]
    row = next(row for row in view.told if row.indicator == "kita_occupancy")
    ends = []
    for count in (2, 3, 5):
        line, *_ = area_page(catalog, replace(view, told=(row,) * count), []).lines
        assert line.count("Auslastung der Kitas") == 2
        ends.append(line.rpartition("; ")[2])
    assert ends[1:] == ["und eine weitere.", "und 3 weitere."]
    assert "weitere" not in ends[0]


def test_every_number_of_the_tables_is_a_stored_one(catalog, views, pages, results):
    effects = results.effects.set_index(
        ["scenario", "indicator", "area", "group_kind", "period"]
    ).sort_index()
    checked = 0
    for area, view in views.items():
        asked = iter(
            (service, concept)
            for service in view.services
            for concept in CONCEPTS
            if (row := view.reference(service, concept)) and row.reference_mean
        )
        for line in pages[area].levels.rows:
            if line.kind == "group":
                continue
            indicator = catalog.concept(*next(asked))
            stored = {name: effects.loc[(name, indicator, area, "all", "2031")] for name in OPTIONS}
            first = stored[view.options[0] if view.options else OPTIONS[0]]
            wanted = [first["reference_mean"], first["low_reference"], first["high_reference"]]
            shown = numbers_of(line.cells[1])
            assert ("<3" in line.cells[1]) == any(0.0 < value < 3.0 for value in wanted), line
            checked += sum(any(rounds_to(one, value) for value in wanted) for one in shown)
            assert all(any(rounds_to(one, value) for value in wanted) for one in shown), line
            for option, cell in zip(view.options, line.cells[2:], strict=True):
                row = stored[option]
                if cell == "unverändert":
                    assert row["effect"] == 0.0
                    continue
                wanted = [row[name] for name in ("scenario_mean", "effect", "low", "high")]
                assert all(any(rounds_to(one, value) for value in wanted) for one in numbers_of(cell)), line
                checked += len(numbers_of(cell))
    assert checked > 100


def test_sites_stand_by_name_with_their_place(pages):
    (kita,) = [row for row in pages["D"].sites.rows if row.cells[0] == "Kita"]
    assert kita.cells[1] == "Kita D (Ort D)"


def test_the_picture_names_services_sites_and_scenarios(catalog, views, results, tmp_path):
    indicators = {name for service in catalog.services for name in supply_indicators(catalog, service)}
    picture = draw_area(catalog, results.years_by_area(indicators), views["E"], tmp_path)
    svg = picture.svg.read_text(encoding="utf-8")
    for words in ("Kita E", "Ort E", "Status quo", "Kita-Netz", "■ Kita"):
        assert words in svg
    assert picture.title == "Planungsraum E 2031: Standorte, Plätze und Nachfrage, Wege"


def test_all_levels_of_a_line_have_the_same_decimals(pages):
    for page in pages.values():
        for row in page.levels.rows:
            levels = [re.split(r" · | \[", cell)[0] for cell in row.cells[1:]]
            ranges = [part for cell in row.cells[1:2] for part in re.findall(r"\[(.*)\]", cell)]
            found = {shown[1] for text in (*levels, *ranges) for shown in numbers_of(text) if shown[0]}
            assert len(found) <= 1, row.cells
