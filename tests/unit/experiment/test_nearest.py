"""Minutes to the nearest site before and with an option: of all places, and only where they change."""

from __future__ import annotations

import numpy as np

from simsocial import load_scenario
from simsocial.core.calendar import month_index
from simsocial.experiment.nearest import nearest_minutes
from simsocial.scenario import Scenario

START = month_index("2027-01")


def of(scenario, region, catalogue):
    return nearest_minutes(region, catalogue, scenario.measures.values(), START)


def test_villages_that_lose_their_house_are_as_far_as_the_table_of_minutes_says(musterkreis, catalogue):
    found = of(load_scenario("kita_netz"), musterkreis, catalogue)["kita"]
    places = musterkreis.places["place"].tolist()
    kitas = musterkreis.sites[musterkreis.sites["kind"] == "kita"].set_index("site")["place"]
    left = kitas.drop(["kita_e1", "kita_e2", "kita_e3"]).tolist()
    there = sorted({*left, places.index("e_dorf1")})
    for place, (before, after) in found.items():
        code = places.index(place)
        assert before == musterkreis.minutes[code, sorted(set(kitas))].min()
        assert after == musterkreis.minutes[code, there].min() > before
    assert places[kitas["kita_e3"]] in found
    same = [code for code, place in enumerate(places) if place not in found]
    assert np.array_equal(
        musterkreis.minutes[np.ix_(same, sorted(set(kitas)))].min(axis=1),
        musterkreis.minutes[np.ix_(same, there)].min(axis=1),
    )


def test_a_new_house_brings_places_nearer(musterkreis, catalogue):
    found = of(load_scenario("tagespflege"), musterkreis, catalogue)["adult_day_care"]
    assert found
    assert all(after < before for before, after in found.values())


def test_without_changed_sites_there_is_nothing_to_tell(musterkreis, catalogue):
    assert of(Scenario.from_config("x", {}), musterkreis, catalogue) == {}
