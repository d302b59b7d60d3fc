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
