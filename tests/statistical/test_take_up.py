"""Who wants a service: take-up by age and care grade is the table, and falls with travel time as stated.

Counts are compared with their expectations, person by person, by chi-square; each comparison fails a true
mechanism in one of 10,000 runs. Each test also shows that it can fail: a mechanism that differs by a stated
amount is rejected.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import stats

from simsocial.core.calendar import EPOCH_MONTH, age_of_cohorts
from simsocial.core.columns import INSTITUTION, NOBODY, SERVED
from simsocial.core.state import TOP
from simsocial.model import SocialModel
from simsocial.people.traits import axis_of
from simsocial.people.view import People
from simsocial.services.access import Access
from simsocial.services.who import take_up_axes
from tests.draws import first_school_months

FALSE_ALARM = 1e-4
SEED = 11


def chance(found, expected, variance):
    """Return how probable counts are that differ so much from their expectations."""
    return stats.chi2.sf(((found - expected) ** 2 / variance).sum(), len(found))


@pytest.fixture(scope="module")
def asking(musterkreis, catalogue, values):
    """The Musterkreis at its base date when everybody has asked and nobody has been served."""
    # Day care is rare: three times the use shows how it falls with distance.
    often = values.with_overrides({"services.adult_day_care.take_up.table": 3.0})
    model = SocialModel(musterkreis, rng=SEED, parameters=often, catalogue=catalogue, spin_up=0)
    model.services.update_demand(model.next_month)
    return model


@pytest.fixture(scope="module")
def plenty(musterkreis, catalogue, values):
    """The Musterkreis with a hundred times the places, after its first allocation."""
    sites = musterkreis.sites.copy()
    sites["licensed_places"] *= 100
    region = dataclasses.replace(musterkreis, sites=sites)
    model = SocialModel(region, rng=SEED, parameters=values, catalogue=catalogue, spin_up=0)
    model.services.update_demand(model.next_month)
    model.services.allocate(model.next_month)
    return model


class Asked:
    """Everybody at home: what each should want of a kind, and who does.

    Attributes
    ----------
    expected : ndarray
        Take-up of everybody at home, by age and care grade, household and travel time to the nearest site.
    state, wants : ndarray
        State of the case, -1 without one; whether there is one.
    age, grade, minutes : ndarray
        In months, 0-5, and to the nearest site.
    """

    def __init__(self, model, kind_id):
        persons, cases, month, parameters = (
            model.state.persons,
            model.state.cases,
            model.next_month,
            model.parameters,
        )
        kind, code = model.catalogue[kind_id], model.catalogue.ids.index(kind_id)
        top = int(model.state.counters[0, TOP])
        rows = np.flatnonzero((persons.cohort[:top] != 0) & (persons.role[:top] != INSTITUTION))
        cohort = persons.cohort[rows]
        births = EPOCH_MONTH + (cohort.astype(np.int64) >> 1)
        self.age, self.grade = month - births, persons.care_grade[rows]
        codes = [site.code for site in model.sites if site.kind == kind.site_kind]
        nearest = model.region.minutes[:, model.services.sites.arrays.place[codes]].min(axis=1)
        self.minutes = nearest[persons.place[rows]]
        if kind.take_up.by == "age_months":
            steps = kind.take_up_by_age_months(parameters, month)
            starts, shares = (np.array(part) for part in zip(*steps, strict=True))
            share = np.append(0.0, shares)[np.searchsorted(starts, self.age, side="right")]
            until = kind.eligibility.until_months
            late = parameters.value("school_entry.late_share", month)
            entry = first_school_months(births, persons.key[rows], model.seed, late)
            share *= month < entry if until is None else self.age < until
        else:
            share = kind.take_up_table(parameters, month)[age_of_cohorts(month)[cohort], self.grade]
        people = People(model.state, rows, month)
        for name in take_up_axes(kind):
            share *= kind.take_up_factors(parameters, name, month)[axis_of(name).code(people)]
        if kind.has("distance.decay_minutes"):
            mean = Access(model.region, model.catalogue, parameters).mean(kind)
            share *= kind.distance_factors(parameters, self.minutes, month) / mean
        self.expected = np.minimum(share, 1.0)
        self.state = np.full(len(rows), -1)
        used = int(model.state.counters[2, TOP])
        own = np.flatnonzero((cases.person[:used] != NOBODY) & (cases.kind[:used] == code))
        position = np.full(top, -1)
        position[rows] = np.arange(len(rows))
        own = own[position[cases.person[own]] >= 0]
        self.state[position[cases.person[own]]] = cases.state[own]
        self.wants = self.state >= 0

    def chance(self, group, factor=1.0):
        """Return how probable the cases by group are if everybody wanted so many times as much."""
        used = self.expected > 0.0
        labels, index = np.unique(group[used], return_inverse=True)
        share = np.minimum(factor * self.expected[used], 1.0)
        sums = [
            np.bincount(index, values, len(labels))
            for values in (self.wants[used], share, share * (1 - share))
        ]
        large = sums[2] > 5
        assert large.sum() >= 2
        return chance(*(values[large] for values in sums))


CLASSES = {
    "nursery": lambda asked: asked.age // 6,
    "kindergarten": lambda asked: asked.age // 12,
    "home_care": lambda asked: (
        asked.grade * 10 + np.searchsorted([18, 65, 75, 85], asked.age // 12, side="right")
    ),
    "adult_day_care": lambda asked: asked.grade,
}


@pytest.mark.parametrize("kind_id", CLASSES)
def test_take_up_by_age_and_grade_is_the_table(asking, kind_id):
    """Can fail: a table a fifth higher or lower is rejected; of the rare day care, two fifths."""
    asked = Asked(asking, kind_id)
    assert not asked.wants[asked.expected == 0.0].any()
    group = CLASSES[kind_id](asked)
    assert asked.chance(group) > FALSE_ALARM
    amount = 0.4 if kind_id == "adult_day_care" else 0.2
    assert asked.chance(group, 1.0 - amount) < FALSE_ALARM
    if kind_id != "kindergarten":  # nearly all go there: a fifth more would be everybody
        assert asked.chance(group, 1.0 + amount) < FALSE_ALARM


def test_demand_falls_with_travel_time_as_stated(asking):
    """Can fail: demand that does not fall with distance, of the same sum, is rejected."""
    asked = Asked(asking, "adult_day_care")
    group = np.searchsorted([5, 10, 15, 20, 30], asked.minutes, side="right")
    assert asked.chance(group) > FALSE_ALARM
    kind = asking.catalogue["adult_day_care"]
    level = kind.distance_factors(asking.parameters, asked.minutes, asking.month)
    used = asked.expected > 0.0
    asked.expected[used] /= level[used]
    asked.expected *= asked.wants.sum() / asked.expected.sum()
    assert asked.chance(group) < FALSE_ALARM


@pytest.mark.parametrize("kind_id", ["nursery", "kindergarten", "primary_school", "adult_day_care"])
def test_without_scarcity_all_who_want_are_served(plenty, kind_id):
    asked, kind = Asked(plenty, kind_id), plenty.catalogue[kind_id]
    reach = asked.minutes <= kind.number(plenty.parameters, "distance.maximum_minutes", plenty.month)
    assert (asked.state[asked.wants & reach] == SERVED).all()
    assert not (asked.state[~reach] == SERVED).any()
