"""Going on from a snapshot equals going on without, under the status quo and in the middle of measures."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.errors import ConfigError
from simsocial.indicators.axes import PAYERS
from simsocial.services.catalogue import Catalogue
from tests.unit.model.measures import MEASURES, measure
from tests.unit.model.same import assert_same_state

MIDDLE = "2024-06"


def part_of(model, start):
    table = model.recorder.frame()
    rows = table[(table["period_kind"] == "month") & (table["period"].astype(str) >= start)]
    return rows[["period", "indicator", "numerator", "denominator"]].astype(str).reset_index(drop=True)


@pytest.mark.parametrize("kind", MEASURES)
def test_going_on_from_a_snapshot_equals_going_on_without(small_model, kind):
    whole = small_model(measure(kind), end="2025-06").run()
    snapshot = small_model(measure(kind), end=MIDDLE).run().snapshot()
    continued = small_model(measure(kind), start="2024-07", end="2025-06", snapshot=snapshot).run()
    assert_same_state(whole, continued)
    assert part_of(whole, "2024-07").equals(part_of(continued, "2024-07"))


def test_a_spin_up_once_equals_a_spin_up_for_every_option(small_model):
    measures = measure("close_site")
    snapshot = small_model(spin_up=3, end="2024-12").spin_up().snapshot()
    shared = small_model(measures, start="2024-04", snapshot=snapshot).run()
    alone = small_model(measures, start="2024-04").run()
    assert_same_state(shared, alone)
    assert part_of(shared, "2024-04").equals(part_of(alone, "2024-04"))


def test_providers_go_on_with_what_their_sites_have_cost_so_far(small_model):
    snapshot = small_model(end=MIDDLE).run().snapshot()
    paid = snapshot.ledger.paid_cents
    assert len(paid) == len({"stadt_a", "verein", "pflege"})
    # What a provider bears itself is negative where prices leave it a margin.
    assert (paid.sum(axis=1) > abs(paid[:, PAYERS.index("provider")])).all()
    model = small_model(start="2024-07", snapshot=snapshot)
    assert (model.sites.ledger.paid_cents == paid).all()
    model.step()
    assert (model.sites.ledger.paid_cents.sum(axis=1) > paid.sum(axis=1)).all()


def test_a_snapshot_is_a_copy_that_no_run_changes(small_model):
    model = small_model(end="2024-12")
    while model.month_label != MIDDLE:
        model.step()
    snapshot = model.snapshot()
    kept = snapshot.state.copy()
    for _ in range(2):
        small_model(measure("merge_sites"), start="2024-07", snapshot=snapshot).run()
    model.run()
    for name in ("persons", "households", "cases"):
        for before, after in zip(getattr(kept, name), getattr(snapshot.state, name), strict=True):
            assert np.array_equal(before, after)
    one, other = (small_model(start="2024-07", snapshot=snapshot).run() for _ in range(2))
    assert_same_state(one, other)


def test_a_snapshot_of_another_seed_region_or_later_month_is_refused(small_model, musterkreis):
    snapshot = small_model(end=MIDDLE).run().snapshot()
    with pytest.raises(ConfigError, match="seed 1 and cannot go on with seed 7"):
        small_model(rng=7, start="2024-07", snapshot=snapshot)
    with pytest.raises(ConfigError, match="other tables than those of region 'musterkreis'"):
        small_model(region=musterkreis, start="2024-07", snapshot=snapshot)
    with pytest.raises(ConfigError, match="from 2024-07; a horizon from 2024-04"):
        small_model(start="2024-04", snapshot=snapshot)
    later = small_model(start="2024-09", snapshot=snapshot).run()
    assert later.recorder.latest("population") > 0


def test_every_year_end_since_the_base_date_is_stored_by_every_option(small_model):
    snapshot = small_model(spin_up=30, end="2027-12").spin_up().snapshot()
    closing = measure("close_site", start="2026-08")
    option = small_model(closing, start="2026-07", end="2027-12", snapshot=snapshot).run()
    stored = option.recorder.population_frame(option.population_before)
    years = [f"{year}-12-31" for year in range(2023, 2028)]
    assert sorted(set(stored["date"])) == years


def test_a_snapshot_under_other_kinds_is_refused(small_model, catalogue):
    snapshot = small_model(end="2024-02").run().snapshot()
    fewer = Catalogue([kind for kind in catalogue if kind.id != "home_care"])
    with pytest.raises(ConfigError, match="cannot go on with"):
        small_model(catalogue=fewer, start="2024-03", end="2024-06", snapshot=snapshot)
