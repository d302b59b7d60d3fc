"""What each kind of measure does, month by month."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from simsocial.core.calendar import month_index, month_label
from simsocial.core.errors import ScenarioError
from simsocial.measures import read_measure
from simsocial.measures.ledger import areas_by_people
from simsocial.parameters import Parameters
from simsocial.scenario import Scenario
from tests.unit.measures.recording import CATALOGUE, NEW, REGION, WHO, RecordingModel

RANGE = {"low": 0.0, "value": 0.2, "high": 0.3, "source": "own estimate", "year": 2026, "grade": "D"}
FIRST, LAST = month_index("2027-01"), month_index("2031-12")


def live(entry, parameters=None):
    """Return {month label: calls} of one measure over the horizon."""
    measure = read_measure("m", WHO | entry)
    measure.validate_against(REGION, CATALOGUE)
    months = RecordingModel(parameters).live(measure, FIRST, LAST)
    return {month_label(month): calls for month, calls in months.items()}


def booked(calls, budget):
    return {call[2]: call[5] for call in calls if call[:2] == ("finance", "book") and call[6] == budget}


def test_merging_opens_one_site_moves_those_served_and_closes_the_others():
    done = live({"kind": "merge_sites", "start": "2027-08", "sites": ["kita_1", "kita_2"], **NEW})
    assert list(done) == ["2027-08"]
    month = month_index("2027-08")
    assert [call for call in done["2027-08"] if call[0] == "sites"] == [
        ("sites", "open", "kita_neu", "kita", "e_ort", "gemeinde", 70, None, month),
        ("sites", "move_served", ["kita_1", "kita_2"], "kita_neu", month),
        ("sites", "close", "kita_1", month),
        ("sites", "close", "kita_2", month),
    ]


def test_merging_books_the_building_cost_once_by_payer():
    entry = {
        "kind": "merge_sites",
        "start": "2027-08",
        "sites": ["kita_1", "kita_2"],
        **NEW,
        "capital_cost_eur": {"low": 2.6e6, "typical": 3.0e6, "high": 3.4e6},
        "capital_payers": {"municipality": 0.55, "land": 0.45},
    }
    done = live(entry)
    assert booked(done["2027-08"], "capital") == pytest.approx({"municipality": 1.65e6, "land": 1.35e6})
    assert all(call[3:5] == ("kindergarten", 0) for call in done["2027-08"] if call[0] == "finance")


@pytest.mark.parametrize(("provider", "without"), [("verein", set()), ("gemeinde", {"provider"})])
def test_without_own_cost_a_new_site_costs_what_its_service_says(provider, without):
    """Of a public site the municipality bears the provider's part."""
    done = live({"kind": "open_site", "start": "2027-08", **NEW, "provider": provider})
    kindergarten = CATALOGUE["kindergarten"]
    model = RecordingModel()
    price = kindergarten.cost_eur_per_year(model.parameters, "capital_per_place", month_index("2027-08"))
    assert sum(booked(done["2027-08"], "capital").values()) == pytest.approx(70 * price)
    shares = kindergarten.capital_payers.shares
    paying = {payer for payer in shares if shares[payer] > 0.0}
    assert set(booked(done["2027-08"], "capital")) == paying - without


def test_a_cost_of_zero_books_nothing():
    done = live({"kind": "open_site", "start": "2027-08", "capital_cost_eur": 0, **NEW})
    assert [call[0] for call in done["2027-08"]] == ["sites"]


@pytest.mark.parametrize(
    ("years", "expected"),
    [({}, 2027), ({"price_year": 2025}, 2025), ({"price_year": 2025, "own": 2021}, 2021)],
)
def test_a_cost_follows_the_services_index_from_its_price_year(years, expected):
    cost = {"value": 1e6} | ({"price_year": years.pop("own")} if "own" in years else {})
    done = live({"kind": "open_site", "start": "2027-08", "capital_cost_eur": cost, **NEW} | years)
    grown = 1e6 * 1.035 ** (2027 - expected)
    assert sum(booked(done["2027-08"], "capital").values()) == pytest.approx(grown)


