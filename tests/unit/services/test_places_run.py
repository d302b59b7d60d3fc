"""A place is paid for as long as somebody stays in it, whatever the licence says."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.services.costs import site_use
from simsocial.services.places_run import places_run

CUT = {"kind": "cut", "decided_by": "kreis", "lever": "plan", "start": "2024-07", "share": 0.9}


@pytest.fixture(scope="module")
def emptying(small_model):
    """Kitas that lose nine of ten places, month by month: served, licensed and run places, and what is booked."""
    model = small_model({"cut": {**CUT, "kinds": ["kindergarten", "nursery"]}}, end="2025-12")
    months = []
    while model.running:
        model.step()
        services = model.services
        tables, arrays, use = services.tables(model.month), services.sites.arrays, services.use(model.month)
        own = services.sites.codes("kita")
        booked = site_use(tables, arrays, use)[1][np.isin(tables.offers.site, own)].sum() / 1000
        places = [one[own].copy() for one in (use.served_by_site, arrays.licensed_places)]
        months.append(
            (*places, places_run(tables, arrays, use)[own], booked, arrays.stood_places[own].copy())
        )
    return months


def test_places_are_run_for_all_who_stay(emptying):
    beyond = 0
    for served, licensed, run, booked, stood in emptying:
        assert booked == pytest.approx(run.sum(), abs=0.1)
        assert (run >= licensed).all()
        assert (run[served <= licensed] == licensed[served <= licensed]).all()
        assert (run == stood).all()
        beyond += int((served > licensed).sum())
    assert beyond > 0


def test_they_become_fewer_as_people_leave(emptying):
    totals = [run.sum() for *_, run, _, _ in emptying]
    first, last = emptying[0], emptying[-1]
    assert last[1].sum() < totals[-1] < totals[0]
    assert first[1].sum() == totals[0]
