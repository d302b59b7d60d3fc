"""A process of a plugin keeps columns of persons and households: filled by its rules, and followed everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsocial.core.columns import ADULT, CHILD, HOUSEHOLDS, NOBODY, PERSONS, UNUSED
from simsocial.core.company import child_key
from simsocial.core.errors import ConfigError
from simsocial.core.population import add_person, found_household, remove_person
from simsocial.core.random import uniform_array
from simsocial.core.state import TOP, State
from simsocial.model.person_table import PersonTable
from simsocial.processes.base import Process, ScreenedProcess, register
from simsocial.processes.columns import HouseholdColumn, PersonColumn
from simsocial.processes.kept_columns import _rounds
from tests.unit.processes.people import alive, records
from tests.unit.processes.plugged import plugged


@pytest.fixture
def build(small_model):
    """Build models that have the plugin's process."""
    with plugged("savings"):
        yield small_model


def process_of(model, name):
    return next(process for process in model.schedule_of_month.processes if process.name == name)


def act(model, name, rows):
    """Let one process act on these people, with the rules for whoever is new."""
    model.month = model.next_month
    process_of(model, name).apply(model.month, np.asarray(rows, dtype=np.int32))
    model.schedule_of_month.columns.follow(model.month)


def homes_of(model):
    return np.flatnonzero(model.state.households.form[: model.state.counters[1, TOP]] != UNUSED)


def drawn(model, rows):
    return (100 * uniform_array(model.seed, "savings.rank", model.state.persons.key[rows])).astype(int)


def by_key(model):
    """Return the plugin's columns by key of person and household."""
    state, rows, homes = model.state, alive(model), homes_of(model)
    own = state.columns
    people = zip(own["persons"]["rank"][rows].tolist(), own["persons"]["months"][rows].tolist(), strict=True)
    return (
        dict(zip(state.persons.key[rows].tolist(), people, strict=True)),
        dict(
            zip(
                state.households.key[homes].tolist(),
                own["households"]["savings"][homes].tolist(),
                strict=True,
            )
        ),
    )


def test_the_base_population_has_what_the_rules_say(build):
    model = build()
    own, rows, homes = model.state.columns, alive(model), homes_of(model)
    assert (own["persons"]["rank"][rows] == drawn(model, rows)).all()
    assert own["persons"]["rank"].dtype == np.uint8
    assert len(np.unique(own["persons"]["rank"][rows])) == 100
    assert (
        own["households"]["savings"][homes] == 1000 * model.state.households.size[homes].astype(int)
    ).all()


def test_newborns_inherit_of_their_mothers(build):
    model = build()
    persons = model.state.persons
    mothers = alive(model)[(persons.cohort[alive(model)] & 1 == 1) & (persons.role[alive(model)] == ADULT)][
        :60
    ]
    act(model, "fertility", mothers)
    persons, rank = model.state.persons, model.state.columns["persons"]["rank"]
    row_of = {int(key): row for row, key in enumerate(persons.key) if key}
    for mother in mothers:
        child = row_of[int(child_key.py_func(persons.key[mother], model.month, 0))]
        assert rank[child] == rank[mother]
    assert len(np.unique(rank[mothers])) > 20


def test_arrivals_have_their_own_in_rows_that_others_left(build):
    model = build()
    model.housing.stock += 1000
    act(model, "mortality", alive(model)[::3])
    model.state.columns["persons"]["months"][:] = 99
    model.state.columns["households"]["savings"][:] = 7
    before = set(model.state.persons.key.tolist())
    known = set(model.state.households.key[homes_of(model)].tolist())
    model.housing.count(model.state.households, int(model.state.counters[1, TOP]))
    process_of(model, "arrival").step(model.month)
    model.schedule_of_month.columns.follow(model.month)
    state, own = model.state, model.state.columns
    new = np.array([row for row in alive(model) if int(state.persons.key[row]) not in before])
    homes = np.array([row for row in homes_of(model) if int(state.households.key[row]) not in known])
    assert len(new) > 10
    assert new.min() < 4000  # rows used before
    assert (own["persons"]["rank"][new] == drawn(model, new)).all()
    assert (own["persons"]["months"][new] == 0).all()
    assert (own["households"]["savings"][homes] == 500 * state.households.size[homes].astype(int)).all()