def test_the_building_cost_is_drawn_where_it_is_registered():
    entry = {"low": 1.0e6, "typical": 2.0e6, "high": 3.0e6}
    entry = {"kind": "open_site", "start": "2027-08", "capital_cost_eur": entry, **NEW}
    measure = read_measure("m", WHO | entry)
    costs = set()
    for draw in range(5):
        done = live(entry, Parameters(measure.parameters(), draw=draw))
        costs.add(sum(booked(done["2027-08"], "capital").values()))
    assert len(costs) == 5
    assert all(1.0e6 <= cost <= 3.0e6 for cost in costs)


def test_opening_grows_over_the_ramp_and_closes_after_the_end():
    entry = {"kind": "open_site", "start": "2027-08", "end": "2029-07", "ramp_months": 3, **NEW}
    done = live(entry | {"capital_cost_eur": 0})
    assert done["2027-08"][0][6] == 23
    assert [(month, calls[0][1:4]) for month, calls in done.items()][1:3] == [
        ("2027-09", ("set", "kita_neu", 47)),
        ("2027-10", ("set", "kita_neu", 70)),
    ]
    assert [call[1] for call in done["2029-08"]] == ["close"]
    assert list(done) == ["2027-08", "2027-09", "2027-10", "2029-08"]


def test_closing_moves_those_served_first_if_a_site_takes_them():
    entry, month = {"kind": "close_site", "start": "2028-01", "lever": "none"}, month_index("2028-01")
    closes = ("sites", "close", "kita_1", month)
    assert live(entry | {"site": "kita_1"}) == {"2028-01": [closes]}
    assert live(entry | {"site": "kita_1", "to": "kita_2"}) == {
        "2028-01": [("sites", "move_served", ["kita_1"], "kita_2", month), closes]
    }


def test_resizing_sets_the_size_and_sets_it_back():
    done = live(
        {"kind": "resize_site", "start": "2028-01", "end": "2028-12", "site": "kita_2", "licensed_places": 40}
    )
    assert done == {
        "2028-01": [("sizes", "set", "kita_2", 40, month_index("2028-01"), True)],
        "2029-01": [("sizes", "set", "kita_2", 60, month_index("2029-01"))],
    }


def test_resizing_over_a_ramp_starts_from_the_old_size():
    done = live(
        {"kind": "resize_site", "start": "2028-01", "ramp_months": 4, "site": "kita_2", "licensed_places": 40}
    )
    assert [(calls[0][3], calls[0][5]) for calls in done.values()] == [
        (55, False),
        (50, False),
        (45, False),
        (40, True),
    ]


@pytest.mark.parametrize(("change", "steps"), [(10, [2, 3, 3, 2]), (-3, [-1, -1, 0, -1])])
@pytest.mark.parametrize("months", [2, 6])
def test_what_a_change_brings_over_a_ramp_goes_with_its_end(change, steps, months):
    """Also where the end comes before the ramp is complete."""
    entry = {"kind": "resize_site", "start": "2028-01", "ramp_months": 4, "site": "kita_2", "change": change}
    done = [calls[0][3] for calls in live(entry | {"end": f"2028-0{months}"}).values()]
    assert done[:-1] == steps[:months]
    assert done[-1] == -sum(steps[:months])


