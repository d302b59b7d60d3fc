"""Regions by name, key, folder and workbook."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import openpyxl
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.errors import RegionError
from simsocial.region import load_region
from simsocial.region.targets import land_population
from simsocial.shapes.house import houses


def test_musterkreis_is_the_planning_example(musterkreis):
    assert musterkreis.inhabitants == 92_000
    assert list(musterkreis.areas["area"]) == list("ABCDEFGH")
    assert len(musterkreis.places) == 45
    assert musterkreis.reference_date == date(2023, 12, 31)
    assert musterkreis.first_month == month_index("2024-01")
    assert {"a_mitte", "a_sued", "e_dorf1"} <= set(musterkreis.places["place"])
    assert {"kita_e1", "kita_e2", "kita_e3", "schule_g", "pflegeheim_b"} <= set(musterkreis.sites["site"])
    by_kind = musterkreis.sites.groupby("kind")["licensed_places"].agg(["size", "sum"])
    assert by_kind.loc["kita"].tolist() == [58, 4570]
    assert by_kind.loc["primary_school", "size"] in (18, 19)
    assert by_kind.loc["adult_day_care", "sum"] == 202
    assert 1060 <= by_kind.loc["nursing_home", "sum"] <= 1250
    assert musterkreis.sites.set_index("site").at["pflegeheim_b", "licensed_places"] == 60
    assert set(by_kind.index) == set(houses())
    inhabitants = musterkreis.places.groupby("area")["inhabitants"].sum().to_numpy()
    assert (inhabitants == musterkreis.population.sum(axis=(1, 2))).all()


def test_every_site_stands_in_a_place_and_has_a_provider(musterkreis):
    assert musterkreis.sites["place"].between(0, len(musterkreis.places) - 1).all()
    assert set(musterkreis.sites["provider"]) <= set(musterkreis.providers["provider"])
    assert musterkreis.sites["site"].is_unique


@pytest.mark.parametrize(
    "spec", ["Greiz", "16076", {"kind": "kreis", "ags": "16076"}, {"kind": "kreis", "name": "greiz"}]
)
def test_a_kreis_is_found_by_key_and_by_name(spec):
    region = load_region(spec)
    assert region.ags == "16076"
    assert region.title["de"] == "Greiz"
    assert region.scope == "kreis"
    assert 90_000 < region.inhabitants < 100_000
    assert len(region.defaults_used) >= 5


def test_thueringen_has_all_kreise_as_areas_and_the_lands_people():
    region = load_region("thueringen")
    assert region.scope == "land"
    assert len(region.areas) == 22
    assert (region.population.sum(axis=0) == land_population()).all()
    assert region.minutes.max() < 400
    kita = region.sites[region.sites["kind"] == "kita"]
    assert len(kita) == pytest.approx(1340, abs=5)
    assert kita["licensed_places"].sum() == pytest.approx(104_877, rel=0.001)


def test_a_hindcast_starts_at_an_earlier_year_end():
    region = load_region({"kind": "kreis", "name": "Suhl", "reference_date": "31.12.2015"})
    assert region.inhabitants == 36_778
    assert region.first_month == month_index("2016-01")


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("Griez", ["Griez", "Greiz"]),
        ({"kind": "kreis", "name": "Griez"}, ["Griez", "Greiz"]),
        ({"kind": "kreis", "ags": "16099"}, ["16099"]),
        ({"kind": "kreis"}, ["region.ags", "region.name"]),
        ({"kind": "land"}, ["land", "kreis"]),
        ({"kind": "kreis", "ags": "16076", "reference_date": "2020-12-31"}, ["2020-12-31", "2018-12-31"]),
        ({"kind": "thueringen", "reference_date": "soon"}, ["soon"]),
        ("./nowhere", ["nowhere", "does not exist"]),
    ],
)
def test_an_unknown_region_is_a_clear_error(spec, words):
    with pytest.raises(RegionError) as caught:
        load_region(spec)
    assert all(word in str(caught.value) for word in words)


def test_areas_and_population_are_enough(tables, people_of):
    region = load_region(tables())
    assert region.inhabitants == 2 * 2 * (60 + 70 + 300 + 1500 + 300 + 280)
    # So few people have no Gymnasium of their own, but all that is common.
    common = {
        "kita",
        "primary_school",
        "home_care",
        "adult_day_care",
        "nursing_home",
        "after_school_care",
        "youth_club",
    }
    assert common <= set(region.sites["kind"]) <= set(houses())
    text = " ".join(note["de"] for note in region.defaults_used)
    for table in ("population", "places", "sites", "providers", "dwellings", "travel_minutes"):
        assert f"{table}:" in text
    people_of(region).assert_sound()


def test_group_totals_are_kept_when_split_to_single_years(tables):
    population = load_region(tables()).population
    for first, last, persons in (
        (0, 2, 60),
        (3, 5, 70),
        (6, 17, 300),
        (18, 64, 1500),
        (65, 74, 300),
        (75, 100, 280),
    ):
        assert (population[:, :, first : last + 1].sum(axis=2) == persons).all()


def test_german_office_tables_are_read(tables):
    rows = "Area;Sex;Age from;Age to;Persons;Reference date\n" + "".join(
        f"{area};{sex};{first};{last};{persons};31.12.2015\n"
        for area in ("nord", "süd")
        for sex in ("männlich", "weiblich")
        for first, last, persons in ((0, 17, "1.200"), (18, "", "4 000"))
    )
    folder = tables(
        areas="area;name;ags\nnord;Größerer Norden;16077001\nsüd;Süden;16077002\n".encode("cp1252"),
        population=rows.encode("cp1252"),
    )
    region = load_region(folder)
    assert region.inhabitants == 4 * 5200
    assert region.reference_date == date(2015, 12, 31)
    assert "Größerer Norden" in set(region.areas["name"])
    assert list(region.areas["ags"]) == ["16077001", "16077002"]


def test_both_sexes_together_are_split(tables):
    population = "area,age_from,persons\nnord,0,900\nnord,18,5000\nsued,0,800\nsued,18,4000\n"
    region = load_region(tables(population=population))
    assert region.inhabitants == 10_700
    assert (region.population.sum(axis=(0, 2)) > 5000).all()
    assert region.reference_date == date(2023, 12, 31)


def test_a_workbook_is_a_region_too(tmp_path, people_of):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "areas"
    sheet.append(["area", "name", "ags"])
    sheet.append(["nord", "Nord", 16077])
    sheet = book.create_sheet("Population")
    sheet.append(["area", "sex", "age_from", "age_to", "persons", "reference_date"])
    for first, last, persons in ((0, 17, 800), (18, 64, 2500), (65, None, 900)):
        sheet.append(["nord", "t", first, last, persons, datetime(2023, 12, 31)])
    book.create_sheet("Hinweise").append(["für uns"])
    book.save(tmp_path / "kreis.xlsx")
    region = load_region(tmp_path / "kreis.xlsx")
    assert region.inhabitants == 4200
    assert region.ags == "16077"
    people_of(region).assert_sound()


def test_own_tables_win_over_defaults(tables, people_of):
    folder = tables(
        places="place,area,inhabitants,x_km,y_km,centrality\np1,nord,3000,0,0,1\np2,nord,2020,5,0,0\np3,sued,5020,0,9,2\n",
        sites="site,kind,place,licensed_places,staff_fte,closes\nkita_1,kita,p2,40,6.5,2028-08\n",
        travel_minutes="from,to,minutes\np1,p2,9\np1,p3,14\np3,p2,21\n",
        dwellings="place,dwellings\np1,1600\np2,1100\np3,2800\n",
    )
    region = load_region(folder)
    assert region.minutes.tolist() == [[4, 9, 14], [9, 4, 21], [14, 21, 4]]
    kita = region.sites[region.sites["kind"] == "kita"]
    assert kita["licensed_places"].tolist() == [40]
    assert kita["closes"].tolist() == [month_index("2028-08")]
    assert kita["staff_fte"].tolist() == [6.5]
    assert region.places["dwellings"].tolist() == [1600, 1100, 2800]
    assert (
        "kita"
        not in next(note["en"] for note in region.defaults_used if note["en"].startswith("sites:")).split(
            " at "
        )[0]
    )
    people_of(region).assert_sound()


def test_the_order_of_rows_and_files_does_not_matter(tables, tmp_path):
    first = load_region(tables())
    lines = (tmp_path / "region" / "population.csv").read_text().splitlines()
    shuffled = "\n".join([lines[0], *reversed(lines[1:])]) + "\n"
    second = load_region(
        tables(population=shuffled, areas="area,name,ags\nsued,Süd,16077002\nnord,Nord,16077001\n")
    )
    assert first.data_hash == second.data_hash
    assert (first.population == second.population).all()


def test_the_graph_has_the_places_and_roads(musterkreis):
    import networkx as nx

    graph = musterkreis.graph
    assert set(graph) == set(musterkreis.places["place"])
    assert nx.is_connected(graph)
    assert all(minutes > 0 for _, _, minutes in graph.edges(data="minutes"))
    quickest = nx.dijkstra_path_length(graph, "a_mitte", "e_dorf2", weight="minutes")
    codes = {place: code for code, place in enumerate(musterkreis.places["place"])}
    assert musterkreis.minutes[codes["a_mitte"], codes["e_dorf2"]] == pytest.approx(quickest + 3, abs=0.51)


def test_columns_cannot_be_changed_by_accident(musterkreis):
    with pytest.raises(ValueError, match="read-only"):
        musterkreis.population[0, 0, 0] = 1
    assert musterkreis.population.dtype == np.int32


@pytest.mark.parametrize("spec", ["16056", "Eisenach", {"kind": "kreis", "ags": "16056"}])
def test_who_asks_for_a_former_kreis_is_told_which_one_is_simulated(spec):
    region = load_region(spec)
    assert region.ags == "16063"
    (note,) = [entry["en"] for entry in region.defaults_used if entry["en"].startswith("region:")]
    assert "Eisenach (16056) has been part of Wartburgkreis (16063) since 2021-07-01" in note
    assert not [entry for entry in load_region("Greiz").defaults_used if entry["en"].startswith("region:")]
