"""New homes: who fills them, how fast, and that dwellings add up."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import age_of_cohorts
from simsocial.core.columns import ADULT, NOBODY, PRIVATE
from simsocial.core.errors import ScenarioError
from simsocial.core.state import TOP
from simsocial.model.schedule import ORDER
from simsocial.parameters.plan import Plan
from simsocial.processes.new_homes import NewHomes
from tests.unit.processes.people import alive, records

QUIET = [name for name in ORDER if name not in ("ageing", "new_homes", "arrival", "census")]


def _homes(model):
    """Return the place of every private household by key."""
    households, top = model.state.households, int(model.state.counters[1, TOP])
    used = np.flatnonzero((households.form[:top] == PRIVATE) & (households.first_member[:top] != NOBODY))
    return dict(zip(households.key[used].tolist(), households.place[used].tolist(), strict=True))


def _moved(before, after, place):
    """Return the keys of households that came into a place: from the region, and from outside."""
    inside = {key for key, where in after.items() if where == place and before.get(key, place) != place}
    outside = {key for key, where in after.items() if where == place and key not in before}
    return inside, outside


@pytest.fixture
def model(small_model, values):
    """A model in which only new homes move people, with no other free dwelling and none pulled down."""
    steady = values.with_overrides({"housing.removal_share": 0.0})
    model = small_model(disabled=QUIET, check_every_month=True, end="2026-12", parameters=steady)
    homes = np.array(list(_homes(model).values()))
    model.housing.stock[:] = np.bincount(homes, minlength=len(model.housing.stock))
    return model


def test_homes_are_filled_at_the_assumed_rate_from_inside_and_outside(model):
    model.housing.add("b_ort", 60)
    place, unfilled = model.housing.code("b_ort"), 60
    rate = model.parameters.value("housing.new_home_fill_rate")
    share = model.parameters.value("housing.new_home_outside_share")
    while unfilled:
        before = _homes(model)
        model.advance()
        inside, outside = _moved(before, _homes(model), place)
        number = int(np.ceil(unfilled * rate))
        assert len(outside) in (int(number * share), int(number * share) + 1)
        # Old homes are free from the same month on: households from outside may move into them.
        assert len(inside) + len(outside) == number
        unfilled -= number
        assert model.housing.unfilled[place] == unfilled
    assert 6 < model.month - model.first_month < 24


def test_couples_of_25_to_44_years_move_in_and_families_come(model):
    model.housing.add("b_ort", 60)
    place = model.housing.code("b_ort")
    before = _homes(model)
    model.advance()
    inside, outside = _moved(before, _homes(model), place)
    persons, households = model.state.persons, model.state.households
    age = age_of_cohorts(model.month)
    for key in inside | outside:
        rows = [r for r in alive(model) if households.key[persons.household[r]] == key]
        adults = [r for r in rows if persons.role[r] == ADULT]
        assert len(rows) > 1
        assert any(25 <= age[persons.cohort[r]] < 45 for r in adults)
        if key in inside:
            assert any(persons.partner[r] != NOBODY for r in adults)


def test_their_old_dwellings_come_onto_the_market(model):
    model.housing.add("b_ort", 40)
    total = int(model.housing.stock.sum())
    model.advance()
    occupied = np.bincount(list(_homes(model).values()), minlength=len(model.housing.stock))
    assert int(model.housing.stock.sum()) == total
    assert (occupied + model.housing.unfilled <= model.housing.stock).all()


def test_nobody_moves_twice_in_a_month_when_several_places_are_built(model):
    names = ("a_dorf", "b_ort", "c_ort")
    for name in names:
        model.housing.add(name, 40)
    before = _homes(model)
    model.advance()
    after = _homes(model)
    for name in names:
        inside, outside = _moved(before, after, model.housing.code(name))
        assert len(inside) == 7, name
        # Further ones may come into dwellings that families of this place left for another one.
        assert len(outside) >= 3, name


def test_homes_in_another_place_leave_the_choice_for_this_one_nearly_as_it_was(small_model):
    def chosen(*names):
        model = small_model(disabled=QUIET)
        for name in names:
            model.housing.add(name, 40)
        before = _homes(model)
        model.advance()
        return _moved(before, _homes(model), model.housing.code("c_ort"))[0]

    alone, beside = chosen("c_ort"), chosen("a_dorf", "c_ort")
    assert len(alone) == len(beside) == 7
    assert len(alone & beside) >= 5


def test_without_new_homes_nothing_happens(small_model):
    quiet, off = (small_model(disabled=disabled, end="2024-03").run() for disabled in ([], ["new_homes"]))
    assert records(quiet) == records(off)


def test_an_unknown_place_is_an_error_with_the_nearest_name(model):
    with pytest.raises(ScenarioError, match="Valid: a_dorf"):
        model.housing.add("nirgends", 3)
    with pytest.raises(ScenarioError, match="Did you mean 'b_dorf'"):
        model.housing.add("b_dorv", 3)


def test_few_homes_at_a_time_go_to_households_from_outside_as_often_as_many(model, monkeypatch):
    """1,200 months with two homes filled in each; false alarm 1e-4 (binomial, 3.9 errors)."""
    long = Plan(model.parameters, model.first_month, model.first_month + 1200)
    monkeypatch.setattr(model, "plan", long)
    process = NewHomes(model)
    monkeypatch.setattr(process, "_nearest", lambda couples, month, place, number: couples[:0])
    share = model.parameters.value("housing.new_home_outside_share")
    place, outside, months = (
        model.housing.code("b_ort"),
        0,
        range(model.first_month, model.first_month + 1200),
    )
    for month in months:
        model.housing.unfilled[place] = 2
        number = int(np.ceil(2 * model.parameters.value("housing.new_home_fill_rate", month)))
        process.step(month)
        outside += len(model.extra_arrivals)
    homes = number * len(months)
    assert abs(outside / homes - share) < 3.9 * np.sqrt(share * (1 - share) / homes)
