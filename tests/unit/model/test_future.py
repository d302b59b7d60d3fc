"""A future acts in the model itself: births, arrivals, and the laws that it switches."""

from __future__ import annotations

import pytest

from simsocial.core.calendar import month_index
from simsocial.shapes.future import read_future
from simsocial.shapes.legal_calendar import load_legal_calendar

BIRTHS, ARRIVALS = "fertility.total_fertility_rate", "migration.arrivals_level"
FUTURE = {
    "id": "other",
    "title": {"de": "Anders", "en": "Different"},
    "why": {"de": "Warum.", "en": "Why."},
    "from": "2024-07",
    "laws": {"kita_third_fee_free_year": True},
    "changes": {
        "births": {"id": BIRTHS, "op": "multiply", "by": 0.5},
        "in": {"id": ARRIVALS, "op": "set", "by": 2.0},
    },
}
BEFORE, AFTER = month_index("2024-06"), month_index("2024-07")


def test_a_future_acts_in_the_model_from_its_month_on(small_model):
    usual = small_model()
    changed = small_model(laws=read_future(FUTURE).calendar(load_legal_calendar(), {}))
    for month, births, arrivals in ((BEFORE, 1.0, 1.0), (AFTER, 0.5, 2.0)):
        before, after = (model.plan.value(BIRTHS, month) for model in (usual, changed))
        assert after == pytest.approx(births * before)
        households = [
            next(
                one for one in model.schedule_of_month.processes if one.name == "arrival"
            ).households_per_month(month)
            for model in (usual, changed)
        ]
        assert households[1] == pytest.approx(arrivals * households[0])
    assert changed.laws.acts("kita_third_fee_free_year")
    assert not usual.laws.acts("kita_third_fee_free_year")


def test_the_scenarios_own_switch_goes_before(small_model):
    calendar = read_future(FUTURE).calendar(load_legal_calendar(), {"kita_third_fee_free_year": False})
    assert not small_model(laws=calendar).laws.acts("kita_third_fee_free_year")
