"""A reception centre is a flow of its own: guests come and go, and nobody else's life changes by it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from simsocial.core.calendar import age_of_cohorts
from simsocial.core.columns import GUEST
from simsocial.model import SocialModel
from simsocial.region import load_region
from tests.unit.processes.people import alive, records

SERVICES = ("service_demand", "staff_market", "allocation", "finance")


def _run(values, months=12, disabled=()):
    region = load_region({"kind": "kreis", "name": "Suhl"})
    model = SocialModel(
        region, rng=4, spin_up=0, end="2026-12", parameters=values, disabled=[*SERVICES, *disabled]
    )
    came = left = 0
    for _ in range(months):
        model.advance()
        came += int(model.counts.event("arrivals").sum())
        left += int(model.counts.event("departures").sum())
    return model, came, left


def _guests(model):
    rows = alive(model)
    return rows[model.state.persons.role[rows] == GUEST]


@pytest.fixture(scope="module")
def year(values):
    return _run(values)


def test_as_many_live_there_as_the_figures_say(year):
    model, came, left = year
    assert len(_guests(model)) == 510
    # A stay of six weeks: two of three leave a month. About 900 on average in 2024, and 1,400 of the town itself.
    assert 5_000 < came < 7_000
    assert 5_500 < left < 7_500


def test_those_who_live_there_grow_no_older(year):
    """Mean age of 510 people: the standard error is 0.6 years (1e-4: 2.4)."""
    model, _, _ = year
    guests = _guests(model)
    ages = age_of_cohorts(model.month)[model.state.persons.cohort[guests]]
    table = model.parameters.table("migration.reception_age_share", model.month).sum(axis=0)
    assert ages.mean() == pytest.approx((table * np.arange(101)).sum() / table.sum(), abs=2.4)
    # Of those of a year ago hardly anybody is left (0.4 expected), and nobody has moved into the town.
    before = {key for key, record in records(_run(model.parameters, 0)[0]).items() if record[2] == GUEST}
    left = [record[2] for key, record in records(model).items() if key in before]
    assert len(left) < 5
    assert set(left) <= {GUEST}


def test_nobody_else_lives_another_life_because_of_them(year, values):
    model, _, _ = year
    without, _, _ = _run(values, disabled=["reception"])
    residents = [{k: r for k, r in records(one).items() if r[2] != GUEST} for one in (model, without)]
    assert residents[0] == residents[1]


def test_the_town_is_as_large_as_counted(year):
    """Suhl lost 1,622 people in 2024 (TLS), of them 790 guests; it was 490 in the model without them."""
    model, _, _ = year
    assert -1_800 < len(alive(model)) - model.region.inhabitants < -850


def test_when_fewer_are_to_live_there_the_others_leave_at_once(values):
    """However long they would stay otherwise."""
    model, _, _ = _run(values, months=1)
    process = next(p for p in model.schedule_of_month.processes if p.name == "reception")
    process._aim = SimpleNamespace(at=lambda month: 7)
    model.advance()
    assert len(_guests(model)) == 7


def test_without_a_centre_nothing_happens(small_model):
    one, other = small_model(end="2024-06").run(), small_model(end="2024-06", disabled=["reception"]).run()
    assert records(one) == records(other)
