"""Whom services reach by group at the year's end: what a look at every person gives, and bounds that hold for all."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import DETERRED, ELSEWHERE, GAVE_UP, INSTITUTION, NOBODY, PRIVATE, SERVED, WAITING
from simsocial.indicators.counts import OPEN_TO, REACHED, UNMET, WANTED
from simsocial.indicators.margins import MARGINS, Everybody
from simsocial.indicators.registry import registered
from simsocial.indicators.shares import GROUPS, SHARES
from simsocial.people.income_groups import EQUIVALENT_STEP_EUR
from simsocial.people.livelihood import IS_POOR
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import People
from simsocial.processes.income_rules import prices_of
from simsocial.region.kreis_rates import kreis_ratio
from tests.unit.model.measures import measure
from tests.unit.processes.people import alive


@pytest.fixture(scope="module")
def december(small_model):
    return small_model(end="2024-12").run()


def slots_of(model):
    """Return of everybody by row the slots in which somebody is counted."""
    cells, areas, people = (
        model.counts.cells.at_key_dates,
        len(model.counts.areas),
        Everybody(model.state, model.month),
    )
    groups = {name: MARGINS[name].groups_of(people) for name in GROUPS}
    place = model.place_area[model.state.persons.place]
    return {
        row: [int(place[row]), *(areas + cells.slots[name].start + int(groups[name][row]) for name in GROUPS)]
        for row in alive(model).tolist()
    }


def summed(model, slots, rows):
    found = Counter(slot for row in rows for slot in slots[row])
    return [
        found[slot] for slot in range(len(model.counts.areas) + len(model.counts.cells.labels_at_key_dates))
    ]


def kinds_by_code(model):
    return [(code, kind) for code, kind in enumerate(model.catalogue) if kind.reach]


def test_cases_are_those_of_a_look_at_every_case(december):
    cases, slots = december.state.cases, slots_of(december)
    for code, _ in kinds_by_code(december):
        of_kind = [
            case
            for case in range(int(december.state.counters[2, 0]))
            if cases.person[case] != NOBODY and cases.kind[case] == code
        ]
        reached = december.counts.reached[code]
        for what, states in ((REACHED, (SERVED, ELSEWHERE)), (UNMET, (WAITING, GAVE_UP, DETERRED))):
            rows = [int(cases.person[case]) for case in of_kind if cases.state[case] in states]
            assert reached[what].tolist() == summed(december, slots, rows)
        assert (reached[WANTED] == reached[REACHED] + reached[UNMET]).all()
        assert reached[WANTED].sum() > 0


def is_open(model, kind, row):
    """Tell by one's own eyes whether a kind is open to somebody."""
    asks, persons, rows = kind.eligibility, model.state.persons, np.array([row])
    months = model.month - EPOCH_MONTH - int(persons.cohort[row]) // 2
    school = model.month - int(People(model.state, rows, model.month).school_entry[0])
    begins = school >= 0 if asks.from_event else months >= (asks.from_months or 0)
    ends = {None: months < (asks.until_months or 9999), "school_entry": school < 0,
            "school_exit": school < 12 * asks.school_years}[asks.until_event]  # fmt: skip
    graded = asks.care_grade_from <= persons.care_grade[row] <= asks.care_grade_to
    at_home = "not resident" not in asks.who or persons.role[row] != INSTITUTION
    assert set(asks.who) <= {"not resident"}
    return begins and ends and graded and at_home


def test_a_kind_is_open_to_whom_a_look_at_every_person_says(december):
    slots = slots_of(december)
    for code, kind in kinds_by_code(december):
        rows = [row for row in slots if is_open(december, kind, row)]
        assert december.counts.reached[code, OPEN_TO].tolist() == summed(december, slots, rows), kind.id
        assert rows


def test_predicates_of_all_kinds_are_asked_of_everybody(small_model, all_kinds):
    """Those by which kinds are open that the small region has no sites of."""
    model = small_model(end="2024-12", catalogue=all_kinds, parameters=None).run()
    people = People(model.state, alive(model), model.month)
    chosen = {"family_assistance", "outreach_to_older_people", "meeting_place"}
    for code, kind in kinds_by_code(model):
        if kind.id not in chosen:
            continue
        holds = people.age_months >= (kind.eligibility.from_months or 0)
        for entry in kind.eligibility.who:
            predicate = PREDICATES[entry.removeprefix("not ")].of_people(people)
            holds &= ~predicate if entry.startswith("not ") else predicate
        found = model.counts.reached[code, OPEN_TO, : len(model.counts.areas)].sum()
        # Allocation comes behind the question who lives where and how.
        assert found == pytest.approx(holds.sum(), abs=3)
        chosen.remove(kind.id)
    assert not chosen


