"""What every future of the package must say, and that it changes what it names, from its first month on."""

from __future__ import annotations

import pytest

from simsocial.core.calendar import LAST_MONTH, month_index
from simsocial.experiment.futures import known_futures
from simsocial.parameters.plan import Plan
from simsocial.shapes.legal_calendar import load_legal_calendar
from tests.packaged import packaged_values

FUTURES = {future.id: future for future in known_futures()}
VALUES = packaged_values()
FIRST, START = month_index("2024-01"), month_index("2027-01")


@pytest.mark.parametrize("name", FUTURES)
def test_a_future_has_title_and_reason_in_both_languages_and_its_figures_a_source_and_a_range(name):
    future = FUTURES[name]
    for label in (future.title, future.why):
        assert label.de and label.en and label.de != label.en
    if future.values is None:
        return
    assert future.values.source != "own setting of the user"
    for parameter in future.values.parameters():
        assert parameter.grade == "D"
        assert parameter.low < parameter.high
        assert parameter.note.startswith(f"Future, {future.title.en}")


@pytest.mark.parametrize("name", FUTURES)
def test_a_future_changes_something_and_nothing_before_the_horizon(name):
    usual = load_legal_calendar()
    calendar = FUTURES[name].calendar(usual, {})
    values = VALUES.register(*calendar.parameters())
    without, within = (
        one.modifiers(values, FIRST, START, LAST_MONTH) for one in (usual.switched({}), calendar)
    )
    different = set(within) ^ set(without)
    assert different
    assert all(max(one.start, one.not_before) >= START for one in different)
    Plan(values, FIRST, LAST_MONTH, law=within)  # refuses what is no value, or out of bounds
