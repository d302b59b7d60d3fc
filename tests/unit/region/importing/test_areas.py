"""Polygons of areas: GeoJSON and WKT, degrees and metres, and what lies where."""

from __future__ import annotations

import json

import numpy as np
import pytest

from simsocial.core.errors import RegionError
from simsocial.region.borders import read_borders
from simsocial.region.importing.entry import import_tables
from simsocial.region.importing.polygons import centre_of, size_km2
from simsocial.region.importing.request import Request
from simsocial.region.importing.written import plan_of_writing, write_import
from tests.unit.region.importing.conftest import FILES

KEYS = "area,name,ags\nnord,Nord,16076\nsued,Süd,16076\n"


def _features(imported):
    (text,) = imported.files.values()
    return json.loads(text)["features"]


def _corners(feature):
    nested = feature["geometry"]["coordinates"]
    return {tuple(corner) for ring in nested for corner in ring}


@pytest.fixture
def squares(read, region, tmp_path):
    """Import squares (west, south, east, north in degrees) by name into a region of nord and sued, or none."""

    def import_squares(*named, rings=(), known=None):
        features = [
            {
                "type": "Feature",
                "properties": {"name": name},
                "geometry": {"type": "Polygon", "coordinates": found},
            }
            for name, found in [(name, [_square(*box)]) for name, *box in named] + list(rings)
        ]
        path = tmp_path / "gebiete.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return read("areas", path, known=region() if known is None else known)

    return import_squares


def _square(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def test_geojson_becomes_the_one_form_that_maps_read(read, region):
    imported = read("areas", "gebiete.geojson", known=region())
    assert list(imported.files) == ["areas.geojson"]
    assert not imported.tables
    assert [feature["properties"] for feature in _features(imported)] == [
        {"area": "nord", "name": "Nord"},
        {"area": "sued", "name": "Süd"},
    ]
    notes = imported.notes
    assert "Coordinates are degrees (WGS 84), by their magnitude" in notes.assumptions
    assert "property 'BEZ'" in notes.left_out
    assert not notes.missing
    # 0.3 degrees by 0.18 at 50.7 N: 21.2 km x 20.0 km.
    (nord,) = [line for line in notes.groups if line.startswith("area nord")]
    assert nord.startswith("area nord: 424.")
    assert nord.endswith("borders on sued (16.7 km)")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("planungsraeume_wkt.csv", "metres of UTM 32, by where the region lies"),
        ("gebiete_utm33.csv", "metres of UTM 33, as the file says"),
    ],
)
def test_metres_of_both_zones_are_the_same_corners(read, region, file, said):
    known = region(areas=KEYS)
    degrees = _features(read("areas", "gebiete.geojson", known=known))
    metres = read("areas", file, known=known)
    assert f"Coordinates are {said}" in metres.notes.assumptions
    for one, other in zip(degrees, _features(metres), strict=True):
        assert one["properties"] == other["properties"]
        # The files have whole metres.
        assert {(round(x, 4), round(y, 4)) for x, y in _corners(other)} == _corners(one)


def test_zone_33_is_known_by_where_the_region_lies(read, region, tmp_path):
    path = tmp_path / "gebiete.csv"
    text = (FILES / "gebiete_utm33.csv").read_text(encoding="utf-8").replace("SRID=25833;", "")
    path.write_text(text, encoding="utf-8")
    imported = read("areas", path, known=region(areas=KEYS))
    assert "Coordinates are metres of UTM 33, by where the region lies" in imported.notes.assumptions
    assert (12.0, 50.62) in {(round(x, 3), round(y, 3)) for x, y in _corners(_features(imported)[0])}


def test_a_region_without_areas_gets_them(read):
    imported = read("areas", "planungsraeume_wkt.csv")
    assert imported.tables["areas"].to_numpy().tolist() == [["nord", "Nord"], ["sued", "Süd"]]
    assert imported.mapping["columns"] == {"PLR_NAME": "name", "PLR_ID": "key"}


def test_files_are_written_and_read_by_maps_and_sites(read, region, tmp_path):
    known = region()
    folder = tmp_path / "region"
    imported = import_tables("areas", Request((FILES / "gebiete.geojson",), folder, dict(known)))
    assert plan_of_writing(folder, imported, known) == [f"{folder / 'areas.geojson'}: new"]
    assert folder / "areas.geojson" in write_import(folder, "areas", imported, [], known)
    areas = known["areas"].cells.assign(ags="")
    borders, doubts = read_borders(folder, areas)
    assert set(borders) == {"nord", "sued"}
    assert not doubts
    request = Request((FILES / "sites_points.csv",), folder, dict(known))
    sites = import_tables("sites", request)
    assert sites.tables["sites"][["site", "place"]].to_numpy().tolist() == [
        ["kita_ost", "nord"],
        ["kita_west", "sued"],
    ]
    places = sites.tables["places"]
    assert places["y_km"].tolist() == pytest.approx([5622.3, 5605.6], abs=0.1)
    assert any("middle of its area" in line for line in sites.notes.assumptions)


