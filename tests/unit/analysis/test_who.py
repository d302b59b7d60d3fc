"""The same people with and without an option: who gains, who loses, who is left out, and three households."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.results import Results
from simsocial.analysis.twins import twins_of
from simsocial.analysis.who import STORY_COLUMNS, WHO_COLUMNS, compute_who, read_who, write_who
from tests.unit.analysis.planted_persons import MARGINS, person_table, write_twins

GROUPS = list(MARGINS)
OPTION = {
    1: {"months_kita_waiting": 0, "months_kita_served": 36},  # gains six months
    3: {"months_kita_gave_up": 12},  # loses twelve
    4: {"household_equivalent_income_end": 102.0},  # gains 30 EUR
    5: {
        "months_kita_waiting": 5,
        "months_elder_care_elsewhere": 6,
    },  # gains one month of Kita, loses two of care
    6: {"informal_care_hours": 9},  # changes, no better or worse
    7: {"end": "died"},  # dies in one world only
    8: {"months_kita_waiting": 0},  # gains in a home: no household is told
}


@pytest.fixture
def twins():
    return twins_of(person_table(), person_table(OPTION, gone=(10,)), GROUPS)


def test_everybody_in_both_worlds_has_one_kind(twins):
    kinds = ["untouched", "gained", "untouched", "lost", "gained", "both", "otherwise", "gained", "untouched"]
    assert twins.people["kind"].tolist() == kinds
    assert (twins.apart, twins.only_reference, twins.only_option) == (1, 1, 0)


def test_months_and_income_are_differences(twins):
    assert twins.people["months"].tolist() == [0, -6, 0, 12, 0, 1, 0, -6, 0]
    assert twins.people["eur"].tolist() == [0, 0, 0, 0, 30, 0, 0, 0, 0]
    assert twins.people["served_kita"].sum() == 6


def test_unknown_income_is_no_change(twins):
    here, there = person_table({0: {"household_equivalent_income_end": 0.0}}), person_table()
    joined = twins_of(here, there, GROUPS).people
    assert np.isnan(joined["eur"][0])
    assert set(joined["kind"]) == {"untouched"}


def test_the_same_worlds_touch_nobody():
    joined = twins_of(person_table(), person_table(), GROUPS)
    assert set(joined.people["kind"]) == {"untouched"}
    assert joined.people["whole"].tolist() == [True] * 10 + [False]


def test_numbers_are_means_over_runs_with_their_least_and_most(tmp_path):
    pairs = [(person_table(), person_table(OPTION, gone=(10,))), (person_table(), person_table())]
    who, _ = compute_who(tmp_path, write_twins(tmp_path, pairs))
    assert who.columns.tolist() == WHO_COLUMNS
    line = who[who["group_kind"] == "all"].iloc[0]
    assert (line["gained"], line["gained_low"], line["gained_high"], line["runs"]) == (1.5, 0.0, 3.0, 2)
    assert (line["lost"], line["both"], line["otherwise"], line["untouched"]) == (0.5, 0.5, 0.5, 7.0)
    assert (line["persons"], line["apart"], line["only_reference"], line["months"]) == (10.0, 0.5, 0.5, 0.5)
    assert line["eur"] == pytest.approx(30.0 / 20.0)
    by_area = who[who["group_kind"] == "area"].set_index("group")["gained"]
    assert by_area.to_dict() == {"E": 1.0, "F": 0.5}
    parts = who[who["group_kind"] == "household_type"].set_index("group")["lost"]
    assert parts.to_dict() == {"couple": 0.0, "in_a_home": 0.0, "lone_parent": 0.5}


def test_three_households_are_chosen_by_rule(tmp_path):
    _, stories = compute_who(tmp_path, write_twins(tmp_path, [(person_table(), person_table(OPTION))]))
    assert stories.columns.tolist() == STORY_COLUMNS
    told = {
        name: dict(zip(part["quantity"], part["change"], strict=True))
        for name, part in stories.groupby("story")
    }
    # Three are touched whole: six months less, one month more and 15 EUR, twelve months more. The home is none.
    assert told["gain"] == {"without_kita": -6.0, "served_kita": 6.0}
    assert told["median"] == {"without_kita": -1.0, "without_elder_care": 2.0, "eur": 15.0}
    assert told["loss"] == {"without_kita": 12.0}
    assert set(stories["ages"]) == {"25-39 0-2"}


def test_a_household_of_which_one_dies_in_one_world_only_is_not_told(tmp_path):
    change = {6: {"months_kita_waiting": 0}, 7: {"end": "died"}}
    _, stories = compute_who(tmp_path, write_twins(tmp_path, [(person_table(), person_table(change))]))
    assert stories.empty


def test_who_only_gains_has_no_loss(tmp_path):
    change = {0: {"household_equivalent_income_end": 101.0}, 1: {"household_equivalent_income_end": 101.0}}
    _, stories = compute_who(tmp_path, write_twins(tmp_path, [(person_table(), person_table(change))]))
    assert set(stories["story"]) == {"gain", "median"}
    assert set(stories["change"]) == {15.0}


def test_what_is_written_is_read_again_and_without_person_tables_nothing_is(tmp_path):
    plan = write_twins(tmp_path, [(person_table(), person_table(OPTION))])
    results = Results(tmp_path)
    write_who(results)
    for made, again in zip(compute_who(tmp_path, plan), read_who(results), strict=True):
        pd.testing.assert_frame_equal(made, again, check_dtype=False)
    for path in (tmp_path / "persons").glob("*"):
        path.unlink()
    write_who(results)
    assert not (tmp_path / "who.csv").exists()
    assert read_who(results)[0].empty
