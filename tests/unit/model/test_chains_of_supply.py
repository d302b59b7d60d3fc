"""Chains from houses, staff and ways to use: each link is stated, their end is not, and it goes where a link is cut."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from tests.unit.model.chains import by_month, opening
from tests.unit.model.measures import WHO
from tests.unit.services.test_who import wanted_by

# --- new homes -> a wave of one age ---------------------------------------------------------------------------------


def test_new_homes_send_one_age_through_nursery_kindergarten_and_school(small_model):
    """Who moves in grows older together: more children everywhere, and fewer again in nurseries first."""
    homes = {"new": WHO | {"kind": "phased_housing", "place": "c_ort", "phases": {"2024-03": 120}}}
    names = ("nursery_demand", "kindergarten_demand", "primary_school_demand")
    usual, more = (
        by_month(small_model(one, end="2031-12"), *names, period_kind="year", area="c")
        for one in (None, homes)
    )
    extra = np.stack([after - before for before, after in zip(usual, more, strict=True)])[:, 1:]
    assert (extra[:, :3] > 0).all()
    left = extra[:, -1] / extra.max(axis=1)
    assert left[0] < left[1]
    assert left[0] < left[2]


# --- staff drawn from one field -> closed places in another ---------------------------------------------------------


def caring(small_model, values, catalogue, qualification, measures):
    """Return a world in which adult day care employs people of a qualification."""
    alone = {"qualification": qualification, "also": {}}
    kinds = [
        one.model_copy(update={"staff": one.staff.model_copy(update=alone)})
        if one.id == "adult_day_care"
        else one
        for one in catalogue
    ]
    over = {"services.adult_day_care.staff.fte_per_case": 0.5, "staff.care_nurse.lateral_entry_rate": 0.0}
    own = Catalogue(kinds)
    parameters = own.register(Parameters.load()).with_overrides(over)
    return small_model(measures, catalogue=own, parameters=parameters, end="2026-12")


DAY_CARE = opening("adult_day_care", "b_ort", 40)


def test_nurses_of_new_day_care_are_missing_elsewhere(small_model, values, catalogue):
    worlds = [caring(small_model, values, catalogue, "care_nurse", one) for one in (None, DAY_CARE)]
    (home, guests), (fewer, more_guests) = (
        by_month(world, "home_care_served", "adult_day_care_served") for world in worlds
    )
    assert more_guests[-12:].mean() > guests[-12:].mean()
    assert fewer[-12:].mean() < home[-12:].mean()


def test_with_a_market_of_its_own_new_day_care_takes_nobody(small_model, values, catalogue):
    worlds = [caring(small_model, values, catalogue, "social_worker", one) for one in (None, DAY_CARE)]
    (home,), (same,) = (by_month(world, "home_care_served") for world in worlds)
    np.testing.assert_array_equal(home, same)


# --- travel time -> take-up; outreach -> more need is known; a practice closes -> load at its neighbours ------------


@pytest.mark.parametrize("far_holds_back", [True, False])
def test_a_nearer_site_is_wanted_more_unless_ways_hold_nobody_back(small_model, catalogue, far_holds_back):
    kinds = catalogue
    if not far_holds_back:
        anywhere = catalogue["adult_day_care"].distance.model_copy(update={"decay_minutes": None})
        kinds = Catalogue(
            [
                one.model_copy(update={"distance": anywhere}) if one.id == "adult_day_care" else one
                for one in catalogue
            ]
        )
    # Day care that needs nobody takes no staff from home care, and so touches no life in another way.
    alone = {
        f"services.adult_day_care.staff.{of}": 0.0
        for of in ("fte_per_case", "fte_fixed_per_site", "also.care_assistant.fte_per_case")
    }
    settings = {"catalogue": kinds, "parameters": kinds.register(Parameters.load()).with_overrides(alone)}
    usual, nearer = (
        by_month(small_model(one, **settings), "adult_day_care_demand")[0]
        for one in (None, opening("adult_day_care", "c_ort", 12))
    )
    if far_holds_back:
        assert nearer[-1] > usual[-1]
    else:
        np.testing.assert_array_equal(nearer, usual)


def without_staff(kind):
    """Return a kind whose places alone limit it: the small region has no market for its staff."""
    return kind.model_copy(update={"capacity": "places"})


@pytest.fixture(scope="module")
def visited(small_model, catalogue, all_kinds):
    """Claims of the relief amount without and with visits to old people, by what these do to claims."""
    more = [all_kinds[name] for name in ("outreach_to_older_people", "relief_amount")]
    kinds = wanted_by(
        Catalogue([*catalogue, *map(without_staff, more)]), "outreach_to_older_people", table={63: 0.9}
    )
    found = {}
    for factor in (1.0, 1.6):
        over = {"services.outreach_to_older_people.effects.relief_amount_claimed.factor": factor}
        over |= {
            f"services.outreach_to_older_people.effects.{name}_claimed.factor": 1.0 for name in ("home_care",)
        }
        parameters = kinds.register(Parameters.load()).with_overrides(over)
        site = opening("outreach_to_older_people", "a_stadt", 600, provider="stadt_a")
        names = ("relief_amount_demand", "outreach_to_older_people_served")
        settings = {"catalogue": kinds, "parameters": parameters}
        found[factor] = [by_month(small_model(one, **settings), *names) for one in (None, site)]
    return found


def test_visits_let_more_need_be_known(visited):
    (without, _), (claims, served) = visited[1.6]
    assert served[-1] > 20
    assert claims[-1] > without[-1]
    # Sixty percent more of those visited who have a care grade: at most of all visited at a share of a half.
    assert claims[-1] - without[-1] < 0.6 * 0.6 * served[-1]


def test_visits_that_tell_nobody_let_nobody_claim(visited):
    (without, _), (claims, _) = visited[1.0]
    np.testing.assert_array_equal(claims, without)


def test_when_a_practice_closes_its_neighbour_is_fuller_and_fewer_come(small_model, catalogue, all_kinds):
    kinds = Catalogue([*catalogue, without_staff(all_kinds["general_practitioner"])])
    parameters = kinds.register(Parameters.load()).with_overrides(
        {
            "services.general_practitioner.distance.free_minutes": 5.0,
            "services.general_practitioner.distance.decay_minutes": 30.0,
        }
    )
    near = opening("general_practitioner", "a_stadt", 2000, site="praxis_a", provider="pflege")
    stays = opening("general_practitioner", "b_ort", 800, site="praxis_b", provider="pflege")
    closes = {"praxis_b": stays["m_open_site"] | {"end": "2024-07"}}
    at_a, demand = {}, {}
    for name, measures in (("stays", {"praxis_b": stays["m_open_site"]}), ("closes", closes)):
        model = small_model(
            {"praxis_a": near["m_open_site"]} | measures, catalogue=kinds, parameters=parameters
        )
        demand[name] = by_month(model, "general_practitioner_demand")[0]
        codes = [site.site_id for site in model.services.sites].index("praxis_a")
        at_a[name] = int(model.services.served_by_site()[codes])
    np.testing.assert_array_equal(demand["stays"][:5], demand["closes"][:5])
    assert at_a["closes"] > at_a["stays"]
    assert demand["closes"][-1] < demand["stays"][-1]
    assert at_a["closes"] - at_a["stays"] < demand["stays"][-1] - at_a["stays"]
