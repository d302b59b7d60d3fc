"""What every registered process must keep: a name, its source, hazards in range, a slot, determinism."""

from __future__ import annotations

import copy
import inspect
import re
import sys

import numpy as np
import pytest

from simsocial.core.calendar import age_of_cohorts, month_index
from simsocial.core.errors import ConfigError
from simsocial.core.state import TOP
from simsocial.model.schedule import ORDER, known_processes
from simsocial.parameters.modifier import Modifier
from simsocial.parameters.plan import Plan
from simsocial.people.traits import axis_of
from simsocial.people.view import People
from simsocial.processes.base import Process, ScreenedProcess, register, registered
from tests.unit.model.measures import measure
from tests.unit.processes.people import alive, records

PROCESSES = known_processes()
SCREENED = [name for name, cls in PROCESSES.items() if issubclass(cls, ScreenedProcess) and name != "onset"]
"""But the one of needs, whose hazard is what kinds state: tests/unit/services/test_episodes.py."""
FURTHER = {"leaving_home.level", "mortality.death_probability"}
"""Values behind hazards whose text leaves them to other modules."""
YEARS = (2024, 2027, 2031, 2045)


@pytest.fixture(scope="module")
def model(small_model):
    return small_model(end=f"{YEARS[-1]}-12")


@pytest.fixture(scope="module")
def own(model):
    """The processes of one model by name."""
    return {process.name: process for process in model.schedule_of_month.processes}


@pytest.mark.parametrize("name", PROCESSES)
def test_name_and_docstring(name):
    cls = PROCESSES[name]
    assert re.fullmatch(r"[a-z][a-z_]*[a-z]", name)
    assert cls.name == name
    assert name in ORDER or cls.after in PROCESSES
    assert len(cls.__doc__.split()) >= 2
    assert len(sys.modules[cls.__module__].__doc__.split()) >= 10


@pytest.mark.parametrize("name", PROCESSES)
def test_parameters_named_in_the_text_exist(name, values):
    text = sys.modules[PROCESSES[name].__module__].__doc__
    fields = {identifier.split(".")[0] for identifier in values.ids()}
    named = [word for word in re.findall(r"``([a-z_]+\.[a-z_]+)``", text) if word.split(".")[0] in fields]
    assert all(identifier in values for identifier in named)


@pytest.mark.parametrize("name", SCREENED)
def test_the_text_names_the_parameters_behind_the_hazard_and_they_have_a_source(name, values):
    text = sys.modules[PROCESSES[name].__module__].__doc__
    named = [word for word in re.findall(r"``([a-z_]+\.[a-z_]+)``", text) if word in values]
    assert named
    for identifier in named:
        assert values[identifier].source
        assert values[identifier].unit
        assert values[identifier].grade in "ABCD"


@pytest.mark.parametrize("name", SCREENED)
def test_hazards_are_monthly_probabilities_by_state_sex_and_age(name, own):
    process = own[name]
    for year in YEARS:
        hazard = process.hazard(month_index(f"{year}-07"))
        assert hazard.shape == (len(axis_of(process.by).levels), 2, 101)
        assert np.isfinite(hazard).all()
        assert ((hazard >= 0.0) & (hazard < 1.0)).all()
    assert process.hazard(month_index("2027-07")).max() > 0.0


@pytest.mark.parametrize("name", SCREENED)
def test_slots_hold_the_hazards_of_the_five_years_that_are_planned(name, own):
    """They are made for the start; what outgrew them would be drawn apart, person by person."""
    process, room = own[name], own[name].slot_hazard()
    for year in range(2024, 2032):
        hazard = process.hazard(month_index(f"{year}-07"))
        assert room.shape == hazard.shape
        assert (room >= hazard).all(), year


def test_slots_of_all_processes_fit_side_by_side(own):
    total = sum(own[name].slot_hazard().max(axis=0) for name in SCREENED)
    assert total.max() < 1.0


@pytest.mark.parametrize("name", SCREENED)
def test_slots_are_the_same_under_every_seed_and_option(name, own, small_model):
    other = small_model(measure("phased_housing") | measure("close_site"), rng=5, end="2024-06").run()
    process = next(p for p in other.schedule_of_month.processes if p.name == name)
    assert (process.slot_hazard() == own[name].slot_hazard()).all()


