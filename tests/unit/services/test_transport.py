"""How far a case elsewhere is taken to go: to the nearest site that the region has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simsocial.parameters.plan import Plan
from simsocial.services.transport import Transport


@pytest.mark.parametrize("column", ["closes", "opened"])
def test_a_school_that_is_not_open_shortens_no_way(musterkreis, catalogue, values, column):
    """Neither one that closed before the base date nor one that opens later."""
    sites = musterkreis.sites.copy()
    school = sites["site"] == "schule_g"
    assert school.any()
    sites.loc[school, column] = musterkreis.first_month + (column == "opened")
    without = replace(musterkreis, sites=sites)
    plan = Plan(values, musterkreis.first_month, musterkreis.first_month + 11)
    usual, farther = (
        Transport(region, catalogue, plan, 1).ways.nearest[0] for region in (musterkreis, without)
    )
    assert (farther >= usual).all()
    place = int(sites.loc[school, "place"].iloc[0])
    assert farther[place] > usual[place]


def test_only_minutes_beyond_those_that_are_free_cost_something(small_model):
    """As many children as one likes within the free minutes: nothing; one minute beyond them: a minute each."""
    model = small_model(end="2024-01").run()
    transport, free = (
        model.services._transport,
        model.plan.value("services.primary_school.transport.free_minutes"),
    )
    costs = []
    for minutes in (int(free), int(free) + 1, int(free) + 3):
        model.counts.clear()
        transport.ways.cases[...] = 0
        transport.ways.cases[0, 0, minutes, 0] = 1000
        transport.book(model.finance, model.month)
        costs.append(int(model.counts.money.sum()))
    assert costs[0] == 0
    assert costs[1] > 0
    assert costs[2] == pytest.approx(3 * costs[1], abs=3)
