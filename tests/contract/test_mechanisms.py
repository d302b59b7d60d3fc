"""Mechanisms of which the field speaks: each is a number with source, grade and range, and contested ones are off.

One row a mechanism: where it is, which number does nothing, and what it is by default. Rows with `off` act in
sensitivity and draws alone; what has no estimate is not built and stands in the last test.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from simsocial.people.changeable import CHANGEABLE


class Mechanism(NamedTuple):
    """Where a mechanism is (id of its number), the number that does nothing, and whether it is so by default."""

    id: str
    none: float = 1.0
    off: bool = False


MECHANISMS = {
    "places below 3 and mothers' work": [Mechanism("services.nursery.effects.mothers_work.factor")],
    "fees and hours booked, fading": [
        Mechanism("services.kindergarten.booked_hours.growth_without_fee", 0.0),
        Mechanism("services.nursery.booked_hours.growth_without_fee", 0.0),
    ],
    "Kita and births": [Mechanism("services.nursery.effects.births_farther.factor", off=True)],
    "Kita and severe maltreatment": [
        Mechanism("services.nursery.effects.residential_care_served.factor", off=True),
        Mechanism("services.nursery.effects.foster_care_served.factor", off=True),
    ],
    "day care, respite and homes": [
        Mechanism("services.adult_day_care.effects.nursing_home_served.factor", off=True),
        Mechanism("services.short_term_care.effects.nursing_home_served.factor", off=True),
        Mechanism("services.adult_day_care.effects.relief_of_relatives.factor"),
    ],
    "preventive visits and homes": [
        Mechanism("services.outreach_to_older_people.effects.nursing_home_served.factor", off=True)
    ],
    "visits and more known need": [
        Mechanism("services.outreach_to_older_people.effects.home_care_claimed.factor"),
        Mechanism("services.outreach_to_older_people.effects.advice_sought.factor"),
        Mechanism("services.outreach_to_older_people.take_up.lonely_ratio"),
    ],
    "assisted living and homes": [Mechanism("services.assisted_living.effects.nursing_home_served.factor")],
    "school closure and population": [
        Mechanism("services.primary_school.effects.departures_farther.factor", off=True),
        Mechanism("services.primary_school.effects.moves_farther.factor", off=True),
    ],
    "closure of practices": [Mechanism("services.general_practitioner.displaced_taken_on_share", 0.0)],
    "closure of youth clubs and offending": [
        Mechanism("services.youth_club.effects.offending_farther.factor", off=True)
    ],
    "family centres, late and first the other way": [
        Mechanism("services.family_centre.effects.residential_care_farther.factor"),
        Mechanism("services.family_centre.effects.detected_served.factor"),
    ],
    "prevention and later help, first more known": [
        Mechanism("services.early_childhood_support.effects.family_assistance_served.factor", off=True),
        Mechanism("services.early_childhood_support.effects.detected_served.factor"),
    ],
    "debts and eviction": [Mechanism("services.debt_counselling.effects.eviction_threatens.factor")],
    "staff between fields": [
        Mechanism("staff.care_assistant.moves_to.educator", 0.0, off=True),
        Mechanism("staff.educator.moves_to.care_assistant", 0.0, off=True),
    ],
}
ROWS = [(name, one) for name, ones in MECHANISMS.items() for one in ones]

WITHOUT_NONE = {
    "work.informal_care_strength": (0.6, 1.25),
    "services.adult_day_care.take_up.demand_ratio": (1.5, 4.4),
    "services.adult_day_care.distance.decay_minutes": (10.0, 40.0),
    "services.family_centre.effects.residential_care_farther.lag_months": (48.0, 96.0),
    "services.youth_club.effects.offending_farther.lasts_months": (36.0, 120.0),
    "services.kindergarten.booked_hours.lasts_months": (12.0, 120.0),
    "housing.new_home_outside_share": (0.1, 0.5),
}
"""Numbers of mechanisms that nobody contests, or of when they begin and end: their ranges."""


@pytest.fixture(scope="module")
def known(all_kinds):
    from simsocial.parameters import Parameters

    return all_kinds.register(Parameters.load())


@pytest.mark.parametrize(("name", "one"), ROWS, ids=[one.id for _, one in ROWS])
def test_a_contested_mechanism_has_a_source_and_a_range_that_includes_none(known, name, one):
    parameter = known[one.id]
    assert parameter.source and parameter.grade in "ABCD", name
    assert parameter.low <= one.none <= parameter.high, name
    assert parameter.low < parameter.high, name
    assert (known.value(one.id) == one.none) == one.off, name
    assert parameter.changeable, name


@pytest.mark.parametrize(("identifier", "limits"), WITHOUT_NONE.items())
def test_lags_and_fading_have_their_ranges(known, identifier, limits):
    parameter = known[identifier]
    assert (parameter.low, parameter.high) == limits
    assert parameter.source


def test_lasting_effects_of_the_family_centre_come_after_the_usual_horizon(known):
    assert known["services.family_centre.effects.residential_care_farther.lag_months"].low >= 48


def test_what_has_no_estimate_is_not_built(all_kinds):
    """Debt counselling lowers no debts of its own, visits no loneliness, a family centre no hospital stay."""
    targets = {one.target for kind in all_kinds for one in kind.effects.values()}
    assert not {name for name in (*targets, *CHANGEABLE) if "lonely" in name or "hospital" in name}
    assert {one.target for one in all_kinds["debt_counselling"].effects.values()} == {
        "take_up.eviction_prevention"
    }