@pytest.mark.parametrize(
    ("share", "places", "left"),
    [
        (0.05, [12] * 10, [11] * 6 + [12] * 4),
        (0.2, [30, 60, 40], [24, 48, 32]),
        (0.25, [30, 60, 42], [22, 45, 32]),
        (0.01, [30, 60, 40], [30, 59, 40]),
        (0.001, [30, 60, 40], [30, 60, 40]),
        (0.99, [30, 60, 4], [1, 1, 1]),
    ],
)
def test_a_cut_takes_its_share_of_the_places_of_all_sites(share, places, left):
    """Whole over all of them, wherever they stand in the table and whatever else is cut; one stays at each."""
    names = [f"kita_{code:02}" for code in range(len(places))]
    table = {
        "site": names,
        "name": names,
        "kind": "kita",
        "place": 0,
        "provider": 0,
        "licensed_places": places,
    }
    sites = pd.concat([pd.DataFrame(table)[::-1], REGION.sites[REGION.sites["kind"] != "kita"]])
    region = SimpleNamespace(**vars(REGION) | {"sites": sites.reset_index(drop=True)})
    entry = {"kind": "cut", "start": "2028-01", "kinds": ["kindergarten", "nursing_home"], "share": share}
    changes = read_measure("m", WHO | entry).site_changes(region, CATALOGUE)
    after = dict(zip(names, places, strict=True)) | {one.site: one.new for one in changes}
    assert [after[name] for name in names] == left


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0, "share: 0 cuts nothing. Valid: above 0"),
        (1, "share: 1 leaves nothing of a site. Valid: below 1, such as 0.99; close_site"),
        (RANGE | {"value": 0.9, "high": 1.0}, "share: 1 leaves nothing"),
        (RANGE | {"low": -0.1}, "share: -0.1 cuts nothing"),
    ],
)
def test_a_cut_of_nothing_or_all_is_told_what_is_valid(share, told):
    entry = {"kind": "cut", "start": "2028-01", "kinds": ["kindergarten"]}
    with pytest.raises(ScenarioError, match=re.escape(told)):
        read_measure("m", WHO | entry | {"share": share})
    assert read_measure("m", WHO | entry | {"share": RANGE}).share.limits == (0.0, 0.3)


def test_a_cut_of_less_than_a_place_is_told_and_asks_for_nothing():
    entry = {"kind": "cut", "start": "2028-01", "kinds": ["kindergarten"], "share": 0.003}
    doubts = list(read_measure("m", WHO | entry).doubts(REGION, CATALOGUE))
    assert doubts == ["measures.m cuts no place of 'kita': 0.3 % of 130 is less than one."]
    assert list(read_measure("m", WHO | entry | {"share": 0.01}).doubts(REGION, CATALOGUE)) == []
    assert [call[2] for call in live(entry)["2028-01"] if call[1] == "cut"] == [{}]


def test_housing_adds_each_phase_in_its_month_and_books_it():
    done = live(
        {
            "kind": "phased_housing",
            "place": "g_ort",
            "phases": {"2027-06": 40, "2030-06": 20},
            "capital_per_dwelling_eur": 1000,
            "capital_payers": {"municipality": 1.0},
        }
    )
    assert list(done) == ["2027-06", "2030-06"]
    assert [calls[0] for calls in done.values()] == [
        ("dwellings", "add", "g_ort", 40),
        ("dwellings", "add", "g_ort", 20),
    ]
    assert [calls[1][3:] for calls in done.values()] == [
        ("other", 1, 40000, "capital"),
        ("other", 1, 20000, "capital"),
    ]


def test_an_inherited_phase_is_dropped_by_null():
    entry = {"kind": "phased_housing", "place": "g_ort", "phases": {"2027-06": None, "2030-06": 20}}
    measure = read_measure("m", WHO | entry)
    assert (measure.start, measure.dwellings) == ("2030-06", 20)


def test_a_running_cost_is_booked_by_the_month_until_the_end():
    done = live(
        {
            "kind": "resize_site",
            "start": "2028-01",
            "end": "2028-12",
            "site": "kita_2",
            "licensed_places": 60,
            "running_cost_eur_per_year": 12000,
            "running_payers": {"kreis": 0.5, "land": 0.5},
        }
    )
    months = [booked(calls, "operating") for calls in done.values()]
    assert months[:12] == [{"kreis": 500.0, "land": 500.0}] * 12
    assert months[12:] == [{}]