def test_who_founds_a_household_takes_half_along(build):
    model = build()
    model.housing.stock += 1000
    model.housing.count(model.state.households, int(model.state.counters[1, TOP]))
    state = model.state
    grown = model.first_month - 1890 * 12 - (state.persons.cohort >> 1).astype(int) > 240
    children = np.flatnonzero((state.persons.role == CHILD) & grown & (state.persons.cohort > 0))
    _, first = np.unique(state.persons.household[children], return_index=True)
    leaving = children[first][:40]
    old = state.persons.household[leaving].copy()
    own = state.columns["households"]["savings"]
    before = own[old].copy()
    act(model, "leaving_home", leaving)
    state, own = model.state, model.state.columns["households"]["savings"]
    new = state.persons.household[leaving]
    assert (new != old).all()
    assert (own[new] == before // 2).all()
    assert (own[old] == before - before // 2).all()


def test_columns_grow_with_their_table(build):
    model = build()
    rank = model.state.columns["persons"]["rank"].copy()
    model.state.reserve(persons=20_000, households=20_000)
    state = model.state
    assert len(state.columns["persons"]["rank"]) == len(state.persons.key) > len(rank)
    assert len(state.columns["households"]["savings"]) == len(state.households.key)
    assert (state.columns["persons"]["rank"][: len(rank)] == rank).all()


def test_a_model_that_goes_on_from_a_snapshot_has_them(build):
    whole = build(end="2024-06").run()
    first = build(end="2024-06")
    for _ in range(3):
        first.advance()
    snapshot = first.snapshot()
    first.run()
    other = build(end="2024-06", start="2024-04", snapshot=snapshot).run()
    assert by_key(other) == by_key(first) == by_key(whole)
    assert max(months for _, months in by_key(whole)[0].values()) == 6


def test_a_snapshot_of_other_processes_is_refused(small_model):
    snapshot = small_model().snapshot()
    with plugged("savings"), pytest.raises(ConfigError, match=r"Valid: .*'rank'"):
        small_model(snapshot=snapshot)


def test_nobody_else_lives_otherwise_because_of_them(build, small_model):
    with_them = build(end="2025-03", check_every_month=True).run()
    ranks = by_key(with_them)[0]
    assert len({rank for rank, _ in ranks.values()}) == 100
    assert "savings" in [process.name for process in with_them.schedule_of_month.processes]
    from simsocial.processes import base

    del base._REGISTRY["savings"]
    without = small_model(end="2025-03").run()
    assert "rank" not in without.state.columns["persons"]
    assert records(with_them) == records(without)
    for a, b in zip(with_them.counts.cubes(), without.counts.cubes(), strict=True):
        assert (a[1] == b[1]).all()


def test_a_process_that_is_off_keeps_its_columns_and_leaves_them(build):
    model = build(disabled=["savings"], end="2024-06").run()
    own, rows = model.state.columns, alive(model)
    assert (own["persons"]["months"][rows] == 0).all()
    assert set(own["persons"]["rank"][rows].tolist()) <= set(range(100))
    assert len(np.unique(own["persons"]["rank"][rows])) == 100


def test_views_and_biographies_tell_them(build):
    key = int(build().state.persons.key[0])
    model = build(watch=[key], end="2024-03").run()
    person, home = model.persons[key], model.households[int(model.state.households.key[0])]
    assert {"months": 3, "rank": int(drawn(model, [0])[0])}.items() <= person.columns.items()
    assert "savings" in home.columns
    assert "2024-03: months 2 -> 3" in model.persons.diary[key]


def test_the_person_table_has_them_at_both_ends(build):
    model = build(end="2024-04")
    table = PersonTable(model)
    while model.next_month <= model.end_month:
        model.advance()
        table.record()
    frame = table.frame().set_index("person_key")
    start = frame[frame["at_start"]]
    assert (start["person_months"] == 0).all()
    here = frame[frame["end"] == "lives_here"]
    assert (here.loc[here["at_start"], "person_months_end"] == 4).all()
    came = here[~here["at_start"]]
    assert came["person_rank"].isna().all()
    assert came["person_rank_end"].between(0, 99).all()
    assert (here["household_savings_end"] > 0).all()
    gone = frame[frame["end"] != "lives_here"]
    assert gone["person_rank_end"].isna().all()
    ranks, _ = by_key(model)
    assert {key: rank for key, (rank, _) in ranks.items()} == here["person_rank_end"].astype(int).to_dict()


def test_memory_counts_them(build, small_model):
    with_them = build().state
    own = 3 * len(with_them.persons.key) + 4 * len(with_them.households.key)
    from simsocial.processes import base

    del base._REGISTRY["savings"]
    assert with_them.nbytes - small_model().state.nbytes == own
    shared = (
        sum(np.dtype(c.dtype).itemsize for c in PERSONS),
        sum(np.dtype(c.dtype).itemsize for c in HOUSEHOLDS),
    )
    assert (
        with_them.nbytes
        > shared[0] * len(with_them.persons.key) + shared[1] * len(with_them.households.key) + own
    )


def test_a_hazard_may_go_by_what_a_column_says(build):
    class Bonus(ScreenedProcess):
        """Falls to high ranks only."""

        name, after, by = "bonus", "arrival", "high_rank"

        def hazard(self, month):
            return np.stack([np.zeros((2, 101)), np.full((2, 101), 0.2)])

        def apply(self, month, rows):
            self.ranks = self.model.state.columns["persons"]["rank"][rows]

    register(Bonus)
    model = build(end="2024-01").run()
    ranks = process_of(model, "bonus").ranks
    assert ranks.min() >= 50
    assert 0.8 < len(ranks) / (0.2 * 0.5 * 4800) < 1.2


RULES = {"on_base": 0, "on_birth": 0, "on_arrival": 0}


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (("role", "u1", "code", "what"), "the engine has one of this name"),
        (("Rank", "u1", "code", "what"), "small letters"),
        (("rank", "u1", "", "what"), "needs a unit"),
        (("rank", "object", "code", "what"), "Valid: bool, i1-i8"),
        (("rank", "no type", "code", "what"), "Valid: bool, i1-i8"),
        (("rank", "c16", "code", "what"), "Valid: bool, i1-i8"),
    ],
)
def test_what_is_no_column_is_refused(about, message):
    with pytest.raises(ConfigError, match=message):
        PersonColumn(*about, **RULES)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (300, "on_base gives 300 for a column of uint8. Valid: 0 to 255"),
        (-1, "on_base gives -1"),
        (0.5, "on_base gives float64 .* Valid: whole numbers"),
    ],
)
def test_a_number_that_a_column_cannot_hold_is_refused(rule, message):
    with pytest.raises(ConfigError, match=f"column 'odd' of persons: {message}"):
        PersonColumn("odd", "u1", "code", "what", **RULES | {"on_base": rule})


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (lambda process, rows, month: np.full(len(rows), 300), "gives 300 for a column of uint8"),
        (lambda process, rows, month: np.ones(len(rows)), "gives float64 .* Valid: whole numbers"),
        (
            lambda process, rows, month: np.zeros(3, dtype=int),
            r"returns values of shape \(3,\). Valid: one, or",
        ),
    ],
)
def test_a_rule_with_values_that_a_column_cannot_hold_stops_with_its_name(build, small_model, rule, message):
    class Wrong(Process):
        """Keeps a column with a wrong rule."""

        name, after = "wrong", "arrival"
        columns = (PersonColumn("odd", "u1", "code", "what", **RULES | {"on_base": rule}),)

        def step(self, month):
            pass

    register(Wrong)
    with pytest.raises(ConfigError, match=rf"wrong\.odd: on_base {message}"):
        small_model()