@pytest.mark.parametrize("name", SCREENED)
def test_slots_stay_as_wide_when_an_option_changes_what_the_hazard_follows_from(name, own, model, values):
    """From the very first month on, so that widths made of the option's own figures would differ."""
    text = sys.modules[PROCESSES[name].__module__].__doc__
    named = {word for word in re.findall(r"``([a-z_]+\.[a-z_]+)``", text) if word in values} | FURTHER
    changes = [
        Modifier(identifier, "multiply", 0.9, model.first_month, origin=f"measures.{identifier}")
        for identifier in sorted(named)
        if values[identifier].changeable
    ]
    option = copy.copy(model)
    option.plan = Plan(model.parameters, model.first_month, model.end_month, changes)
    process, month = PROCESSES[name](option), model.first_month + 6
    assert (process.hazard(month) != own[name].hazard(month)).any()
    assert (process.slot_hazard() == own[name].slot_hazard()).all()


@pytest.mark.parametrize("name", SCREENED)
def test_events_do_not_depend_on_the_order_of_rows(name, small_model):
    found = []
    for step in (1, -1):
        model = small_model(rng=3)
        for _ in range(2):
            model.advance()
        model.counts.clear()
        month = model.month = model.next_month
        model.housing.count(model.state.households, int(model.state.counters[1, TOP]))
        process = next(p for p in model.schedule_of_month.processes if p.name == name)
        # More people than in a month of the small region, of the kind to whom it may happen.
        rows = _concerned(model, process, alive(model))
        assert len(rows) > 20
        process.apply(month, rows[::step].astype(np.int32))
        model.schedule_of_month.columns.follow(month)
        found.append((records(model), model.counts.flows.copy()))
    assert found[0][0] == found[1][0]
    assert (found[0][1] == found[1][1]).all()


def _concerned(model, process, rows):
    """Return every few of those whose hazard is not zero, the same whatever their order."""
    persons = model.state.persons
    cohort = persons.cohort[rows]
    state = axis_of(process.by).code(People(model.state, rows, model.month))
    hazard = process.hazard(model.month)[state, cohort & 1, age_of_cohorts(model.month)[cohort]]
    concerned = rows[hazard > 0.0]
    return concerned[persons.key[concerned] % np.uint64(5) == 0]


@pytest.mark.parametrize("name", PROCESSES)
def test_every_process_can_be_switched_off(name, small_model):
    model = small_model(disabled=[name], check_every_month=True, end="2024-03")
    assert name not in [process.name for process in model.schedule_of_month.processes]
    model.run()
    assert model.state.population > 4000


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_keeps_no_dice_of_its_own(name):
    source = inspect.getsource(sys.modules[PROCESSES[name].__module__])
    for word in ("np.random", "import random", "default_rng", "fastmath"):
        assert word not in source


def test_two_models_of_one_seed_are_equal_and_of_two_seeds_are_not(small_model):
    one, other, third = (small_model(rng=rng, end="2024-04").run() for rng in (8, 8, 9))
    assert records(one) == records(other)
    assert records(one) != records(third)
    for a, b in zip(one.counts.cubes(), other.counts.cubes(), strict=True):
        assert (a[1] == b[1]).all()


def test_the_turns_of_the_month_are_those_stated(model):
    names = [process.name for process in model.schedule_of_month.processes]
    assert [name for name in names if name in ORDER] == list(ORDER)


def test_an_unknown_process_is_an_error_with_the_nearest_name(small_model):
    with pytest.raises(ConfigError, match="Did you mean 'separation'"):
        small_model(disabled=["seperation"])


def test_screened_processes_are_driven_by_the_schedule(own):
    with pytest.raises(TypeError, match="mortality is screened"):
        own["mortality"].step(0)


@pytest.fixture
def new_process():
    """A process registered for one test."""
    before = registered()

    def make(turn):
        class Watching(Process):
            """Notes the months it sees."""

            name = "watching"
            after = turn

            def step(self, month):
                self.seen = [*getattr(self, "seen", []), month]

        register(Watching)

    yield make
    from simsocial.processes import base

    base._REGISTRY.clear()
    base._REGISTRY.update(before)


def test_a_new_process_has_its_turn_after_the_one_it_names(new_process, small_model):
    new_process("fertility")
    model = small_model(end="2024-02").run()
    names = [process.name for process in model.schedule_of_month.processes]
    assert names[names.index("fertility") + 1] == "watching"
    watching = next(p for p in model.schedule_of_month.processes if p.name == "watching")
    assert len(watching.seen) == 2


def test_a_new_process_after_one_that_does_not_exist_is_an_error(new_process):
    new_process("fertlity")
    with pytest.raises(ConfigError, match="Did you mean 'fertility'"):
        known_processes()
