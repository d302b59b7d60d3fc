"""Leaving home and forming couples keep the share who live with their parents where the figures have it."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.parameters import Parameters
from simsocial.processes.border import Border
from simsocial.processes.young_adults import forming_rates, leaving_home_rate, own_shares
from simsocial.region import load_region

ADULTS = slice(18, 31)


@pytest.fixture(scope="module", params=["musterkreis", "Greiz", "Jena", "Gera", "thueringen"])
def region(request):
    return load_region(request.param)


def test_along_a_cohort_the_share_at_home_is_that_of_the_base_date(values, region):
    """Within 2.5 points, as the rates are those of whole years of age."""
    arriving = Border(values, region).rates(2024)[1]
    losing = leaving_home_rate(values, region) + forming_rates(values, region)[0] + arriving
    adult = losing[:, ADULTS]
    # The share of an age is that of its middle; on the 18th birthday everybody is at home.
    reached = np.exp(-(adult.cumsum(axis=1) - adult / 2))
    off = np.abs(reached - own_shares(values, region).child[:, ADULTS])
    assert off.max() < 0.025


def test_nobody_leaves_before_18_and_no_rate_is_negative(values, region):
    leaving, (from_home, elsewhere) = leaving_home_rate(values, region), forming_rates(values, region)
    for rate in (leaving, from_home, elsewhere):
        assert (rate[:, 18:] >= 0.0).all()
    assert leaving[:, 18:25].max() > 0.05
    assert not leaving[:, 65:].any()


def test_couples_from_home_and_from_elsewhere_meet_the_table(values, region):
    shares = own_shares(values, region)
    at_home = shares.child / np.maximum(1.0 - shares.couple, 1e-9)
    from_home, elsewhere = forming_rates(values, region)
    together = at_home * from_home + (1.0 - at_home) * elsewhere
    assert together[:, 18:] == pytest.approx(values.table("partnership.formation_rate")[:, 18:], abs=2e-3)


def test_more_arrivals_leave_fewer_to_move_out(values):
    """The rates follow migration: who arrives lowers the share at home, and so fewer have to leave."""
    region = load_region("musterkreis")
    month = month_index("2024-07")
    name = "migration.in_rate_per_1000"
    more = Parameters.load(overrides={name: 1.5 * values.value(name, month)})
    before, after = (leaving_home_rate(p, region)[:, ADULTS] for p in (values, more))
    assert (after <= before).all()
    assert after.sum() < before.sum()