def test_two_owners_of_one_column_are_an_error(build, small_model):
    class Other(Process):
        """Keeps the same column."""

        name, after = "other", "arrival"
        columns = (HouseholdColumn("savings", "i4", "EUR", "what", on_base=0, on_arrival=0, on_founding=0),)

        def step(self, month):
            pass

    register(Other)
    with pytest.raises(ConfigError, match="'savings' and 'other' both keep a column 'savings' of households"):
        small_model()


def test_without_columns_new_rows_are_not_noted():
    state = State.empty(4, 4, 4)
    state.reserve(persons=500, households=500)
    assert state.counters.shape == (3, 3)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=40))
def test_rounds_give_what_one_after_the_other_gives(entries):
    rows, origins = np.array(entries, dtype=np.int32).reshape(-1, 2).T
    one_by_one, in_rounds = list(range(9)), np.arange(9)
    for row, origin in entries:
        one_by_one[row] = 2 * one_by_one[origin] + 1
    parts = list(_rounds(rows, origins))
    for new, old in parts:
        in_rounds[new] = 2 * in_rounds[old] + 1
    assert in_rounds.tolist() == one_by_one
    assert np.concatenate([new for new, _ in parts] or [rows]).tolist() == rows.tolist()
    if not set(rows.tolist()) & set(origins.tolist()) and len(set(rows.tolist())) == len(rows):
        assert len(parts) <= 1


def test_new_rows_are_handed_out_once(build):
    model = build(end="2024-02").run()
    for table in ("persons", "households"):
        rows, origins = model.state.take_new(table)
        assert len(rows) == len(origins) == 0
    assert NOBODY == -1


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(-1, 30)), max_size=60))
def test_new_rows_are_noted_in_the_order_in_which_they_were_given_out(entries):
    state = State.empty(8, 8, 8)
    state.note_new_rows()
    expected = {"persons": [], "households": []}
    for number, (is_person, origin) in enumerate(entries):
        state.reserve(persons=1, households=1)
        counters, key = state.counters, np.uint64(number + 1)
        if is_person and expected["households"]:
            home = expected["households"][-1][0]
            row = add_person(state.persons, state.households, counters, key, 5, CHILD, home, origin)
            expected["persons"].append((row, origin))
            # Every third row is given back, and out again to the next one.
            if number % 3 == 0:
                remove_person(state.persons, state.households, state.cases, counters, row)
                if not state.households.size[home]:
                    expected["households"].append(
                        (found_household(state.households, counters, key, 0, 0, -1), -1)
                    )
        else:
            row = found_household(state.households, counters, key, 0, 0, origin)
            expected["households"].append((row, origin))
    for table, noted in expected.items():
        rows, origins = state.take_new(table)
        assert list(zip(rows.tolist(), origins.tolist(), strict=True)) == noted
        assert len(state.take_new(table)[0]) == 0
