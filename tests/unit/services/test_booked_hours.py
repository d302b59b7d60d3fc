"""Hours of childcare that are booked: they follow the fee, fade, and bring no further child."""

from __future__ import annotations

import pytest

from tests.unit.model.measures import WHO

FREE = {
    "free": WHO | {"kind": "change_value", "start": "2024-04", "op": "multiply", "by": 0.0,
                   "id": "services.nursery.payers.flat_per_case.families"},
}  # fmt: skip


def hours(model):
    return model.counts.quantity("childcare_hours").sum() / 4.0


def test_hours_rise_where_the_fee_falls_and_fade(small_model, values):
    parameters = values.with_overrides({"services.nursery.booked_hours.lasts_months": 5.0})
    usual, free = (small_model(one, parameters=parameters) for one in (None, FREE))
    code = usual.catalogue.ids.index("nursery")
    per_week = values.value("services.nursery.booked_hours.hours_per_week")
    growth = values.value("services.nursery.booked_hours.growth_without_fee")
    while usual.running:
        usual.step()
        free.step()
        children = usual.counts.cases[code, 1:3].sum()
        assert (usual.counts.cases == free.counts.cases).all()
        more = growth * per_week * children if 4 <= usual.month % 12 + 1 < 9 else 0.0
        assert hours(free) - hours(usual) == pytest.approx(more, abs=0.5), usual.month_label


def test_with_no_response_no_hour_moves(small_model, values):
    parameters = values.with_overrides({"services.nursery.booked_hours.growth_without_fee": 0.0})
    found = [hours(small_model(one, parameters=parameters, end="2024-05").run()) for one in (None, FREE)]
    assert found[0] == found[1] > 0
