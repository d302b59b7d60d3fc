"""The person table adds up to what the months counted, and joins two worlds by key."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import CASE_STATES
from simsocial.indicators.margins import AGE_GROUPS, MARGINS
from simsocial.model.person_table import ENDS, PersonTable
from tests.unit.model.measures import measure

MOVES = ("births", "deaths", "arrivals", "departures")


def lived(model):
    """Run a model with a person table; return it, the months by field and state and the events, the people."""
    table, counted = PersonTable(model), dict.fromkeys(MOVES, 0)
    fields = [kind.field for kind in model.catalogue]
    people = int(model.state.population)
    while model.next_month <= model.end_month:
        model.advance()
        table.record()
        for code, field in enumerate(fields):
            for state, name in enumerate(CASE_STATES):
                key = f"months_{field}_{name}"
                counted[key] = counted.get(key, 0) + int(model.counts.cases[code, state].sum())
        for event in MOVES:
            counted[event] += int(model.counts.event(event).sum())
    return table.frame(), counted, people


@pytest.fixture(scope="module")
def worlds(small_model):
    """Without and with a measure, over 15 months so that one part is not a whole year."""
    return [lived(small_model(one, end="2025-03")) for one in (None, measure("merge_sites"))]


def test_months_add_up_to_the_counts(worlds):
    for frame, counted, _ in worlds:
        for column in counted.keys() - set(MOVES):
            months = counted[column]
            assert (frame[column].sum() if column in frame else 0) == months, column


def test_everybody_at_the_start_has_one_row_with_age_group_and_area(worlds):
    for frame, _, people in worlds:
        assert frame["person_key"].is_unique
        assert frame["at_start"].sum() == people
        assert frame.loc[frame["at_start"], ["area", "sex", "age_group"]].notna().all(axis=None)
        assert frame.loc[~frame["at_start"], ["area", "sex", "age_group"]].isna().all(axis=None)
        assert set(frame["age_group"].dropna()) == set(AGE_GROUPS)
        assert not (frame["moved"] & ~(frame["at_start"] & (frame["end"] == "lives_here"))).any()


def test_households_are_those_of_the_decision_date(worlds, small_model):
    (frame, _, _), (other, _, _) = worlds
    model = small_model(end="2025-03")
    state = model.state
    for row in (0, 1, 100, 2000):
        person = frame[frame["person_key"] == state.persons.key[row]].iloc[0]
        members = state.persons.household == state.persons.household[row]
        household = frame["household_key"] == state.households.key[state.persons.household[row]]
        assert set(frame.loc[household, "person_key"]) == set(state.persons.key[members]) - {0}
        assert person["at_start"]
    assert (frame.loc[~frame["at_start"], "household_key"] == 0).all()
    first = frame.loc[frame["at_start"], ["person_key", "household_key"]].reset_index(drop=True)
    again = other.loc[other["at_start"], ["person_key", "household_key"]].reset_index(drop=True)
    assert first.equals(again)


def test_everybody_at_the_start_is_in_one_group_of_each_margin(worlds):
    frame = worlds[0][0]
    start = frame[frame["at_start"]]
    for name, margin in MARGINS.items():
        assert set(start[name]) <= set(margin.labels), name
        assert frame.loc[~frame["at_start"], name].isna().all()
    assert {"living_alone", "couple", "couple_with_children", "lone_parent"} <= set(start["household_type"])
    assert set(start["care_grade"]) == {"none", "1", "2", "3", "4", "5"}


def test_who_died_and_who_left_are_those_whom_the_months_counted(worlds):
    for frame, counted, people in worlds:
        number = frame["end"].value_counts()
        assert set(number.index) == set(ENDS)
        assert number["died"] == counted["deaths"] > 0
        # Newborns who leave in the month of their birth were at no month's end in the region.
        passing = counted["births"] + counted["arrivals"] - int((~frame["at_start"]).sum())
        assert number["left"] == counted["departures"] - passing > 0
        assert 0 <= passing < 3
        assert number["lives_here"] == people + sum(counted[one] for one in ("births", "arrivals")) - sum(
            counted[one] for one in ("deaths", "departures")
        )
        newcomers = frame.loc[~frame["at_start"], "end"].value_counts()
        assert (newcomers > 0).all()


def test_who_lives_here_at_the_end_has_an_area_and_nobody_else_has(worlds):
    for frame, _, _ in worlds:
        assert ((frame["end"] == "lives_here") == (frame["area_end"] != "")).all()


def test_two_worlds_have_the_same_people_at_the_start(worlds):
    left, right = (frame[frame["at_start"]].set_index("person_key") for frame, _, _ in worlds)
    assert left.index.equals(right.index)
    for column in ("area", "sex", "age_group"):
        assert left[column].equals(right[column])


def test_most_people_live_the_same_life_in_both_worlds(worlds):
    left, right = (frame.set_index("person_key") for frame, _, _ in worlds)
    both = left.index.intersection(right.index)
    columns = [name for name in left if name in right]
    # What newcomers do not have is missing in both worlds.
    lives = [frame.loc[both, columns].astype(str).fillna("") for frame in (left, right)]
    same = (lives[0] == lives[1]).all(axis=1)
    # The merger touches about 100 children of 4,800 people, and who follows them on a waiting list.
    assert 0.9 < same.mean() < 1.0


def test_no_column_names_rows_of_the_state(worlds):
    """A row is given to another person after a death: as an answer to who is whose child it would be wrong."""
    for frame, _, _ in worlds:
        assert "person_care_elsewhere" in frame
        assert not [name for name in frame if "nearest_child" in name]


def test_informal_care_hours_are_those_of_the_indicator(small_model):
    model = small_model()
    frame, _, _ = lived(model)
    weekly = model.recorder.frame()
    weekly = weekly[(weekly["indicator"] == "informal_care_hours") & (weekly["period_kind"] == "month")]
    expected = weekly["value"].sum() * 52 / 12
    # Rounded to whole hours a person.
    assert (
        abs(frame["informal_care_hours"].sum() - expected) <= 0.5 * (frame["informal_care_hours"] > 0).sum()
    )
    assert (frame.dtypes.drop(["area", "sex", "age_group", "area_end"]) != np.dtype(object)).all()