NONE_AT_LEAST = {"low": 0.9, "typical": 1, "high": 1}
PER_CHILD = "services.nursery.cost.per_case_eur_per_year"
PROGRAMME = {"running_cost_eur_per_year": 12000, "running_payers": {"kreis": 0.25, "land": 0.75}}


@pytest.mark.parametrize(
    ("entry", "item"),
    [
        ({"kind": "training_places", "qualification": "educator", "graduates_factor": 1.2}, "other"),
        ({"kind": "prevention", "kinds": ["family_assistance"], "onset_factor": NONE_AT_LEAST}, "family_assistance"),
        ({"kind": "outreach", "kinds": ["debt_counselling", "nursery"], "detected_factor": 1.1}, "debt_counselling"),
        ({"kind": "change_value", "id": PER_CHILD, "op": "add", "by": 1}, "nursery"),
        ({"kind": "change_value", "id": "staff.educator.turnover_rate", "op": "multiply", "by": 0.9}, "other"),
        ({"kind": "cut", "kinds": ["kindergarten"], "share": 0.2}, "kindergarten"),
    ],
)  # fmt: skip
def test_the_cost_of_a_programme_is_booked_from_its_start_on_where_people_live(entry, item):
    """Even where what it changes comes later: who is trained costs at once."""
    measure = read_measure("m", WHO | entry | PROGRAMME | {"start": "2028-01", "end": "2028-12"})
    model = RecordingModel()
    bookings = measure.bookings(model, range(month_index("2027-01"), month_index("2030-01")))
    assert sorted(bookings) == list(range(month_index("2028-01"), month_index("2029-01")))
    for booked in bookings.values():
        assert {one.item for one in booked} == {item}
        paid = {who: sum(one.amount_eur for one in booked if one.payer == who) for who in ("kreis", "land")}
        assert paid == pytest.approx({"kreis": 250.0, "land": 750.0})


def test_a_cost_is_booked_in_the_areas_by_their_people_and_in_those_meant_alone():
    everywhere = areas_by_people(REGION)
    people = np.bincount(REGION.place_area, REGION.places["inhabitants"])
    assert everywhere == pytest.approx(
        {code: part for code, part in enumerate(people / people.sum()) if part}
    )
    area = str(REGION.areas["area"].iloc[0])
    assert areas_by_people(REGION, {"area": [area]}) == {0: pytest.approx(1.0)}
    site = REGION.sites.iloc[0]
    own = int(REGION.place_area[int(site["place"])])
    assert areas_by_people(REGION, {"site": [str(site["site"])]}) == {own: pytest.approx(1.0)}


def test_no_change_asks_for_nothing():
    assert live({"kind": "no_change", "start": "2027-01"}) == {}


def test_the_decision_is_due_before_the_start_by_the_lead_time():
    entry = WHO | {"kind": "merge_sites", "start": "2027-08", "sites": ["kita_1", "kita_2"], **NEW}
    assert read_measure("m", entry).latest_decision_month == "2025-02"
    assert read_measure("m", entry | {"lead_months": 7}).latest_decision_month == "2027-01"


def test_an_event_has_no_decision():
    measure = read_measure(
        "m", WHO | {"kind": "close_site", "start": "2028-01", "site": "heim_1", "lever": "none"}
    )
    assert measure.is_event
    assert measure.latest_decision_month is None


def test_a_measure_that_changes_nothing_has_no_cost():
    entry = {"kind": "no_change", "start": "2027-08", "running_payers": {"kreis": 1.0}}
    cost = {"running_cost_eur_per_year": {"low": 1.0, "typical": 2.0, "high": 3.0}}
    with pytest.raises(ScenarioError, match="remove 'running_cost_eur_per_year'"):
        read_measure("m", WHO | entry | cost)


def sizes(measure):
    """Return {site: (old, new)} of what a measure changes."""
    return {change.site: (change.old, change.new) for change in measure.site_changes(REGION, CATALOGUE)}


