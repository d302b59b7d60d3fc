"""Predicates and traits say of every person and household what a plain look at the members says."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import ADULT, CHILD, GUEST, INSTITUTION, PRIVATE, UNUSED
from simsocial.core.errors import ConfigError
from simsocial.core.random import uniform_array
from simsocial.core.state import TOP
from simsocial.people.predicate import Predicates
from simsocial.people.predicates import PREDICATES, Family, Predicate
from simsocial.people.social_states import AGES, CIRCUMSTANCES
from simsocial.people.traits import TRAITS, axis_of
from simsocial.people.view import Homes, People
from simsocial.people.work import WORK_STATES
from tests.unit.processes.people import alive

EXAMPLES = (
    "age_6_9", "age_0_0", "age_65_up", "age_months_12_35", "school_year_1_4", "care_grade_2_3", "care_grade_0_5",
    "care_grade_4_up", "with_child_under_6", "size_2_3", "with_3_minors_up",
)  # fmt: skip


@pytest.fixture(scope="module")
def model(small_model):
    """A model after eight months: rows have been given back and out again."""
    return small_model(end="2024-08").run()


def share_of_families(heads, figure):
    """Return the share of strained families among those with such heads, by the figures as they are stated."""
    share = figure("family_strain_share")
    for name in CIRCUMSTANCES["family_strain"]:
        ratio = figure(f"family_strain_{name}_ratio")
        mean = 1.0 + figure(f"family_strain_{name}_share") * (ratio - 1.0)
        share *= (ratio if any(ORACLE[name](head) for head in heads) else 1.0) / mean
    return share


@pytest.fixture(scope="module")
def told(model):
    """Everybody alive as a plain object, with the other members of the household."""

    class Person:
        """One person, read cell by cell."""

        def __init__(self, row):
            persons, self.row = model.state.persons, row
            cohort = int(persons.cohort[row])
            birth = 1890 * 12 + (cohort >> 1)
            self.month_of_birth, self.year_of_birth = birth % 12, birth // 12
            self.is_late = (
                uniform_array(model.seed, "demand.school_entry", persons.key[row : row + 1])[0] < late
            )
            self.months, self.age = model.month - birth, (model.month - birth) // 12
            self.sex, self.role = cohort & 1, int(persons.role[row])
            self.grade, self.home = int(persons.care_grade[row]), int(persons.household[row])
            self.partner = int(persons.partner[row]) >= 0
            self.form = int(model.state.households.form[self.home])
            self.work = list(WORK_STATES)[model.state.columns["persons"]["work"][row]]
            self.livelihood = int(model.state.columns["households"]["livelihood"][self.home])
            self.residence = int(model.state.columns["persons"]["residence_status"][row])
            self.key = persons.key[row : row + 1]
            self.home_at_risk = int(model.state.columns["households"]["home_at_risk"][self.home])
            self.is_first = int(model.state.households.first_member[self.home]) == row
            self.home_key = model.state.households.key[self.home : self.home + 1]

        def drawn(self, state):
            return uniform_array(model.seed, f"social_states.{state}", self.key)[0]

        def age_share(self, state):
            """Share by the figures as they are stated, of those who live like this person."""
            older = [age for age in AGES[state] if self.age >= age]
            if not older:
                return 0.0
            share = figure(
                f"{state}_share" if older == [AGES[state][0]] else f"{state}_from_{older[-1]}_share"
            )
            for name in CIRCUMSTANCES[state]:
                ratio = figure(f"{state}_{name}_ratio")
                mean = 1.0 + figure(f"{state}_{name}_share") * (ratio - 1.0)
                share *= (ratio if ORACLE.get(name, AGED.get(name))(self) else 1.0) / mean
            return share

        @property
        def is_strained(self):
            """Whether the family is, by the figures as they are stated."""
            is_family = self.form == PRIVATE and any(child.age < 18 for child in self.children)
            draw = uniform_array(model.seed, "social_states.family_strain", self.home_key)[0]
            return is_family and draw < share_of_families(self.heads, figure)

        @property
        def heads(self):
            return [member for member in self.members if member.role == ADULT]

        @property
        def children(self):
            return [member for member in self.members if member.role == CHILD]

        @property
        def school_years(self):
            """Years since the August in which the child was six on the first; below 0 before it."""
            first = self.year_of_birth + 6 + (self.month_of_birth >= 7) + self.is_late
            return (model.month - (first * 12 + 7)) // 12

    def figure(name):
        return model.parameters.value(f"social_states.{name}", model.month)

    late = model.parameters.value("school_entry.late_share", model.month)
    found = [Person(int(row)) for row in alive(model)]
    assert any(person.is_late and person.age == 6 for person in found)
    homes = {}
    for person in found:
        homes.setdefault(person.home, []).append(person)
        person.members = homes[person.home]
    return found


AGED = {f"age_{age}_up": lambda p, age=age: p.age >= age for age in (45, 65, 75)}

ORACLE = {
    "age_6_9": lambda p: 6 <= p.age <= 9,
    "age_0_0": lambda p: p.months < 12,
    "age_65_up": lambda p: p.age >= 65,
    "age_months_12_35": lambda p: 12 <= p.months <= 35,
    "school_year_1_4": lambda p: 0 <= p.school_years <= 3,
    "school_age": lambda p: 0 <= p.school_years <= 9,
    "care_grade_2_3": lambda p: p.grade in (2, 3),
    "care_grade_0_5": lambda p: True,
    "care_grade_4_up": lambda p: p.grade in (4, 5),
    "needs_care": lambda p: p.grade > 0,
    "with_child_under_6": lambda p: any(child.age < 6 for child in p.children),
    "size_2_3": lambda p: len(p.members) in (2, 3),
    "woman": lambda p: p.sex == 1,
    "man": lambda p: p.sex == 0,
    "minor": lambda p: p.age < 18,
    "household_head": lambda p: p.role == ADULT,
    "child_at_home": lambda p: p.role == CHILD,
    "resident": lambda p: p.role == INSTITUTION,
    "guest": lambda p: p.role == GUEST,
    "with_partner": lambda p: p.partner,
    "living_alone": lambda p: p.form == PRIVATE and len(p.members) == 1,
    "lone_parent": lambda p: p.role == ADULT and len(p.heads) == 1 and len(p.children) > 0,
    "child_of_lone_parent": lambda p: p.role == CHILD and len(p.heads) == 1,
    "private": lambda p: p.form == PRIVATE,
    "with_children": lambda p: len(p.children) > 0,
    "employed": lambda p: p.work in ("marginal", "part_time", "full_time"),
    "unemployed": lambda p: p.work == "unemployed",
    "on_basic_income_support": lambda p: p.livelihood % 2 == 1,
    "on_housing_allowance": lambda p: p.livelihood // 2 % 2 == 1,
    "on_child_supplement": lambda p: p.livelihood // 4 % 2 == 1,
    "on_old_age_support": lambda p: p.livelihood // 8 % 2 == 1,
    "poor": lambda p: p.livelihood // 32 % 2 == 1,
    "tenant": lambda p: p.livelihood // 64 >= 2 and p.home_at_risk != 4,
    "overburdened_by_rent": lambda p: p.livelihood // 64 == 3 and p.home_at_risk != 4,
    "in_rent_arrears": lambda p: p.home_at_risk % 2 == 1,
    "sued_for_eviction": lambda p: p.home_at_risk == 3,
    "homeless": lambda p: p.livelihood // 64 == 1 or p.home_at_risk == 4,
    "overindebted": lambda p: p.drawn("overindebted") < p.age_share("overindebted"),
    "lonely": lambda p: p.drawn("lonely") < p.age_share("lonely"),
    "volunteer": lambda p: p.drawn("volunteer") < p.age_share("volunteer"),
    "migration_background": lambda p: p.drawn("migration_background") < p.age_share("migration_background"),
    "family_strain": lambda p: p.is_strained,
    "child_of_strained_family": lambda p: p.is_strained and p.role == CHILD and p.age < 18,
    "strained_family": lambda p: p.is_strained and p.is_first,
    "with_3_minors_up": lambda p: sum(member.age < 18 for member in p.members) >= 3,
    "asylum_seeker": lambda p: p.residence == 1,
    "with_minors": lambda p: any(member.age < 18 for member in p.members),
}


@pytest.mark.parametrize("name", [*PREDICATES, *EXAMPLES])
def test_it_holds_of_those_of_whom_it_should(name, model, told):
    people = People(model.state, alive(model), model.month)
    expected = [bool(ORACLE[name](person)) for person in told]
    found = PREDICATES[name].of_people(people)
    assert found.dtype == np.bool_
    assert found.tolist() == expected
    assert name == "guest" or any(expected)


@pytest.mark.parametrize("name", [*PREDICATES, *EXAMPLES])
def test_whole_columns_with_unused_rows_are_read_alike(name, model):
    everybody = People(model.state, slice(0, int(model.state.counters[0, TOP])), model.month)
    some = People(model.state, alive(model), model.month)
    assert len(alive(model)) < model.state.counters[0, TOP]
    predicate = PREDICATES[name]
    assert (predicate.of_people(everybody)[alive(model)] == predicate.of_people(some)).all()


@pytest.mark.parametrize(
    "name", [name for name in (*PREDICATES, *EXAMPLES) if PREDICATES[name].of == "households"]
)
def test_of_a_household_it_holds_if_it_holds_of_who_lives_there(name, model):
    homes = np.flatnonzero(model.state.households.form[: model.state.counters[1, TOP]] != UNUSED)
    found = dict(zip(homes, PREDICATES[name].holds(Homes(model.state, homes, model.month)), strict=True))
    rows = alive(model)
    of_people = PREDICATES[name].of_people(People(model.state, rows, model.month))
    assert [found[home] for home in model.state.persons.household[rows]] == of_people.tolist()
    everyone = Homes(model.state, slice(0, int(model.state.counters[1, TOP])), model.month)
    assert (PREDICATES[name].holds(everyone)[homes] == list(found.values())).all()


@pytest.mark.parametrize("name", [*PREDICATES, *EXAMPLES])
def test_who_is_said_to_need_care_does(name, model):
    people = People(model.state, alive(model), model.month)
    without = people.care_grade == 0
    holds = PREDICATES[name].of_people(people)
    assert not PREDICATES[name].needs_care or not (holds & without).any()


def test_labels_are_there_in_both_languages():
    for entry in (*(PREDICATES[name] for name in (*PREDICATES, *EXAMPLES)), *TRAITS.values()):
        assert set(entry.label) == {"de", "en"}
        assert all(entry.label.values())
        assert "{" not in "".join(entry.label.values())


@pytest.mark.parametrize("name", TRAITS)
def test_traits_are_numbers_within_their_levels(name, model, told):
    people = People(model.state, alive(model), model.month)
    found = TRAITS[name].value(people)
    expected = {
        "all": lambda p: 0,
        "sex": lambda p: p.sex,
        "situation": lambda p: (
            0 if p.role in (INSTITUTION, GUEST) else 1 if p.role == CHILD else 2 + p.partner
        ),
        "care_grade": lambda p: p.grade,
        "age": lambda p: p.age,
        "work": lambda p: list(WORK_STATES).index(p.work),
        "household_size": lambda p: len(p.members),
        "children_at_home": lambda p: len(p.children),
    }[name]
    assert found.tolist() == [expected(person) for person in told]
    if TRAITS[name].levels:
        assert found.max() == len(TRAITS[name].levels) - 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("lone_parnt", "Did you mean 'lone_parent'"),
        ("care_grad_2_up", r"Did you mean 'care_grade_\{\}_up'"),
        ("age_9_6", "holds of nobody: 9 is above 6"),
        ("age_12345_up", "is no predicate"),
    ],
)
def test_an_unknown_predicate_is_an_error_with_the_nearest(name, message):
    with pytest.raises(ConfigError, match=message):
        PREDICATES[name]


def test_an_axis_is_a_trait_with_levels_or_a_predicate(model):
    people = People(model.state, alive(model), model.month)
    assert axis_of("care_grade").care_from == 1
    assert axis_of("needs_care").care_from == 1
    assert axis_of("with_partner").care_from == axis_of("care_grade_0_5").care_from == 2
    assert (axis_of("with_partner").code(people) == people.has_partner).all()
    with pytest.raises(
        ConfigError, match=r"no trait with levels and no predicate\. Did you mean 'situation'"
    ):
        axis_of("situatoin")
    with pytest.raises(ConfigError, match="'age' is a number without levels"):
        axis_of("age")


def test_own_predicates_and_families_are_found_by_name():
    own = Predicates(())
    own.add(Predicate("tall", {"de": "große", "en": "tall ones"}, lambda people: people.age > 3))
    own.add_family(
        Family("older_than_{}", {"de": "{}", "en": "{}"}, lambda low: lambda people: people.age > low)
    )
    assert own["tall"].id == "tall"
    assert own["older_than_7"].label["en"] == "7"
    assert "older_than_x" not in own
    assert own.names == ("tall", "older_than_{}")
    with pytest.raises(ConfigError, match="defined twice"):
        own.add_family(
            Family("older_than_{}", {"de": "", "en": ""}, lambda low: lambda people: people.age > low)
        )


@pytest.mark.parametrize("name", ["living_alone", "lone_parent"])
def test_predicates_and_counts_mean_the_same_households(name, model):
    rows = alive(model)
    persons = People(model.state, rows, model.month)
    assert PREDICATES[name].of_people(persons).sum() == model.counts.household_type(name).sum() > 0
