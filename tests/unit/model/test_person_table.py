"""The person table adds up to what the months counted, and joins two worlds by key."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import CASE_STATES
from simsocial.model.person_table import PersonTable
from tests.unit.model.measures import measure


def lived(model):
    """Run a model with a person table; return it and the monthly case counts by field and state."""
    table, counted = PersonTable(model), {}
    fields = [kind.field for kind in model.catalogue]
    arrived = int(model.state.population)
    while model.next_month <= model.end_month:
        model.advance()
        table.record()
        for code, field in enumerate(fields):
            for state, name in enumerate(CASE_STATES):
                key = f"months_{field}_{name}"
                counted[key] = counted.get(key, 0) + int(model.counts.cases[code, state].sum())
    return table.frame(), counted, arrived


@pytest.fixture(scope="module")
def worlds(small_model):
    """Without and with a measure, over 15 months so that one part is not a whole year."""
    return [lived(small_model(one, end="2025-03")) for one in (None, measure("merge_sites"))]


def test_months_add_up_to_the_counts(worlds):
    for frame, counted, _ in worlds:
        for column, months in counted.items():
            assert (frame[column].sum() if column in frame else 0) == months, column


def test_everybody_at_the_start_has_one_row_with_age_group_and_area(worlds):
    for frame, _, people in worlds:
        assert frame["person_key"].is_unique
        assert frame["at_start"].sum() == people
        assert frame.loc[frame["at_start"], ["area", "sex", "age_group"]].notna().all(axis=None)
        assert frame.loc[~frame["at_start"], ["area", "sex", "age_group"]].isna().all(axis=None)
        assert not (frame["moved"] & ~(frame["at_start"] & frame["present"])).any()


def test_two_worlds_have_the_same_people_at_the_start(worlds):
    left, right = (frame[frame["at_start"]].set_index("person_key") for frame, _, _ in worlds)
    assert left.index.equals(right.index)
    for column in ("area", "sex", "age_group"):
        assert left[column].equals(right[column])


def test_most_people_live_the_same_life_in_both_worlds(worlds):
    left, right = (frame.set_index("person_key") for frame, _, _ in worlds)
    both = left.index.intersection(right.index)
    columns = [name for name in left if name in right]
    same = (left.loc[both, columns].astype(str) == right.loc[both, columns].astype(str)).all(axis=1)
    # The merger touches about 100 children of 4,800 people, and who follows them on a waiting list.
    assert 0.9 < same.mean() < 1.0


def test_informal_care_hours_are_those_of_the_indicator(small_model):
    model = small_model()
    frame, _, _ = lived(model)
    weekly = model.recorder.frame()
    weekly = weekly[(weekly["indicator"] == "informal_care_hours") & (weekly["period_kind"] == "month")]
    expected = weekly["value"].sum() * 52 / 12
    # Rounded to whole hours a person and month.
    assert frame["informal_care_hours"].sum() == pytest.approx(expected, rel=0.01)
    assert (frame.dtypes.drop(["area", "sex", "age_group", "area_end"]) != np.dtype(object)).all()
