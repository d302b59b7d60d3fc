"""Margins: what is counted by them is what looking at every person gives, and one may come from outside."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from simsocial.core.calendar import EMPTY_COHORT, age_of_cohorts
from simsocial.core.columns import NOBODY, SERVED
from simsocial.core.errors import ConfigError
from simsocial.core.state import TOP
from simsocial.indicators import registry
from simsocial.indicators.axes import HOUSEHOLD_TYPES
from simsocial.indicators.cells import Cells
from simsocial.indicators.indicator import Indicator
from simsocial.indicators.known import indicators
from simsocial.indicators.margins import AGE_GROUPS, MARGINS, Margin
from simsocial.processes import people_counts
from simsocial.services import case_counts

indicators(None)  # the package's own are registered before a test copies the registry
SCHOOL = Margin(
    "school_age",
    {"de": "Schulalter", "en": "school age"},
    {"not": {"de": "nicht im Schulalter", "en": "not at it"}, "at": {"de": "im Schulalter", "en": "at school age"}},
    by_age=np.tile((np.abs(np.arange(101) - 11.5) < 6).astype(np.int8), (2, 1)),
)  # fmt: skip
LARGE = Margin(
    "large_home",
    {"de": "Haushaltsgröße", "en": "size of the household"},
    {
        "small": {"de": "bis vier", "en": "up to four"},
        "large": {"de": "fünf und mehr", "en": "five and more"},
    },
    by_person=lambda people: (
        people.state.households.size[people.state.persons.household[: int(people.state.counters[0, TOP])]] > 4
    ),
)
LONE = Margin.by_predicate("lone_parent")
EVERY = ("sex", "age_group", "school_age", "household_type", "care_grade", "large_home", "lone_parent")


def own_indicator(name, count, groups=EVERY):
    return Indicator(
        name, "persons", {"de": name, "en": name}, "population", "neutral", count, groups=groups,
        sum_over_time="last", validation="none",
    )  # fmt: skip


@pytest.fixture
def outside(monkeypatch):
    """Two margins and some indicators from outside the package; afterwards the registries are as they were."""
    monkeypatch.setattr(registry, "_FIXED", dict(registry._FIXED))
    monkeypatch.setattr(MARGINS, "_entries", dict(MARGINS._entries))
    MARGINS.add(SCHOOL)
    MARGINS.add(LARGE)
    MARGINS.add(LONE)
    registry.register_indicator(own_indicator("own_people", lambda counts: (counts.persons(), None)))
    registry.register_indicator(own_indicator("own_old", lambda counts: (counts.persons(75, 100), None)))
    registry.register_indicator(own_indicator("own_care", lambda counts: (counts.care[1:].sum(axis=0), None)))
    registry.register_indicator(
        own_indicator("own_served", lambda counts: (counts.cases[:, SERVED].sum(axis=0), None))
    )


def people_of(model):
    """Return of everybody by row: the group of each margin, the age, the grade and the cases served."""
    persons, households = model.state.persons, model.state.households
    ages, found = age_of_cohorts(model.month), []
    for row in range(int(model.state.counters[0, TOP])):
        cohort, home = int(persons.cohort[row]), int(persons.household[row])
        if cohort == EMPTY_COHORT:
            continue
        age, grade = int(ages[cohort]), int(persons.care_grade[row])
        served, case = 0, persons.first_case[row]
        while case != NOBODY:
            served += model.state.cases.state[case] == SERVED
            case = model.state.cases.next_case[case]
        groups = {
            "sex": "mf"[cohort & 1],
            "age_group": next(
                name for name in reversed(AGE_GROUPS) if int(name.rstrip("+").split("-")[0]) <= age
            ),
            "school_age": "at" if 6 <= age <= 17 else "not",
            "household_type": type_of(model, home),
            "care_grade": str(grade) if grade else "none",
            "large_home": "large" if households.size[home] > 4 else "small",
            "lone_parent": "yes"
            if type_of(model, home) == "lone_parent" and persons.role[row] == 0
            else "no",
        }
        found.append((groups, age, grade, int(served)))
    return found


def type_of(model, home):
    """Say the type of a household from its list of members."""
    persons, members = model.state.persons, []
    member = model.state.households.first_member[home]
    while member != NOBODY:
        members.append(member)
        member = persons.next_member[member]
    roles = [int(persons.role[one]) for one in members]
    heads, child = roles.count(0), 1 in roles
    couple = any(persons.partner[one] != NOBODY for one in members)
    if heads == 0:
        return "in_a_home"
    if len(members) == 1:
        return "living_alone"
    if couple:
        return "couple_with_children" if child else "couple"
    return "lone_parent" if child and heads == 1 else "other"


def test_each_margin_counts_what_a_look_at_every_person_gives(small_model, outside):
    model = small_model(end="2024-06").run()
    table = model.recorder.frame()
    table = table[(table["period_kind"] == "year") & (table["area"] == "region")]
    found = people_of(model)
    for name, weight in (
        ("own_people", lambda age, grade, served: 1),
        ("own_old", lambda age, grade, served: age >= 75),
        ("own_care", lambda age, grade, served: grade > 0),
    ):
        assert_margins(table, name, found, weight)


def assert_margins(table, name, found, weight):
    rows = table[table["indicator"] == name]
    whole = sum(weight(*person) for _, *person in found)
    assert rows[rows["group_kind"] == "all"]["numerator"].tolist() == [whole]
    assert set(rows["group_kind"]) == {"all", *EVERY}
    for margin in EVERY:
        expected = Counter(dict.fromkeys(MARGINS[margin].labels, 0))
        for groups, *person in found:
            expected[groups[margin]] += int(weight(*person))
        own = rows[rows["group_kind"] == margin]
        assert dict(zip(own["group"], own["numerator"], strict=True)) == expected, (name, margin)


def test_cases_are_counted_by_what_holds_for_the_person(small_model, outside):
    model = small_model(end="2024-06")
    model.run()
    table = model.recorder.frame()
    table = table[(table["period_kind"] == "year") & (table["area"] == "region")]
    assert_margins(table, "own_served", people_of(model), lambda age, grade, served: served)


def test_margins_from_outside_move_no_other_figure(small_model, monkeypatch):
    monkeypatch.setattr(registry, "_FIXED", dict(registry._FIXED))
    monkeypatch.setattr(MARGINS, "_entries", dict(MARGINS._entries))
    before = small_model(end="2024-03").run().recorder.frame().astype(str)
    MARGINS.add(LARGE)
    registry.register_indicator(
        own_indicator("own", lambda counts: (counts.persons(), None), ("large_home",))
    )
    after = small_model(end="2024-03").run().recorder.frame().astype(str)
    after = after[after["indicator"] != "own"].reset_index(drop=True)
    assert before.equals(after)


def test_kernels_are_compiled_once_for_any_margins(small_model, outside):
    """Which margins are counted decides numbers in arrays, never a type."""
    small_model(end="2024-01").run()
    for kernel in (people_counts.count_due, case_counts._count):
        assert len(kernel.signatures) == 1


def test_an_event_has_no_margin_that_sex_and_age_do_not_decide(small_model, monkeypatch):
    monkeypatch.setattr(registry, "_FIXED", dict(registry._FIXED))
    by_grade = own_indicator("own_deaths", lambda counts: (counts.event("deaths"), None), ("care_grade",))
    registry.register_indicator(by_grade)
    model = small_model(end="2024-12").run()
    with pytest.raises(ConfigError, match="'own_deaths' is not counted by margin 'care_grade'"):
        model.recorder.frame()


def test_a_margin_must_give_everybody_one_of_its_groups(small_model, monkeypatch):
    monkeypatch.setattr(registry, "_FIXED", dict(registry._FIXED))
    monkeypatch.setattr(MARGINS, "_entries", dict(MARGINS._entries))
    MARGINS.add(
        Margin("odd", LARGE.label, LARGE.labels, by_person=lambda people: people.state.persons.care_grade)
    )
    registry.register_indicator(own_indicator("own", lambda counts: (counts.persons(), None), ("odd",)))
    with pytest.raises(ConfigError, match="margin 'odd': by_person must give each of"):
        small_model(end="2024-01").run()


def test_unknown_margins_and_too_many_cells_are_errors(monkeypatch):
    with pytest.raises(ConfigError, match=r"'care_grad' is no margin. Did you mean 'care_grade'"):
        Cells(["care_grad"])
    monkeypatch.setattr(MARGINS, "_entries", dict(MARGINS._entries))
    labels = {str(number): LARGE.label for number in range(100)}
    for name in ("a", "b", "c"):
        MARGINS.add(Margin(name, LARGE.label, labels, by_age=np.zeros((2, 101), dtype=np.int8)))
    with pytest.raises(
        ConfigError, match=r"a \(100\), b \(100\), c \(100\) make 1,000,000 cells. Valid: up to 32,767"
    ):
        Cells(["a", "b", "c"])


@pytest.mark.parametrize(
    "names", [(), ("sex",), ("care_grade",), ("sex", "age_group", "care_grade", "household_type")]
)
def test_slots_are_sums_of_cells(names):
    cells = Cells(names)
    cube = np.random.default_rng(1).integers(0, 9, (3, 4, cells.number))
    slots = cells.by_slot(cube)
    assert np.array_equal(slots[:, :4], cube.sum(axis=2))
    # The combination of what sex and age decide runs fastest.
    order = sorted(cells.margins, key=lambda margin: margin.by_age is not None)
    sizes = [len(margin.labels) for margin in order]
    spread = cube.sum(axis=1).reshape(3, *sizes)
    for axis, margin in enumerate(order):
        others = tuple(other + 1 for other in range(len(sizes)) if other != axis)
        assert np.array_equal(slots[:, 4:][:, cells.slots[margin.id]], spread.sum(axis=others))


@pytest.mark.parametrize("name", MARGINS)
def test_every_margin_has_words_for_itself_and_its_groups(name):
    margin = MARGINS[name]
    assert (margin.by_age is None) != (margin.by_person is None)
    for text in (margin.label, *margin.words().values()):
        assert set(text) == {"de", "en"}
        assert all(text.values())
    if margin.by_age is not None:
        assert margin.by_age.shape == (2, 101)
        assert set(np.unique(margin.by_age)) == set(range(len(margin.labels)))


def test_household_types_are_the_groups_of_their_margin():
    assert list(MARGINS["household_type"].labels) == list(HOUSEHOLD_TYPES)
