"""Each child of school age attends one school, in the very month in which it changes."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import ELSEWHERE, NOBODY, SERVED
from simsocial.core.state import TOP
from simsocial.model import SocialModel
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import People

SCHOOLS = ("primary_school", "special_school", "gymnasium", "gemeinschaftsschule", "regelschule")


def schools_attended(model):
    """Return how many schools each person attends, here or elsewhere, and how many cases of schools there are."""
    codes = [model.catalogue.ids.index(kind) for kind in SCHOOLS]
    cases, top = model.state.cases, int(model.state.counters[2, TOP])
    of_school = (cases.person[:top] != NOBODY) & np.isin(cases.kind[:top], codes)
    attending = of_school & np.isin(cases.state[:top], (SERVED, ELSEWHERE))
    people = int(model.state.counters[0, TOP])
    return np.bincount(cases.person[:top][attending], minlength=people), int(of_school.sum())


@pytest.mark.parametrize("end", ["2024-08", "2025-08"])
def test_whoever_must_go_to_school_goes_to_one(musterkreis, all_kinds, values, end):
    model = SocialModel(musterkreis, rng=5, parameters=values, catalogue=all_kinds, spin_up=0, end=end).run()
    attended, cases = schools_attended(model)
    people = People(model.state, slice(0, len(attended)), model.next_month - 1)
    alive = model.state.persons.cohort[: len(attended)] != 0
    years = {
        name: PREDICATES[name].of_people(people) & alive
        for name in ("school_year_1_10", "school_year_1_4", "school_year_11_12")
    }
    assert cases == attended.sum()
    assert (attended[years["school_year_1_10"]] == 1).all()
    assert attended.max() == 1
    later = attended[years["school_year_11_12"]]
    assert 0.2 < later.mean() < 0.6
    assert attended[~years["school_year_1_10"] & ~years["school_year_11_12"]].sum() == 0