def test_twelve_places_more_are_twelve_more():
    (old,) = {
        int(row.licensed_places) for row in REGION.sites.itertuples(index=False) if row.site == "kita_1"
    }
    entry = {"kind": "resize_site", "start": "2028-01", "site": "kita_1"}
    measure = read_measure("m", WHO | entry | {"change": 12})
    measure.validate_against(REGION, CATALOGUE)
    assert sizes(measure) == {"kita_1": (old, old + 12)}
    month = month_index("2028-01")
    assert live(entry | {"change": 12}) == {"2028-01": [("sizes", "change", "kita_1", 12, month)]}
    with pytest.raises(
        ScenarioError, match=f"change: -{old} leaves none of the {old} places .* from {1 - old}"
    ):
        live(entry | {"change": -old})


def test_places_that_cost_nothing_to_build_are_told_unless_somebody_says_so():
    """A new site is built at the usual cost; a larger one may have the rooms, or may not."""
    entry = WHO | {"kind": "resize_site", "start": "2028-01", "site": "kita_1"}
    stated = {"capital_cost_eur": 90_000, "capital_payers": {"municipality": 1.0}}
    for more, told in (
        ({"change": 12}, 1),
        ({"licensed_places": 900}, 1),
        ({"change": -12}, 0),
        ({"change": 12, "capital_cost_eur": 0}, 0),
        ({"change": 12} | stated, 0),
    ):
        doubts = list(read_measure("m", entry | more).doubts(REGION, CATALOGUE))
        assert len(doubts) == told
        assert all("more places at 'kita_1' cost nothing to build" in sentence for sentence in doubts)
    nothing = live({**entry, "change": 12, "capital_cost_eur": 0})
    assert not any(booked(calls, "capital") for calls in nothing.values())


@pytest.mark.parametrize("size", [{}, {"change": 2, "licensed_places": 9}, {"change": 0}])
def test_a_resize_needs_one_size(size):
    with pytest.raises(ScenarioError, match=r"licensed_places|change"):
        read_measure("m", WHO | {"kind": "resize_site", "start": "2028-01", "site": "kita_1"} | size)


def test_measures_say_which_sites_get_which_places():
    merge = read_measure(
        "m", WHO | {"kind": "merge_sites", "start": "2027-08", "sites": ["kita_1", "kita_2"], **NEW}
    )
    assert sizes(merge)["kita_neu"] == (0, 70)
    assert sizes(merge)["kita_1"][1] == 0 < sizes(merge)["kita_1"][0]
    close = read_measure("m", WHO | {"kind": "close_site", "start": "2027-08", "site": "kita_2"})
    assert sizes(close)["kita_2"][1] == 0


def test_a_site_of_a_kind_that_no_service_uses_is_none(musterkreis, all_kinds, catalogue):
    """It has no row in the model: a measure there would fail only in its first month."""
    practice = musterkreis.sites["site"][musterkreis.sites["kind"] == "general_practitioner"].iloc[0]
    closed = Scenario.from_config(
        "x", {"measures": {"c": {"kind": "close_site", "site": practice, "start": "2027-01", **WHO}}}
    )
    closed.validate_against(musterkreis, all_kinds)
    with pytest.raises(ScenarioError, match=rf"measures\.c\.site: '{practice}' is no site of this region"):
        closed.validate_against(musterkreis, catalogue)


@pytest.mark.parametrize("kind", ["phased_housing", "reuse_of_vacancy"])
def test_dwellings_that_are_many_for_their_place_are_told(kind):
    """An estate of 120 homes is no slip in a town, 5,000 of them are in a village."""
    there = int(REGION.places.set_index("place").at["g_ort", "dwellings"])
    entry = WHO | {"kind": kind, "place": "g_ort"}
    few, many = (
        list(read_measure("m", entry | {"phases": {"2028-06": 1, "2030-06": more}}).doubts(REGION, CATALOGUE))
        for more in (there // 2 - 1, there // 2 + 1)
    )
    assert few == []
    assert many == [
        f"measures.m: {there // 2 + 2} dwellings for 'g_ort', which has {there}. Is the number right?"
    ]
