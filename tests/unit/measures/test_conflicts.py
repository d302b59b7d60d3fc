"""Measures of one scenario that contradict each other, and those that may follow each other."""

from __future__ import annotations

import pytest

from simsocial.core.errors import ScenarioError
from simsocial.measures import read_measure
from simsocial.measures.conflicts import check_conflicts

WHO = {"decided_by": "municipality", "lever": "own_act"}
NEW = {"site_kind": "kita", "place": "e_ort", "provider": "gemeinde", "licensed_places": 70}


def open_new(start, **more):
    return {"kind": "open_site", "start": start, "site": "neu", **NEW, **more}


def close(start, site="a", **more):
    return {"kind": "close_site", "start": start, "site": site, **more}


def resize(start, site="a", **more):
    return {"kind": "resize_site", "start": start, "site": site, "licensed_places": 20, **more}


def merge(start, **more):
    return {"kind": "merge_sites", "start": start, "site": "neu", "sites": ["a", "b"], **NEW, **more}


def check(*entries):
    check_conflicts([read_measure(f"m{number}", WHO | entry) for number, entry in enumerate(entries)])


CONTRADICTIONS = {
    "close twice": (close("2027-01"), close("2028-01")),
    "open twice": (open_new("2027-01"), merge("2028-01")),
    "merge and close": (merge("2028-01"), close("2027-01")),
    "resize when closed": (close("2027-01"), resize("2027-06")),
    "resize in the month of closing": (close("2027-06"), resize("2027-06")),
    "ramp beyond closing": (close("2027-06"), resize("2027-01", ramp_months=12)),
    "end of a resize after closing": (close("2027-06"), resize("2027-01", end="2027-12")),
    "resize twice": (resize("2027-01"), resize("2028-01")),
    "resize overlapping": (resize("2027-01", end="2028-06"), resize("2028-01")),
    "resize in the month the other sets back": (resize("2027-01", end="2027-12"), resize("2028-01")),
    "resize before opening": (open_new("2028-01"), resize("2027-01", site="neu")),
    "close when opening": (open_new("2028-01"), close("2028-01", site="neu")),
    "displace to a closed site": (close("2027-01"), close("2028-01", site="b", to="a")),
    "displace to a site not yet open": (open_new("2028-01"), close("2027-01", to="neu")),
    "close after its own end": (open_new("2027-01", end="2028-12"), close("2028-06", site="neu")),
}

WAITS = {"trigger": {"indicator": "births", "below": 9}}
CONTRADICTIONS |= {
    "nobody knows which is first": (close("2030-01", **WAITS), resize("2027-01")),
    "both wait": (open_new(None, **WAITS), resize(None, site="neu", **WAITS)),
    "may displace to a closed site": (close(None, **WAITS), close("2027-01", site="b", to="a")),
}

COMPATIBLE = {
    "different sites": (close("2027-01"), close("2027-01", site="b")),
    "resize, then close": (resize("2027-01"), close("2028-01")),
    "resize, back, resize": (resize("2027-01", end="2027-12"), resize("2028-02")),
    "open, then resize": (open_new("2027-01"), resize("2028-01", site="neu")),
    "open, then take others in": (open_new("2027-01"), close("2028-01", to="neu")),
    "both send people there": (close(None, to="c", **WAITS), close("2027-01", site="b", to="c")),
    "open, then close": (open_new("2027-01"), close("2029-01", site="neu")),
}


@pytest.mark.parametrize("entries", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictions_are_errors_that_name_both(entries):
    for order in (entries, entries[::-1]):
        with pytest.raises(ScenarioError, match=r"measures\.m0 and measures\.m1 contradict each other"):
            check(*order)


@pytest.mark.parametrize("entries", COMPATIBLE.values(), ids=COMPATIBLE)
def test_measures_that_follow_each_other_are_fine(entries):
    check(*entries)
    check(*entries[::-1])
