"""Demand: who has a case is eligible, asks with a lasting wish, and leaves when the time is over."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH, month_index, month_label
from simsocial.core.columns import ELSEWHERE, INSTITUTION, SERVED
from simsocial.core.state import COUNT, FREE, TOP
from simsocial.model import SocialModel
from simsocial.people.school_entry import school_entry_months
from simsocial.region import load_region
from tests.draws import first_school_months
from tests.unit.model.measures import MEASURES, measure


@pytest.fixture(scope="module")
def months(small_model):
    """Everybody's cases in every month of two years, and a last look at the model."""
    entries = {name: entry for kind in MEASURES for name, entry in measure(kind).items()}
    model, seen = small_model(entries, end="2025-12"), []
    while model.running:
        model.step()
        state = model.state
        top = int(state.counters[2, TOP])
        used = np.flatnonzero(state.cases.person[:top] >= 0)
        person = state.cases.person[used]
        seen.append(
            {
                "month": model.month,
                "kind": state.cases.kind[used].copy(),
                "state": state.cases.state[used].copy(),
                "key": state.persons.key[person].copy(),
                "birth": EPOCH_MONTH + (state.persons.cohort[person].astype(int) >> 1),
                "grade": state.persons.care_grade[person].copy(),
                "resident": state.persons.role[person] == INSTITUTION,
            }
        )
    return model, seen


def of_kind(model, seen, name):
    code = model.catalogue.ids.index(name)
    for month in seen:
        own = month["kind"] == code
        yield month["month"], {key: value[own] for key, value in month.items() if key != "month"}


def _first_month(model, births, keys):
    share = model.parameters.value("school_entry.late_share")
    return first_school_months(births, keys, model.seed, share)


@pytest.mark.parametrize("name", ["nursery", "kindergarten"])
def test_children_have_a_case_from_their_age_until_the_next_step(months, name):
    model, seen = months
    limits = model.catalogue[name].eligibility
    for month, cases in of_kind(model, seen, name):
        age = month - cases["birth"]
        assert (age >= (limits.from_months or 0)).all()
        if limits.until_months is not None:
            assert (age < limits.until_months).all()
        else:
            assert (month < _first_month(model, cases["birth"], cases["key"])).all()


def test_every_child_goes_to_school_from_august_on_for_four_years(months):
    model, seen = months
    for month, cases in of_kind(model, seen, "primary_school"):
        entry = _first_month(model, cases["birth"], cases["key"])
        assert (entry <= month).all()
        assert (month < entry + 48).all()
        birth = EPOCH_MONTH + (model.state.persons.cohort.astype(int) >> 1)
        if month == model.month:
            alive = model.state.persons.cohort > 0
            entry = _first_month(model, birth, model.state.persons.key)
            pupils = alive & (entry <= month) & (month < entry + 48)
            share = model.parameters.table("services.primary_school.take_up.table")[7, 0]
            # 157 children: four standard deviations of a lasting draw each.
            assert len(cases["key"]) / pupils.sum() == pytest.approx(share, abs=0.09)


@pytest.mark.parametrize("name", ["home_care", "adult_day_care", "nursing_home"])
def test_care_asks_for_a_grade(months, name):
    model, seen = months
    limits = model.catalogue[name].eligibility
    for _, cases in of_kind(model, seen, name):
        inside = (cases["grade"] >= limits.care_grade_from) & (cases["grade"] <= limits.care_grade_to)
        assert inside.all()


def test_a_resident_has_no_service_at_home(months):
    """But in the month of moving in, when what was served at home ends."""
    model, seen = months
    for (_, home), (_, care) in zip(
        of_kind(model, seen, "nursing_home"), of_kind(model, seen, "home_care"), strict=True
    ):
        residents = set(home["key"][home["state"] == SERVED].tolist())
        both = residents & set(care["key"].tolist())
        assert len(both) <= 3


def test_nobody_has_two_cases_of_a_kind(months):
    _, seen = months
    for month in seen:
        pairs = set(zip(month["key"].tolist(), month["kind"].tolist(), strict=True))
        assert len(pairs) == len(month["key"])


