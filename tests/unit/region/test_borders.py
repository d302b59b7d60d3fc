from __future__ import annotations

import json

import pandas as pd
import pytest

from simsocial.region.borders import read_borders

AREAS = pd.DataFrame({"area": ["nord", "sued"], "name": ["Nordstadt", "Südstadt"], "ags": ["16056001", ""]})
DEGREES = [[11.0, 50.9], [11.2, 50.9], [11.2, 51.0], [11.0, 51.0], [11.0, 50.9]]
METRES = [[640_000, 5_630_000], [650_000, 5_630_000], [650_000, 5_640_000], [640_000, 5_630_000]]


def feature(properties, ring, kind="Polygon"):
    coordinates = [ring] if kind == "Polygon" else [[ring], [ring]]
    return {
        "type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates},
    }  # fmt: skip


def read(folder, *features):
    content = {"type": "FeatureCollection", "features": list(features)}
    (folder / "areas.geojson").write_text(json.dumps(content), encoding="utf-8")
    return read_borders(folder, AREAS)


def test_without_a_file_there_are_no_borders(tmp_path):
    assert read_borders(tmp_path, AREAS) == ({}, [])


@pytest.mark.parametrize("properties", [{"area": "nord"}, {"name": "Nordstadt"}, {"ags": "16056001"}])
def test_degrees_become_kilometres_of_utm_32_by_any_name_of_the_area(tmp_path, properties):
    borders, doubts = read(tmp_path, feature(properties, DEGREES))
    assert doubts == []
    (ring,) = borders["nord"]
    # 2 degrees east of the meridian of UTM 32, 50.9 degrees north: 0.2 degrees are 14 km there.
    assert ring[0] == pytest.approx((640.6, 5640.6), abs=0.5)
    assert ring[1][0] - ring[0][0] == pytest.approx(14.06, abs=0.1)
    assert ring[0] == ring[-1]


def test_metres_and_several_parts_are_read(tmp_path):
    borders, doubts = read(tmp_path, feature({"area": "sued"}, METRES, "MultiPolygon"))
    assert doubts == []
    assert borders == {"sued": (((640, 5630), (650, 5630), (650, 5640), (640, 5630)),) * 2}


def test_corners_that_no_map_shows_are_left_out(tmp_path):
    line = [[640_000 + 10 * step, 5_630_000] for step in range(1001)]
    borders, _ = read(tmp_path, feature({"area": "nord"}, [*line, [650_000, 5_640_000], line[0]]))
    assert 250 < len(borders["nord"][0]) < 310


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (feature({"area": "west"}, METRES), "feature 2|row 2|'west'"),
        (feature({"area": "sued"}, [[0, 0], [1, 0], [1, 1], [0, 0]]), "degrees of latitude"),
        (feature({"area": "sued"}, METRES[:2]), "Polygon or MultiPolygon"),
        ({"properties": {"area": "sued"}, "geometry": {"type": "Point", "coordinates": [11, 51]}}, "Polygon"),
    ],
)
def test_what_cannot_be_drawn_is_named_and_the_rest_is_kept(tmp_path, broken, words):
    borders, (doubt,) = read(tmp_path, feature({"area": "nord"}, DEGREES), broken)
    assert list(borders) == ["nord"]
    assert "areas.geojson" in str(doubt)
    assert doubt.doubt
    assert any(word in str(doubt) for word in words.split("|")), str(doubt)


def test_a_file_that_is_no_geojson_is_said(tmp_path):
    (tmp_path / "areas.geojson").write_text("PK", encoding="utf-8")
    borders, (doubt,) = read_borders(tmp_path, AREAS)
    assert borders == {}
    assert "FeatureCollection" in str(doubt)
