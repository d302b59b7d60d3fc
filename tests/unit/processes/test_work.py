"""Who works how much: the kernel agrees with plain Python, circumstances move those at the margin and nobody else."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import ADULT, CHILD, INSTITUTION, LIVELIHOOD, NOBODY, PRIVATE
from simsocial.core.errors import ConfigError
from simsocial.core.random import GOLDEN, uniform_array
from simsocial.core.state import TOP
from simsocial.people.view import People
from simsocial.people.work import MARGINAL, UNEMPLOYED, WORK_STATES
from simsocial.people.work_shares import work_state
from simsocial.processes.work import Work
from tests.unit.processes.people import alive

WOMAN = 1


def work_of(model):
    """Return the state of work by row."""
    return model.state.columns["persons"]["work"]


def process_of(model):
    return next(process for process in model.schedule_of_month.processes if isinstance(process, Work))


def look_at_all(model):
    """Look at everybody once more, in the present month."""
    model.state.households.due[: model.state.counters[1, TOP]] |= LIVELIHOOD
    process_of(model).step(model.month)


def odds(share, ratio):
    return share * ratio / (1.0 + share * (ratio - 1.0))


def cases_of(model, row):
    case, cases = model.state.persons.first_case[row], model.state.cases
    while case != NOBODY:
        yield cases.kind[case], cases.state[case]
        case = cases.next_case[case]


def members_of(model, row):
    persons, households = model.state.persons, model.state.households
    home = persons.household[row]
    member = households.first_member[home] if households.form[home] == PRIVATE else NOBODY
    while member != NOBODY:
        yield member
        member = persons.next_member[member]


def at_start_of_half_year(model, row, rules):
    """Return the rules that somebody goes by."""
    number = rules.version[(model.month - EPOCH_MONTH - int(model.state.persons.cohort[row] >> 1)) % 6]
    return type(rules)(rules.version, *(array[number] for array in rules[1:]))


def plain_state(model, row, rules, draws):
    """Return the state of work of a person as the rules say it, one after the other."""
    persons, month = model.state.persons, model.month
    ages = {
        member: (month - EPOCH_MONTH - int(persons.cohort[member] >> 1)) // 12
        for member in members_of(model, row)
    }
    months_old = month - EPOCH_MONTH - int(persons.cohort[row] >> 1)
    age, sex = min(months_old // 12, 100), int(persons.cohort[row] & 1)
    if age < 15 or persons.role[row] >= INSTITUTION:
        return 0
    if age >= 75:
        return 1
    minors = {member: own for member, own in ages.items() if persons.role[member] == CHILD and own < 18}
    parent = persons.role[row] == ADULT and bool(minors)
    youngest = min(minors, key=minors.get) if parent else NOBODY
    attainment = int((draws["attainment"][row] >= rules.attained[:, sex, age]).sum())
    child = rules.class_of_child[minors[youngest] if parent else 18]
    single = int(persons.partner[row] == NOBODY)
    pension, labour, unemployed, more, full = rules.margins[attainment, single, child, sex, age]
    if parent:
        many = rules.many_children[int(len(minors) >= 3)]
        labour, more, unemployed = odds(labour, many), odds(more, many), odds(unemployed, 1 / many)
    if parent and sex == WOMAN:
        ratio = rules.without_place[minors[youngest]]
        ratio *= np.prod([rules.with_place[case] for case in cases_of(model, youngest)])
        ratio **= rules.without_degree[0] if attainment == 0 else 1.0
        labour, more = odds(labour, ratio), odds(more, ratio)
    own = rules.own_care[persons.care_grade[row]]
    labour, more, full = odds(labour, own), odds(more, own), odds(full, own)
    hours = int(model.state.columns["persons"]["care_elsewhere"][row] >> 1) if 18 <= age <= 65 else 0
    graded = max(ages, key=lambda member: persons.care_grade[member], default=NOBODY)
    if graded != NOBODY and persons.care_grade[graded] > 0 and row != graded:
        grown_up = [member for member in ages if member != graded and 18 <= ages[member] <= 65]
        ranked = [
            (persons.partner[member] == graded, persons.cohort[member] & 1, ages[member], member == row)
            for member in grown_up
        ]
        if ranked and max(ranked)[3]:
            inside = rules.hours_by_grade[persons.care_grade[graded]]
            inside *= np.prod([rules.hours_factor[case] for case in cases_of(model, graded)])
            hours += inside
    if hours > 0:
        ratio = rules.care_ratio[sex, 1 + int(hours >= 10) + int(hours >= 30)]
        labour, unemployed, more, full = (
            odds(share, own) for share, own in zip((labour, unemployed, more, full), ratio, strict=True)
        )
    more = min(more, labour)
    whose = row if single else min(row, int(persons.partner[row]), key=lambda one: persons.key[one])
    whose = whose if draws["work.alike"][whose] < rules.partners_alike else row
    since = model.month - months_old % 6
    half_years = (since - EPOCH_MONTH - int(persons.cohort[whose] >> 1)) // 6
    drawn, key = [], persons.key[whose : whose + 1]
    for name, lasts in (("rank", rules.rank_lasts), ("luck", rules.luck_lasts)):
        own = int(lasts[int(draws["work.lasting"][whose] * len(lasts))])
        times = (half_years + int(draws["work.phase"][whose] * own)) // own
        with np.errstate(over="ignore"):
            drawn.append(float(uniform_array(1, f"work.{name}", key + np.uint64(times) * GOLDEN)[0]))
    return work_state(*drawn, pension, labour, unemployed, more, min(full, more))


def test_the_kernel_agrees_with_plain_python(small_model):
    model = small_model(end="2024-10").run()
    look_at_all(model)
    keys, rules = model.state.persons.key, process_of(model)._rules_since(model.month)
    names = ("attainment", "work.lasting", "work.phase", "work.alike")
    draws = {name: uniform_array(1, name, keys) for name in names}
    rows = alive(model)
    plain = [plain_state(model, row, at_start_of_half_year(model, row, rules), draws) for row in rows]
    assert work_of(model)[rows].tolist() == plain
    assert len(set(plain)) == len(WORK_STATES)


def test_partners_are_without_work_together_more_often_and_each_as_often(musterkreis_model, values):
    """Of couples below 60 both are without work in 5 %, with draws of their own in 2.5 %; one is, alone, as often."""
    both, each = {}, {}
    for share in (0.0, 0.55):
        own = values.with_overrides({"work.partners_alike_share": share})
        model = musterkreis_model(parameters=own, end="2027-01").run()
        look_at_all(model)
        persons = model.state.persons
        rows = alive(model)
        rows = rows[(persons.partner[rows] != NOBODY) & (People(model.state, rows, model.month).age < 60)]
        partner = persons.partner[rows]
        rows, partner = rows[np.isin(partner, rows)], partner[np.isin(partner, rows)]
        is_without = work_of(model) < MARGINAL
        both[share] = (is_without[rows] & is_without[partner]).mean()
        each[share] = is_without[rows].mean()
    # 22,000 people of whom 12 % are without work: standard deviation 0.002 at most.
    assert each[0.55] == pytest.approx(each[0.0], abs=0.012)
    assert both[0.55] > 1.6 * both[0.0]


def test_who_is_looked_at_beside_the_own_half_year_stays_the_same(small_model):
    """A look at everybody finds nothing but what the marks tell: a resumed model, which marks all, goes on alike."""
    model = small_model(end="2025-12")
    model.step()
    for _ in range(20):
        model.step()
        state, before = model.state, work_of(model).copy()
        marked = state.households.due[state.persons.household] & LIVELIHOOD > 0
        look_at_all(model)
        rows = alive(model)
        assert marked[rows].mean() < 0.2
        assert np.array_equal(work_of(model)[rows[~marked[rows]]], before[rows[~marked[rows]]]), (
            model.month_label
        )
        work_of(model)[:] = before
        state.households.due[:] |= LIVELIHOOD


def test_people_are_counted_by_their_work(small_model):
    model = small_model(end="2024-09").run()
    people = People(model.state, alive(model), model.month)
    area, age = model.place_area[people.column("place")], np.minimum(people.age, 100)
    for number, state in enumerate(WORK_STATES):
        own = people.column("work") == number
        counted = np.zeros_like(model.counts.population)
        np.add.at(counted, (area[own], people.is_woman[own].astype(int), age[own]), 1)
        assert np.array_equal(model.counts.levels[model.counts.named_levels.index(("work", state))], counted)


def test_unknown_states_are_errors(small_model):
    model = small_model(end="2024-01").run()
    with pytest.raises(
        ConfigError, match=r"'unemploid' is no counted value of column 'work'. Did you mean 'unemployed'"
    ):
        model.counts.people_with("work", "unemploid")


def test_a_place_lost_costs_a_tenth_of_the_mothers_their_work_and_a_place_found_brings_it_back(
    musterkreis_model,
):
    """Mothers of children below three, of whom 62 % work: what the effect of a place says, within its chance."""
    model = musterkreis_model(end="2027-03").run()
    look_at_all(model)
    state, before = model.state, work_of(model).copy()
    rules, top = process_of(model)._rules.at(model.month), int(model.state.counters[2, TOP])
    childcare = np.flatnonzero((rules.with_place != 1.0).any(axis=1))
    places = state.cases.state[:top].copy()
    is_place = np.isin(state.cases.kind[:top], childcare) & (state.cases.person[:top] != NOBODY)
    with_place = {int(row) for row in state.cases.person[:top][is_place & (places == 1)]}
    state.cases.state[:top][is_place] = 0
    look_at_all(model)
    moved = alive(model)[(work_of(model) != before)[alive(model)]]
    people = People(state, moved, model.month)
    assert people.is_woman.all()
    assert (work_of(model)[moved] < before[moved]).all()
    mothers = mothers_of(
        model, {row for row in with_place if People(state, np.array([row]), model.month).age[0] < 3}
    )
    lost = (before[mothers] >= MARGINAL) & (work_of(model)[mothers] < MARGINAL)
    # 700 mothers give a standard deviation of 0.011; five of them are one false alarm in two million.
    assert lost.mean() == pytest.approx(0.095, abs=0.055)
    assert not (work_of(model)[mothers] > before[mothers]).any()
    state.cases.state[:top] = places
    look_at_all(model)
    assert np.array_equal(work_of(model), before)


def mothers_of(model, children):
    """Return the rows of women who head the households of these children and have no younger child than them."""
    persons, found = model.state.persons, set()
    for child in sorted(children):
        if persons.role[child] != CHILD:
            continue
        members = list(members_of(model, child))
        youngest = max((m for m in members if persons.role[m] == CHILD), key=lambda m: persons.cohort[m] >> 1)
        if youngest == child:
            found |= {m for m in members if persons.role[m] == ADULT and persons.cohort[m] & 1 == WOMAN}
    return np.array(sorted(found))


def test_who_needs_care_works_less_the_more_care_it_is(musterkreis_model):
    """At home, from 18 to 64 years: odds 0.3 in grade 1, 0.03 in grade 3, of those without one."""
    model = musterkreis_model(end="2027-01").run()
    rows = alive(model)
    people = People(model.state, rows, model.month)
    own = (people.age >= 18) & (people.age < 65) & (model.state.persons.role[rows] < INSTITUTION)
    grade, works = model.state.persons.care_grade[rows][own], people.column("work")[own] >= MARGINAL
    shares = [works[(grade >= low) & (grade < high)].mean() for low, high in ((0, 1), (1, 2), (2, 3), (3, 6))]
    assert shares[0] > 0.75
    assert shares == sorted(shares, reverse=True)
    assert shares[3] < 0.25


def test_levels_are_those_of_the_figures(musterkreis_model):
    """Employment by sex and age of the published Germany and Land (see work.yaml), within three points and chance."""
    model = musterkreis_model(end="2027-01").run()
    people = People(model.state, alive(model), model.month)
    work, age = people.column("work"), people.age
    for woman, first, last, employed in (
        (False, 25, 39, 0.87), (True, 40, 54, 0.84), (False, 55, 59, 0.864), (True, 60, 64, 0.635),
    ):  # fmt: skip
        own = (people.is_woman == woman) & (age >= first) & (age <= last)
        assert (work[own] >= MARGINAL).mean() == pytest.approx(employed, abs=0.03)
    labour_force = (age >= 15) & (age < 65) & (work >= UNEMPLOYED)
    # BA: the 17 Landkreise had 6.2 % in 2025, the Land 6.4 %.
    assert (work[labour_force] == UNEMPLOYED).mean() == pytest.approx(0.063, abs=0.007)