def test_the_wish_lasts(months):
    """Whoever is served by a Kita stays until school: there is no coming and going by dice."""
    model, seen = months
    code = model.catalogue.ids.index("kindergarten")
    before = None
    for month in seen:
        own = month["kind"] == code
        keys = set(month["key"][own & np.isin(month["state"], (SERVED, ELSEWHERE))].tolist())
        everybody = dict(zip(month["key"][own].tolist(), month["birth"][own].tolist(), strict=True))
        if before is not None:
            gone = before - set(everybody)
            # School, a move or a death end it; in other months than August hardly anybody goes.
            if (month["month"] % 12) + 1 != 8:
                assert len(gone) <= 5
        before = keys


def test_higher_take_up_adds_people_and_swaps_nobody(small_model, values):
    def asking(ratio):
        parameters = values.with_overrides({"services.adult_day_care.take_up.table": ratio})
        model = small_model(end="2024-01", parameters=parameters).run()
        cases = model.state.cases
        own = (cases.person >= 0) & (cases.kind == model.catalogue.ids.index("adult_day_care"))
        return set(model.state.persons.key[cases.person[own]].tolist())

    sets = [asking(ratio) for ratio in (1.0, 1.8, 2.6, 4.0)]
    for fewer, more in pairwise(sets):
        assert fewer < more


def test_lists_of_cases_reach_every_case_once(months):
    model, _ = months
    state = model.state
    reached = []
    for row in np.flatnonzero(state.persons.cohort[: state.counters[0, TOP]] > 0):
        case = state.persons.first_case[row]
        while case >= 0:
            assert state.cases.person[case] == row
            reached.append(int(case))
            case = state.cases.next_case[case]
    assert len(reached) == len(set(reached)) == state.counters[2, COUNT]
    free, unused = state.counters[2, FREE], 0
    while free >= 0:
        assert state.cases.person[free] == -1
        unused, free = unused + 1, state.cases.next_case[free]
    assert unused + len(reached) == state.counters[2, TOP]


def test_school_begins_in_the_august_after_the_sixth_birthday():
    births = np.array([month_index(text) for text in ("2020-01", "2020-07", "2020-08", "2020-12")])
    assert [month_label(int(month)) for month in school_entry_months(births)] == [
        "2026-08",
        "2026-08",
        "2027-08",
        "2027-08",
    ]


def test_children_put_back_stay_in_kindergarten_and_start_a_year_late():
    """About 7.5 % of those who are six on 1 August wait: about 730 children, three standard deviations."""
    model = SocialModel(load_region("Greiz"), rng=1, spin_up=0, end="2024-10").run()
    persons, cases, top = model.state.persons, model.state.cases, int(model.state.counters[2, TOP])
    used = np.flatnonzero(cases.person[:top] >= 0)
    born = EPOCH_MONTH + (persons.cohort[cases.person[used]].astype(int) >> 1)
    regular = school_entry_months(born)
    august = month_index("2024-08")
    kinds = ("kindergarten", "primary_school")
    by_kind = {name: cases.kind[used] == model.catalogue.ids.index(name) for name in kinds}
    waiting = (by_kind["kindergarten"] & (regular == august)).sum()
    started = (by_kind["primary_school"] & (regular == august)).sum()
    came_late = (by_kind["primary_school"] & (regular == august - 12)).sum()
    share = waiting / (waiting + started)
    assert share == pytest.approx(0.075, abs=3 * np.sqrt(0.07 / (waiting + started)))
    assert came_late > 0.8 * (waiting + started)
    assert not (by_kind["kindergarten"] & (regular < august)).any()
    late = first_school_months(born, persons.key[cases.person[used]], model.seed, 0.075) > regular
    assert (by_kind["kindergarten"] & (regular == august) <= late).all()
    assert not (by_kind["primary_school"] & (regular == august) & late).any()


def test_asking_everybody_again_changes_nothing(small_model):
    """Who wants what hangs on the month and the person alone; can fail: a kind that opens what another one closes."""
    model = small_model(rng=7, end="2025-09")
    while model.running:
        model.step()
        model.services.update_demand(model.month)
        before = model.state.copy()
        model.services.update_demand(model.month)
        for table in ("persons", "cases"):
            for name, old, new in zip(
                getattr(before, table)._fields,
                getattr(before, table),
                getattr(model.state, table),
                strict=True,
            ):
                top = int(before.counters[0 if table == "persons" else 2, TOP])
                # Who was asked is no longer marked.
                same = name == "due" or np.array_equal(old[:top], new[:top])
                assert same, (model.month_label, table, name)
        assert (before.counters[2, [TOP, COUNT, FREE]] == model.state.counters[2, [TOP, COUNT, FREE]]).all()