def test_sites_outside_are_named_with_the_nearest_area_and_a_named_area_holds(region, tmp_path):
    known = dict(region())
    folder = tmp_path / "region"
    (folder / "areas.geojson").write_text(
        (FILES / "gebiete.geojson").read_text("utf-8").replace("GEN", "name"), "utf-8"
    )
    path = tmp_path / "kitas.csv"
    path.write_text("Name;Plätze U3;lat;lon\nKita A;10;50,4;12,1\n", encoding="utf-8")
    with pytest.raises(
        RegionError, match=r"kitas\.csv, row 2: 'coordinates outside all areas'.*nearest is sued, 11\.1 km"
    ):
        import_tables("sites", Request((path,), folder, known))
    path.write_text("Name;Plätze U3;lat;lon;Ortsteil\nKita A;10;50,7;12,1;Süd\n", encoding="utf-8")
    imported = import_tables("sites", Request((path,), folder, known))
    assert imported.tables["sites"]["place"].tolist() == ["sued"]
    assert imported.notes.differences == [
        "kitas.csv, row 2: area sued is named, the coordinates lie in nord; sued is taken"
    ]


def test_a_hole_between_areas_is_told(squares):
    notes = squares(
        ("Nord", 12.0, 50.6, 12.3, 50.7),
        ("Süd", 12.0, 50.4, 12.3, 50.5),
        rings=[("Nord", [_square(12.0, 50.5, 12.1, 50.6)]), ("Süd", [_square(12.2, 50.5, 12.3, 50.6)])],
    ).notes
    # 0.1 x 0.1 degrees at 50.55 N: 7.1 km x 11.1 km.
    assert notes.missing == ["a hole of about 79 km² between nord, sued belongs to no area"]


def test_an_enclave_is_no_hole(squares):
    hole = _square(12.1, 50.5, 12.2, 50.6)
    notes = squares(rings=[("Nord", [_square(12.0, 50.4, 12.3, 50.7), hole[::-1]]), ("Süd", [hole])]).notes
    assert not notes.missing
    assert any(line.startswith("area sued: 78.") and "borders on nord" in line for line in notes.groups)


def test_areas_that_overlap_are_a_fault(squares):
    with pytest.raises(RegionError, match=r"gebiete\.geojson, feature 2: 'nord and sued overlap by about"):
        squares(("Nord", 12.0, 50.5, 12.3, 50.7), ("Süd", 12.0, 50.4, 12.3, 50.55))


def test_a_sliver_is_told(squares):
    said = squares(("Nord", 12.0, 50.5, 12.3, 50.7), ("Süd", 12.0, 50.3, 12.3, 50.503)).notes.assumptions
    assert any(line.startswith("nord and sued overlap by about") for line in said)


@pytest.mark.parametrize(
    ("ring", "message"),
    [
        (
            [[12.0, 50.5], [12.3, 50.7], [12.3, 50.5], [12.0, 50.7], [12.0, 50.5]],
            r"feature 1: 'crosses itself at \d+",
        ),
        ([[12.0, 50.5], [12.3, 50.7], [12.0, 50.5]], r"feature 1: 'Polygon' is not valid\. Valid: POLYGON"),
        ([[2.0, 50.5], [2.3, 50.7], [2.3, 50.5], [2.0, 50.5]], r"feature 1: '2 50\.5' is not valid.*degrees"),
    ],
)
def test_what_is_no_area_is_named(squares, ring, message):
    with pytest.raises(RegionError, match=message):
        squares(rings=[("Nord", [ring])])


def test_a_slip_of_a_border_is_told(squares):
    ring = [
        [12.0, 50.5],
        [12.3, 50.5],
        [12.3, 50.7],
        [12.15, 50.7],
        [12.151, 50.701],
        [12.151, 50.7],
        [12.0, 50.7],
    ]
    said = squares(rings=[("Nord", [[*ring, ring[0]]])]).notes.assumptions
    assert any(line.startswith("the border of nord crosses itself at") for line in said)


def test_an_unknown_name_is_named(squares):
    with pytest.raises(RegionError, match=r"feature 1: 'Norden' is not valid.*did you mean 'nord'"):
        squares(("Norden", 12.0, 50.5, 12.3, 50.7), ("Süd", 12.0, 50.3, 12.3, 50.5))


def test_a_missing_polygon_is_told(squares):
    assert squares(("Nord", 12.0, 50.5, 12.3, 50.7)).notes.missing == ["area sued has no polygon"]


def test_size_and_middle_of_a_ring_with_a_hole():
    outer = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [0.0, 2.0], [0.0, 0.0]])
    hole = np.array([[2.0, 0.5], [2.0, 1.5], [3.0, 1.5], [3.0, 0.5], [2.0, 0.5]])
    assert size_km2([outer, hole]) == 7.0
    assert centre_of([outer, hole]) == pytest.approx(((8 * 2 - 2.5) / 7, 1.0))


def test_a_workbook_has_its_borders_beside_it_and_maps_find_them(region, tmp_path):
    known, book = region(), tmp_path / "kreis.xlsx"
    imported = import_tables("areas", Request((FILES / "gebiete.geojson",), book, dict(known)))
    assert tmp_path / "kreis-areas.geojson" in write_import(book, "areas", imported, [], known)
    assert not book.exists()
    assert set(read_borders(book, known["areas"].cells.assign(ags=""))[0]) == {"nord", "sued"}


def test_numbers_as_keys_name_areas_of_the_region(read, region, tmp_path):
    path = tmp_path / "gebiete.geojson"
    text = (FILES / "gebiete.geojson").read_text(encoding="utf-8")
    for name, key in (("Nord", "16076001.0"), ("Süd", "16076002")):
        text = text.replace(f'"GEN": "{name}"', f'"AGS": {key}')
    path.write_text(text, encoding="utf-8")
    areas = "area,name,ags\nnord,Nord,16076001\nsued,Süd,16076002\n"
    imported = read("areas", path, known=region(areas=areas))
    assert [feature["properties"]["area"] for feature in _features(imported)] == ["nord", "sued"]
