"""Counting those who changed gives what counting everybody gives, whatever happens to people, homes and sites."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import COUNT_ANEW, COUNT_CASES, DUE, GAVE_UP, NOBODY, PRIVATE, SERVED
from simsocial.core.errors import InvariantError
from simsocial.core.state import TOP
from simsocial.indicators import registry
from simsocial.indicators.indicator import Indicator
from simsocial.indicators.known import indicators
from simsocial.indicators.margins import MARGINS, Margin
from simsocial.processes import census
from simsocial.services import case_counts
from tests.unit.model.measures import WHO, measure

indicators(None)  # the package's own are registered before a test copies the registry


def _ramp(path, **changes):
    ramp = {"kind": "change_value", "start": "2024-03", "end": "2024-09", "ramp_months": 4, "op": "multiply"}
    return {"ramp": WHO | ramp | {"id": path, "by": 0.7} | changes}


SCENARIOS = {
    "status_quo": None,
    "opens": measure("open_site"),
    "closes": measure("close_site"),
    "closes_a_home": measure("close_site", start="2024-06", site="heim_a", to=None),
    "closes_a_school": measure("close_site", start="2024-07", site="schule_a", to=None),
    "merges": measure("merge_sites"),
    "homes_for_all": measure("phased_housing"),
    "less_demand": _ramp("services.home_care.take_up.table"),
    "lighter_care": _ramp("informal_care.hours_per_week"),
    "lighter_load": _ramp(
        "services.home_care.effects.relief_of_relatives.factor", start="2024-05", ramp_months=1
    ),
    "by_person": None,
}


@pytest.fixture
def counted_by_person(monkeypatch):
    """An indicator by margins that hang on more than sex and age."""
    monkeypatch.setattr(registry, "_FIXED", dict(registry._FIXED))
    monkeypatch.setattr(MARGINS, "_entries", dict(MARGINS._entries))
    MARGINS.add(Margin.by_predicate("lone_parent"))
    registry.register_indicator(
        Indicator(
            "own", "persons", {"de": "eigener", "en": "own"}, "population", "neutral",
            lambda counts: (counts.persons(), None), groups=("sex", "age_group", "household_type", "lone_parent"),
            sum_over_time="last", validation="none",
        )
    )  # fmt: skip


def _found(model):
    """Return all that is counted of a month."""
    ways = model.services._transport.ways.cases
    cared = sorted(zip(*(values.tolist() for values in model.services.case_counts.care_hours()), strict=True))
    return dict(model.counts.cubes()) | {"ways": ways, "cared": np.array(cared)}


def _assert_same(going, anew):
    expected = _found(anew)
    for name, found in _found(going).items():
        np.testing.assert_array_equal(found, expected[name], err_msg=f"{name} in {going.month_label}")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_counting_who_changed_gives_what_counting_everybody_gives(small_model, scenario, request):
    """A model that goes on from a snapshot counts everybody in its first month."""
    if scenario == "by_person":
        request.getfixturevalue("counted_by_person")
    going = small_model(SCENARIOS[scenario], end="2025-05")
    for _ in range(4):
        going.step()
    while going.running:
        anew = small_model(SCENARIOS[scenario], end="2025-05", snapshot=going.snapshot())
        going.step()
        anew.step()
        _assert_same(going, anew)


def test_population_is_that_of_a_look_at_everybody(small_model):
    model = small_model(end="2024-12")
    while model.running:
        model.step()
        assert np.array_equal(model.counts.population, census.count_population(model))


@pytest.mark.parametrize("marked", [False, True])
def test_who_changes_unmarked_is_missed(small_model, marked):
    """The comparison above can fail: what is counted follows from what is marked."""
    model = small_model(end="2024-06")
    for _ in range(3):
        model.step()
    persons, households = model.state.persons, model.state.households
    graded = np.flatnonzero(persons.care_grade[: int(model.state.counters[0, TOP])] > 0)[:9]
    persons.care_grade[graded] = 5
    homes = np.flatnonzero(
        (households.form == PRIVATE) & (np.arange(len(households.form)) < model.state.counters[1, TOP])
    )
    homes = homes[model.place_area[households.place[homes]] != 0][:20]
    members = np.flatnonzero(np.isin(persons.household, homes) & (persons.cohort > 0))
    households.place[homes] = persons.place[members] = np.flatnonzero(model.place_area == 0)[0]
    if marked:
        persons.due[[*graded, *members]] = DUE
        households.due[homes] = DUE
    anew = small_model(end="2024-06", snapshot=model.snapshot())
    model.step()
    anew.step()
    if marked:
        _assert_same(model, anew)
    else:
        differ = {
            name for name, cube in _found(anew).items() if not np.array_equal(cube, _found(model)[name])
        }
        assert {"population", "households", "care", "quantities"} <= differ


def _move_away(state, place):
    home = np.flatnonzero((state.households.form == PRIVATE) & (state.households.place != place))[0]
    state.households.place[home] = place
    member = state.households.first_member[home]
    while member != NOBODY:
        state.persons.place[member] = place
        member = state.persons.next_member[member]


def _give_up(state, place):
    served = np.flatnonzero((state.cases.person >= 0) & (state.cases.state == SERVED))
    state.cases.state[served[:40]] = GAVE_UP


@pytest.mark.parametrize(("what", "change"), [("people", _move_away), ("cases", _give_up)])
def test_a_run_that_checks_every_month_notices_an_unmarked_change(small_model, what, change):
    model = small_model(end="2024-06", check_every_month=True)
    model.step()
    change(model.state, int(np.flatnonzero(model.place_area == len(model.counts.areas) - 1)[0]))
    with pytest.raises(InvariantError, match=rf"\d {what} are counted in area .*without its mark"):
        model.step()


def test_few_are_counted_in_an_ordinary_month(small_model, monkeypatch):
    shares = []
    real = case_counts.CaseCounts.count

    def counting(self, state, *rest):
        due = [state.persons.due & mark > 0 for mark in (COUNT_ANEW, COUNT_CASES)]
        # Whoever moves is due with the cases; who needs more care lives where before.
        assert not (due[0] & ~due[1]).any()
        shares.append([int(own.sum()) / state.population for own in due])
        real(self, state, *rest)
        assert not (state.persons.due & (COUNT_ANEW | COUNT_CASES)).any()
        assert not (state.households.due & (COUNT_ANEW | COUNT_CASES)).any()

    monkeypatch.setattr(case_counts.CaseCounts, "count", counting)
    small_model(end="2024-12").run()
    assert shares[0] == pytest.approx([1.0, 1.0], abs=0.02)
    people, cases = np.array(shares[2:]).T
    assert max(cases) < 0.06
    assert people.mean() < 0.8 * cases.mean()


def test_a_plugin_may_mark_every_row(small_model):
    """Those that were never used are nobody, and no homes."""
    usual, marked = small_model(end="2024-03"), small_model(end="2024-03")
    for model in (usual, marked):
        model.step()
    state = marked.state
    assert state.counters[0, TOP] < len(state.persons.due)
    assert state.counters[1, TOP] < len(state.households.due)
    state.persons.due[:] = state.households.due[:] = DUE
    while usual.running:
        usual.step()
        marked.step()
        _assert_same(marked, usual)


def test_those_cared_for_keep_their_place_in_the_list(small_model):
    """Whoever left the list and came back would stand behind all others, far from their neighbours in memory."""
    model = small_model(end="2024-06")
    for _ in range(3):
        model.step()

    def listed():
        counted = model.services.case_counts._counted
        return counted.cared.row[: counted.number[0]].copy()

    before = listed()
    model.state.persons.due[: model.state.counters[0, TOP]] = DUE
    model.step()
    both = slice(0, min(len(before), len(listed())))
    assert len(before) > 100
    assert (before[both] == listed()[both]).mean() > 0.9
