"""Hypothesis strategies: tables of small regions, and scenarios that are valid there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from simsocial.core.calendar import month_index, month_label
from simsocial.core.errors import ScenarioError
from simsocial.measures import measure_kinds
from simsocial.measures.registry import measure_model
from simsocial.measures.value_measure import ValueMeasure
from simsocial.region import Region
from simsocial.scenario import Scenario
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.house import houses
from tests.conftest import FEW

__all__ = ["KINDS", "regions", "scenarios"]

KINDS = tuple(
    kind
    for kind in measure_kinds()
    if measure_model(kind).__module__.startswith("simsocial.")
    and (kind == "change_value" or not issubclass(measure_model(kind), ValueMeasure))
    and kind not in ("extra_posts", "district_levy", "fee_bands", "grant")
)
"""Short forms of changed values do what change_value does; posts are few in regions so small, and grants, fees and the
levy move money alone."""
"""Every kind of measure of the package."""
FIRST = month_index("2024-01")
SITE_KINDS_OF_THE_REGION = FEW * 4 + tuple(houses())
"""Any, but those of the few kinds more often, so that some are alike."""

Tables = dict[str, list[str]]
_STEPS = (0, 1, 3, 6, 10, 15, 18, 25, 30, 40, 50, 60, 65, 70, 75, 80, 85, 90, 95, 100)


@st.composite
def _ages(draw: st.DrawFn, area: str, size: int) -> list[str]:
    """Population rows of an area in age groups of any width; always some grown-ups."""
    starts = sorted({0, 18, *draw(st.lists(st.sampled_from(_STEPS), min_size=2, max_size=12))})
    by_sex = draw(st.booleans())
    rows = []
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        width = (end or 95) - start
        most = max(1, size * max(width, 1) // 60)
        for sex in "mf" if by_sex else "t":
            persons = draw(st.integers(most // 3 + 1 if start >= 18 else 0, most + 1))
            rows.append(f"{area},{sex},{start},{'' if end is None else end - 1},{persons}")
    return rows


@st.composite
def regions(draw: st.DrawFn) -> Tables:
    """Tables of a region of up to a few thousand people: areas and population, the others optional."""
    areas = [f"a{number}" for number in range(draw(st.integers(1, 3)))]
    tables: Tables = {
        "areas": ["area", *areas],
        "population": ["area,sex,age_from,age_to,persons"],
    }
    for area in areas:
        tables["population"] += draw(_ages(area, draw(st.integers(60, 1500))))
    if draw(st.booleans()):
        places = [(f"{area}_p{number}", area) for area in areas for number in range(draw(st.integers(1, 3)))]
        tables["places"] = ["place,area,inhabitants"]
        tables["places"] += [f"{place},{area},{draw(st.integers(1, 900))}" for place, area in places]
        if draw(st.booleans()):
            tables["dwellings"] = ["place,dwellings"]
            tables["dwellings"] += [f"{place},{draw(st.integers(0, 500))}" for place, _ in places]
        if draw(st.integers(0, 3)):
            tables["sites"] = [
                "site,kind,place,licensed_places,staff_fte,opened,closes",
                *draw(_sites(places)),
            ]
    if draw(st.booleans()):
        tables["households"] = ["size,households", *draw(_households(tables["population"][1:]))]
    return tables


@st.composite
def _households(draw: st.DrawFn, population: list[str]) -> list[str]:
    """Households of every size up to a largest one, which hold about as many people as there are."""
    people = sum(int(row.rpartition(",")[2]) for row in population)
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=5))
    unit = people / sum(size * weight for size, weight in enumerate(weights, start=1))
    scale = draw(st.floats(0.6, 1.6))
    return [f"{size},{round(scale * unit * weight)}" for size, weight in enumerate(weights, start=1)]


@st.composite
def _sites(draw: st.DrawFn, places: list[tuple[str, str]]) -> list[str]:
    rows = []
    for number in range(draw(st.integers(1, 12))):
        kind, (place, _) = draw(st.sampled_from(SITE_KINDS_OF_THE_REGION)), draw(st.sampled_from(places))
        staff = draw(st.one_of(st.just(""), st.floats(0, 30).map(lambda fte: f"{fte:.2f}")))
        opened = draw(st.sampled_from(["", "", "2024-02", "2019-08"]))
        closes = draw(st.sampled_from(["", "", "", "2024-03", "2024-07", "2030-01"]))
        rows.append(f"s{number},{kind},{place},{draw(st.integers(0, 150))},{staff},{opened},{closes}")
    return rows


def _month(draw: st.DrawFn, first: int = 1, last: int = 5) -> str:
    return month_label(FIRST + draw(st.integers(first, last)))


def _new_site(draw: st.DrawFn, region: Region, number: int) -> dict[str, Any]:
    return {
        "site": f"neu_{number}",
        "site_kind": draw(st.sampled_from(SITE_KINDS_OF_THE_REGION)),
        "place": draw(st.sampled_from(list(region.places["place"]))),
        "provider": draw(st.sampled_from(list(region.providers["provider"]))),
        "licensed_places": draw(st.integers(1, 150)),
    }


def _of_present_sites(draw: st.DrawFn, kind: str, region: Region, number: int) -> dict[str, Any]:
    """Return what a measure needs that makes something else, or less, of the sites there are."""
    if kind == "cut":
        cut = {
            "kinds": draw(st.sampled_from(["kindergarten", "nursing_home", "primary_school"])),
            "share": 0.3,
        }
        return cut | ({"end": _month(draw, 6, 8)} if draw(st.booleans()) else {})
    places = dict(zip(region.sites["site"], region.places["place"].iloc[region.sites["place"]], strict=True))
    site = draw(st.sampled_from(list(places) or ["none"]))
    if kind == "resize_site":
        size = {
            "site": site,
            "licensed_places": draw(st.integers(1, 200)),
            "ramp_months": draw(st.integers(0, 4)),
        }
        return size | ({"end": _month(draw, 6, 8)} if draw(st.booleans()) else {})
    return _new_site(draw, region, number) | {"from_site": site, "place": places.get(site, "none")}


def _entry(draw: st.DrawFn, kind: str, region: Region, number: int) -> dict[str, Any]:
    """Return a measure of a kind; it may still contradict another one or name a site that does not fit."""
    sites = list(region.sites["site"]) or ["none"]
    kinds = dict(zip(region.sites["site"], region.sites["kind"], strict=True))
    entry: dict[str, Any] = {"kind": kind, "decided_by": "kreis", "lever": "own_act", "start": _month(draw)}
    if kind in ("phased_housing", "reuse_of_vacancy"):
        del entry["start"]
        months = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3, unique=True))
        entry["place"] = draw(st.sampled_from(list(region.places["place"])))
        entry["phases"] = {month_label(FIRST + month): draw(st.integers(1, 60)) for month in months}
    elif kind == "open_site":
        entry |= _new_site(draw, region, number)
        entry["ramp_months"] = draw(st.integers(0, 4))
        if draw(st.booleans()):
            entry["end"] = _month(draw, 6, 8)
        if draw(st.booleans()):
            entry["staff_fte"] = draw(st.integers(0, 20))
    elif kind == "merge_sites":
        entry |= _new_site(draw, region, number)
        shared = [site for site in sites if list(kinds.values()).count(kinds.get(site)) > 1]
        first = draw(st.sampled_from(shared or sites))
        alike = [site for site in sites if kinds.get(site) == kinds.get(first) and site != first]
        others = st.lists(st.sampled_from(alike or ["none"]), min_size=1, max_size=2, unique=True)
        entry["site_kind"] = kinds.get(first, "kita")
        entry["sites"] = [first, *draw(others)]
    elif kind == "close_site":
        entry["site"] = draw(st.sampled_from(sites))
        alike = [
            site for site in sites if kinds.get(site) == kinds.get(entry["site"]) and site != entry["site"]
        ]
        if alike and draw(st.booleans()):
            entry["to"] = draw(st.sampled_from(alike))
    elif kind in ("convert_site", "cut", "resize_site"):
        entry |= _of_present_sites(draw, kind, region, number)
    elif kind == "change_value":
        changed = (
            "mortality.death_probability",
            "partnership.separation_rate",
            "informal_care.hours_per_week",
        )
        entry |= {
            "id": draw(st.sampled_from(changed)),
            "op": "multiply",
            "by": draw(st.sampled_from([0.5, 1.5])),
        }
        entry["ramp_months"] = draw(st.integers(0, 4))
        if draw(st.booleans()):
            entry["end"] = _month(draw, 6, 8)
    return entry


@st.composite
def scenarios(draw: st.DrawFn, region: Region, catalogue: Catalogue, first: str) -> Scenario:
    """A scenario of one to four measures that is valid in the region, the first one of a given kind.

    Where the first one does not fit (a site that closes already, nothing to merge), it becomes new homes,
    which always fit.
    """
    chosen: Mapping[str, Any] = {}
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(KINDS)) if number else first
        for tried in (kind, None if number else "phased_housing"):
            if tried is None:
                break
            entries = {**chosen, f"m{number}": _entry(draw, tried, region, number)}
            try:
                scenario = Scenario.from_config("random", {"measures": entries})
                scenario.validate_against(region, catalogue, first_month=FIRST)
            except ScenarioError:
                continue
            chosen = entries
            break
    return Scenario.from_config("random", {"measures": chosen})
