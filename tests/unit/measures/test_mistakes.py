"""What is wrong in a measure is named with what is valid."""

from __future__ import annotations

import pytest

from simsocial.core.errors import ScenarioError
from simsocial.measures import read_measure
from tests.unit.measures.recording import CATALOGUE, NEW, REGION, WHO


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"kind": "merge_sites", "sites": ["kita_1", "kita_9"], **NEW}, "m.sites: 'kita_9' is no site"),
        (
            {"kind": "merge_sites", "sites": ["kita_1", "heim_1"], **NEW},
            "site 'heim_1' is of kind 'nursing_home'",
        ),
        (
            {"kind": "open_site", **NEW, "place": "e_or"},
            "m.place: 'e_or' is no place of this region. Did you mean",
        ),
        ({"kind": "open_site", **NEW, "provider": "verain"}, "Did you mean 'verein'?"),
        ({"kind": "open_site", **NEW, "site_kind": "nursery"}, "'nursery' is no kind of site"),
        ({"kind": "open_site", **NEW, "site": "kita_1"}, "site 'kita_1' exists already"),
        ({"kind": "close_site", "site": "kita_0"}, "m.site: 'kita_0' is no site"),
        ({"kind": "close_site", "site": "kita_1", "to": "kita_1"}, "is the site that closes"),
        ({"kind": "close_site", "site": "kita_1", "to": "heim_1"}, "is of kind 'nursing_home'"),
        ({"kind": "resize_site", "site": "kit_1", "licensed_places": 3}, "Did you mean 'kita_1'?"),
        ({"kind": "phased_housing", "place": "x", "phases": {"2027-06": 1}}, "m.place: 'x' is no place"),
    ],
)
def test_what_does_not_fit_the_region_is_named_with_what_is_valid(entry, told):
    start = {} if entry["kind"] == "phased_housing" else {"start": "2027-08"}
    measure = read_measure("m", WHO | start | entry)
    with pytest.raises(ScenarioError) as caught:
        measure.validate_against(REGION, CATALOGUE)
    assert told in str(caught.value)
    assert "measures.m" in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"kind": "open_sites"}, "Did you mean 'open_site'?"),
        ({}, "kind: is missing"),
        ({"kind": "no_change"}, "start: is missing"),
        ({"kind": "no_change", "start": "2027-13"}, "is not a month"),
        ({"kind": "no_change", "start": "2027-01", "end": "2026-12"}, "lies before start"),
        ({"kind": "no_change", "start": "2027-01", "ramp_months": 3}, "no size to grow to"),
        ({"kind": "no_change", "start": "2027-01", "running_cost_eur_per_year": 3}, "needs running_payers"),
        ({"kind": "no_change", "start": "2027-01", "decided_by": "Kries"}, "Did you mean 'kreis'?"),
        ({"kind": "no_change", "start": "2027-01", "levr": "plan"}, "Did you mean 'lever'?"),
        (
            {"kind": "close_site", "start": "2027-01", "site": "kita_1", "end": "2028-01"},
            "what close_site does stays done. Valid: remove it; for a time, open_site",
        ),
        ({"kind": "merge_sites", "start": "2027-01", "sites": ["kita_1"], **NEW}, "sites"),
        (
            {"kind": "merge_sites", "start": "2027-01", "sites": ["kita_1", "kita_2"], **NEW, "staff_fte": 8},
            "comes along",
        ),
        ({"kind": "merge_sites", "start": "2027-01", "sites": ["kita_1", "kita_1"], **NEW}, "one site twice"),
        ({"kind": "open_site", "start": "2027-01", **NEW, "licensed_places": 0}, "greater than 0"),
        ({"kind": "phased_housing", "place": "x", "phases": {}}, "phases"),
        (
            {"kind": "phased_housing", "place": "x", "phases": {"2027-06": 1}, "price_year": 2020},
            "no price index",
        ),
        ({"kind": "phased_housing", "place": "x", "phases": {"2027-06": 0}}, "0 dwellings"),
        (
            {"kind": "phased_housing", "place": "x", "phases": {"2027-06": 1}, "start": "2027-01"},
            "first phase",
        ),
        ({"kind": "phased_housing", "place": "x", "phases": {"June": 1}}, "is not a month"),
        ("no mapping", "expected keys with values"),
    ],
)
def test_a_mistake_in_a_measure_is_named_with_what_is_valid(entry, told):
    with pytest.raises(ScenarioError) as caught:
        read_measure("m", WHO | entry if isinstance(entry, dict) else entry)
    assert told in str(caught.value)
    assert "measures.m" in str(caught.value)
