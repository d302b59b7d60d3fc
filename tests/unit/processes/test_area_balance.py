"""The population of each area changes by what is counted there, month by month."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.processes.census import count_population

SIGNS = {"births": 1, "deaths": -1, "arrivals": 1, "departures": -1, "moved_in": 1, "moved_out": -1}
HOME = {
    "kind": "merge_sites", "start": "2025-03", "sites": ["heim_a", "heim_b"], "site": "heim_neu",
    "site_kind": "nursing_home", "place": "c_ort", "provider": "verein", "licensed_places": 60,
    "decided_by": "provider", "lever": "own_act",
}  # fmt: skip


@pytest.mark.parametrize(
    ("measures", "off"),
    [(None, ()), (None, ("allocation", "relocation", "leaving_home", "separation")), ({"heim": HOME}, ())],
    ids=["all", "partners_only", "homes_merge"],
)
def test_each_areas_population_balances_every_month(small_model, measures, off):
    model = small_model(measures, end="2026-12", disabled=off)
    before, moved = count_population(model).sum(axis=(1, 2)), 0
    for _ in range(36):
        model.advance()
        flows = dict(zip(model.counts.events, model.counts.flows.sum(axis=2), strict=True))
        change = sum(sign * flows[name] for name, sign in SIGNS.items())
        after = model.counts.population.sum(axis=(1, 2))
        assert np.array_equal(before + change, after), model.month_label
        assert flows["moved_in"].sum() == flows["moved_out"].sum()
        before, moved = after, moved + int(flows["moved_in"].sum())
    assert moved > 30