def test_shares_are_those_of_a_look_at_every_person(december):
    slots, rows = slots_of(december), alive(december)
    people = People(december.state, rows, december.month)
    for code, share in enumerate(SHARES):
        among = np.logical_and.reduce([PREDICATES[name].of_people(people) for name in share.among])
        both = among & PREDICATES[share.holds].of_people(people)
        for what, flags in enumerate((both, among)):
            counted = december.counts.shares[code, what]
            assert counted.tolist() == summed(december, slots, rows[flags].tolist()), share.id
        assert 0 < both.sum() < among.sum()


def test_only_the_year_s_end_is_counted(small_model):
    model = small_model(end="2024-12")
    while model.running:
        model.step()
        counted = model.counts.reached.any() and model.counts.shares.any()
        assert counted == (model.month % 12 == 11)


def test_income_is_kept_in_steps_that_fit_with_poverty(december):
    homes = int(december.state.counters[1, 0])
    households, column = december.state.households, december.state.columns["households"]
    step, poor = column["equivalent_income"][:homes].astype(int), column["livelihood"][:homes] & IS_POOR > 0
    known = (households.form[:homes] == PRIVATE) & (households.size[:homes] > 0)
    prices = prices_of(december.month)
    threshold = december.plan.value("income.poverty_threshold_eur", prices) / EQUIVALENT_STEP_EUR
    threshold *= kreis_ratio(
        december.plan, "calibration.poverty_threshold_ratio", december.region.ags, prices
    )
    assert ((step > 0) == known).all()
    assert (step[poor & known] <= threshold).all()
    assert (step[~poor & known] + 1 > threshold).all()


def test_each_fifth_has_a_fifth_of_people_when_bounds_are_set(small_model):
    model = small_model(end="2024-12", start="2024-04")
    model.spin_up()
    groups = MARGINS["income_group"].groups_of(Everybody(model.state, model.month))[alive(model)]
    shares = np.bincount(groups, minlength=6)[:5] / (groups < 5).sum()
    assert shares == pytest.approx(np.full(5, 0.2), abs=0.015)


def test_bounds_are_set_once_before_the_horizon_and_go_with_the_snapshot(small_model):
    """An option that moves income has the bounds of the status quo."""
    before = small_model(start="2024-04")
    while before.next_month < before.start_month - 1:
        before.advance()
    assert before.state.income_bounds == ()
    before.spin_up()
    bounds, snapshot = before.state.income_bounds, before.snapshot()
    assert len(bounds) == 4
    option = small_model(measure("close_site"), start="2024-04", snapshot=snapshot).run()
    assert option.state.income_bounds == before.run().state.income_bounds == bounds


def test_who_is_without_at_the_year_s_end_is_what_coverage_leaves_and_labels_say_of_whom(december):
    frame = december.recorder.frame()
    rows = frame[(frame["area"] == "region") & (frame["group_kind"] == "all")].astype({"period": "str"})
    of_month = rows[rows["period"] == "2024-12"].set_index("indicator")["value"]
    of_year = rows[rows["period"] == "2024"].set_index("indicator")["value"]
    known = {one.id: one for one in registered(december.catalogue)}
    for _, kind in kinds_by_code(december):
        unmet, reach = (known[f"{kind.id}_{name}"] for name in ("unmet_share", "reach"))
        assert of_year[unmet.id] == pytest.approx(100.0 - of_month[f"{kind.id}_coverage"], abs=1e-6)
        assert "Jahresende, nach Gruppen" in unmet.label["de"] and "by group" in unmet.label["en"]
        assert "denen es offensteht" in reach.label["de"] and "it is open to" in reach.label["en"]


def test_without_a_spin_up_fifths_are_known_from_the_end_of_the_first_month_on(small_model):
    model = small_model(start="2024-01", end="2024-02")
    assert model.state.income_bounds == ()
    model.advance()
    first = model.state.income_bounds
    model.advance()
    assert model.state.income_bounds == first != ()


def test_without_demand_shares_are_counted_and_nobody_is_reached(small_model):
    model = small_model(end="2024-12", disabled=("service_demand",)).run()
    assert model.counts.shares.any()
    assert not model.counts.reached.any()


def test_who_comes_after_demand_was_told_is_counted(small_model):
    model = small_model(end="2024-12").run()
    whole = model.counts.shares.copy()
    conditions = model.services.conditions
    # As if the last rows had been given out since.
    model.services.conditions = conditions._replace(holds=conditions.holds[:-3])
    reach = next(own for own in model.schedule_of_month.processes if own.name == "reach")
    reach.step(model.month)
    among = model.counts.shares[:, 1]
    assert among.sum() == whole[:, 1].sum()
