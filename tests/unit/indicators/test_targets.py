"""Target quotas: quota times those a service is open to, and what licensed places lack of it."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH
from simsocial.core.state import TOP
from simsocial.indicators.counts import Counts
from simsocial.indicators.known import indicators
from tests.draws import first_school_months
from tests.unit.model.measures import measure

QUOTAS = {"nursery": 0.732, "kindergarten": 0.991}


def children(model, kind):
    """Count by area the children whom a kind of childcare is open to, one by one."""
    persons, top = model.state.persons, int(model.state.counters[0, TOP])
    rows = np.flatnonzero(persons.cohort[:top] != EMPTY_COHORT)
    births = EPOCH_MONTH + (persons.cohort[rows].astype(np.int64) >> 1)
    late = model.parameters.value("school_entry.late_share")
    age, entry = model.month - births, first_school_months(births, persons.key[rows], model.seed, late)
    chosen = (age >= 6) & (age < 36) if kind == "nursery" else (age >= 36) & (model.month < entry)
    return np.bincount(model.place_area[persons.place[rows[chosen]]], minlength=3)


@pytest.mark.parametrize("end", ["2024-02", "2024-07", "2024-09"])
def test_the_target_is_the_quota_of_the_children_of_that_age(small_model, end):
    model = small_model(end=end).run()
    for kind, quota in QUOTAS.items():
        own = model.counts.target[model.catalogue.ids.index(kind)]
        assert own.tolist() == np.rint(1000 * quota * children(model, kind)).astype(int).tolist()
        assert own.sum() > 0
    others = [code for code, kind in enumerate(model.catalogue.ids) if kind not in QUOTAS]
    assert not model.counts.target[others].any()


def test_what_is_missing_is_counted_area_by_area_for_kinds_that_share_places(small_model):
    measures = measure("merge_sites", start="2024-02", licensed_places=40)
    model = small_model(measures, end="2024-02").run()
    codes = [model.catalogue.ids.index(kind) for kind in QUOTAS]
    missing = model.counts.target[codes].sum(axis=0) - 1000 * np.array([40, 34 + 16, 0])
    table = model.recorder.frame().astype({"indicator": str, "area": str})
    rows = table[(table["indicator"] == "kita_target_gap") & (table["period_kind"] == "year")]
    found = rows.set_index("area")["value"]
    assert found[["a", "b", "c"]].tolist() == pytest.approx(np.maximum(missing, 0) / 1000)
    assert found["region"] == pytest.approx(np.maximum(missing, 0).sum() / 1000)
    assert found["c"] > 0


def test_a_higher_quota_lacks_more_places_and_changes_nothing_else(small_model, values):
    runs = [
        small_model(end="2024-06", parameters=values.with_overrides({"services.nursery.target_quota": quota}))
        for quota in (0.70, 0.765)
    ]
    tables = [run.run().recorder.frame().astype({"indicator": str}) for run in runs]
    low, high = (table.set_index("indicator")["numerator"] for table in tables)
    changed = set(low.index[low.to_numpy() != high.to_numpy()])
    assert changed == {"nursery_target", "kita_target_gap"}
    assert (high["kita_target_gap"] >= low["kita_target_gap"]).all()


def test_kinds_without_a_quota_have_no_target_and_no_gap(catalogue):
    found = {indicator.id for indicator in indicators(catalogue) if "_target" in indicator.id}
    assert found == {"nursery_target", "kindergarten_target", "kita_target_gap"}


def test_places_left_over_are_no_negative_gap(catalogue):
    counts = Counts(("a", "b"), catalogue.ids, catalogue.qualifications)
    codes = [catalogue.ids.index(kind) for kind in QUOTAS]
    counts.target[codes] = [[4_000, 4_000], [6_000, 7_500]]
    counts.sites[codes, :, 4] = [15, 10]
    gap = next(one for one in indicators(catalogue) if one.id == "kita_target_gap")
    assert gap.count(counts.by_slot())[0].tolist() == [0, 1_500]
