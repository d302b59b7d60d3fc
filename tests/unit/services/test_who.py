"""Predicates and traits that a kind names decide whom it is open to, and who wants it more or less often."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from simsocial.core.errors import ConfigError
from simsocial.core.state import TOP
from simsocial.parameters import Parameters
from simsocial.people.predicates import PREDICATES
from simsocial.people.social_states import SOCIAL_STATES
from simsocial.people.view import People
from simsocial.services.catalogue import load_catalogue
from simsocial.services.eligibility import Eligibility
from simsocial.services.take_up import TakeUp
from simsocial.services.who import STATES_FROM, Who


def open_only_to(catalogue, kind, *who):
    """Return the packaged kinds, one of them open to some people only."""
    own = catalogue[kind].eligibility
    eligibility = own.model_copy(update={"who": (*own.who, *who)})
    return type(catalogue)(
        [one.model_copy(update={"eligibility": eligibility}) if one.id == kind else one for one in catalogue]
    )


def wanted_by(catalogue, kind, **take_up):
    """Return the packaged kinds, with another take-up of one of them."""
    stated = catalogue[kind].take_up.model_dump(exclude_unset=True) | take_up
    other = {
        "take_up": TakeUp.model_validate({key: value for key, value in stated.items() if value is not None})
    }
    return type(catalogue)([one.model_copy(update=other) if one.id == kind else one for one in catalogue])


def model_of(small_model, catalogue):
    """Return the small world with the numbers of these kinds."""
    return small_model(catalogue=catalogue, parameters=catalogue.register(Parameters.load()))


def asked(model, kind):
    """Return the rows of those who have a case of a kind after this month's demand."""
    model.services.update_demand(model.next_month)
    cases, top = model.state.cases, int(model.state.counters[2, TOP])
    own = (cases.kind[:top] == model.catalogue.ids.index(kind)) & (cases.person[:top] >= 0)
    return set(cases.person[:top][own].tolist()), model.counts.target.copy()


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("kindergarten", ("child_of_lone_parent",)),
        ("kindergarten", ("not child_of_lone_parent",)),
        ("home_care", ("woman", "not living_alone")),
        ("home_care", ("age_80_up", "care_grade_2_up", "not with_partner")),
    ],
)
def test_those_ask_of_whom_all_holds_and_nobody_else(small_model, catalogue, kind, who):
    everybody, _ = asked(small_model(), kind)
    model = small_model(catalogue=open_only_to(catalogue, kind, *who))
    some, _ = asked(model, kind)
    people = People(model.state, np.array(sorted(everybody)), model.next_month)
    expected = np.ones(len(everybody), dtype=np.bool_)
    for entry in who:
        name = entry.removeprefix("not ")
        expected &= PREDICATES[name].of_people(people) == (name == entry)
    assert some == set(np.array(sorted(everybody))[expected].tolist())
    assert 0 < len(some) < len(everybody)


def test_nobody_else_asks_otherwise(small_model, catalogue):
    before, after = small_model(), small_model(catalogue=open_only_to(catalogue, "kindergarten", "woman"))
    for kind in catalogue.ids:
        if kind != "kindergarten":
            assert asked(before, kind)[0] == asked(after, kind)[0], kind


@pytest.mark.parametrize("kind", ["home_care", "adult_day_care"])
def test_residents_of_homes_ask_where_a_kind_is_open_to_them(small_model, catalogue, kind):
    def asking(*who):
        other = {"eligibility": catalogue[kind].eligibility.model_copy(update={"who": who})}
        kinds = [one.model_copy(update=other) if one.id == kind else one for one in catalogue]
        model = small_model(catalogue=type(catalogue)(kinds))
        return asked(model, kind)[0], model

    (everybody, model), (residents, _), (others, _) = asking(), asking("resident"), asking("not resident")
    people = People(model.state, np.array(sorted(everybody)), model.next_month)
    lives_there = PREDICATES["resident"].of_people(people)
    assert residents == set(people.rows[lives_there].tolist())
    assert others == everybody - residents == asked(small_model(), kind)[0]
    assert residents
    assert others


def test_a_case_ends_when_it_no_longer_holds(small_model, catalogue):
    model = small_model(catalogue=open_only_to(catalogue, "home_care", "not with_partner"), end="2024-12")
    for _ in range(11):
        model.advance()
    served = np.array(sorted(asked(model, "home_care")[0]))
    assert len(served) > 5
    assert not (model.state.persons.partner[served] >= 0).any()


def test_without_conditions_nothing_is_looked_at_but_social_states(small_model, catalogue):
    model = small_model(end="2024-02").run()
    conditions = Who(tuple(catalogue)).of(model.state, model.month)
    assert conditions.holds.max() < 1 << STATES_FROM + len(SOCIAL_STATES)
    people = People(model.state, slice(0, len(conditions.holds)), model.month)
    for bit, state in enumerate(SOCIAL_STATES):
        held = conditions.holds >> STATES_FROM + bit & 1 == 1
        assert np.array_equal(held, PREDICATES[state].of_people(people))
    assert not conditions.asked.any()


def test_an_unknown_predicate_is_an_error_with_the_nearest():
    with pytest.raises(ValidationError, match="Did you mean 'lone_parent'"):
        Eligibility(who=("lone_parnt",))
    assert Eligibility(who=("lone_parent", "not resident")).who == ("lone_parent", "not resident")


def test_a_predicate_named_twice_is_refused():
    with pytest.raises(ValidationError, match="names minor twice"):
        Eligibility(who=("minor", "not minor"))


@pytest.mark.parametrize("name", ["woman", "age_80_up", "size_3_9", "living_alone"])
def test_of_whom_a_predicate_holds_want_it_more_often_and_others_less(small_model, catalogue, name):
    """By the same draws: nobody of the one side goes, nobody of the other comes. Can fail: a ratio of one does."""
    ratio = {f"{name}_ratio": 5.0, f"{name}_share": 0.5}
    without = {"living_alone_ratio": 1.0, "living_alone_share": 0.5}
    usual, other, same = (
        model_of(small_model, wanted_by(catalogue, "home_care", **without | settings))
        for settings in ({}, ratio, {f"{name}_ratio": 1.0, f"{name}_share": 0.5})
    )
    before, after = asked(usual, "home_care")[0], asked(other, "home_care")[0]
    came, went = after - before, before - after
    assert came
    assert went
    for rows, holds in ((came, True), (went, False)):
        people = People(other.state, np.array(sorted(rows)), other.next_month)
        assert (PREDICATES[name].of_people(people) == holds).all()
    assert asked(same, "home_care")[0] == before


def test_ratios_of_several_predicates_multiply(small_model, catalogue):
    ratios = {"woman_ratio": 2.0, "woman_share": 0.6, "age_80_up_ratio": 3.0, "age_80_up_share": 0.4}
    changed = wanted_by(catalogue, "home_care", **ratios)
    model = model_of(small_model, changed)
    kind, code = changed["home_care"], changed.ids.index("home_care")
    conditions = model.services._who.of(model.state, model.next_month)
    factors = model.services._present.at(model.next_month).values.take_up_factors
    first, shift, mask = conditions.axes
    axes = range(first[code], first[code + 1])
    assert kind.take_up.predicates == ("age_80_up", "living_alone", "woman")
    rows = np.arange(len(conditions.holds))
    people = People(model.state, rows, model.next_month)
    for axis, name in zip(axes, kind.take_up.predicates, strict=True):
        place = conditions.holds >> shift[axis] & mask[axis]
        if name != "living_alone":  # looked at by the kernel
            assert (place == PREDICATES[name].of_people(people)).all()
        ratio = factors[axis, 1] / factors[axis, 0]
        assert ratio == pytest.approx(kind.number(model.parameters, f"take_up.{name}_ratio"))


def test_take_up_may_be_by_any_trait_with_levels(small_model, catalogue):
    by_sex = {"by": "sex", "table": {"man": 0.0, "woman": 0.9}, "trend_per_year": None}
    none = dict.fromkeys(("trend_half_life_years", "trend_settled_share"))
    model = model_of(small_model, wanted_by(catalogue, "home_care", **by_sex | none))
    parameter = model.parameters["services.home_care.take_up.table"]
    assert (parameter.dims, parameter.labels["sex"]) == (("sex",), ("man", "woman"))
    rows = np.array(sorted(asked(model, "home_care")[0]))
    assert len(rows) > 5
    assert People(model.state, rows, model.next_month).is_woman.all()
    some = wanted_by(catalogue, "home_care", **by_sex | none | {"table": {"man": 0.3, "woman": 0.9}})
    more = asked(model_of(small_model, some), "home_care")[0]
    assert more > set(rows.tolist())


@pytest.mark.parametrize(
    ("take_up", "told"),
    [
        ({"womn_ratio": 2, "womn_share": 0.5}, "womn_ratio: 'womn' is no predicate. Did you mean 'woman'"),
        ({"woman_ratio": 2}, "woman_ratio needs woman_share"),
        ({"woman_share": 0.5}, "woman_share needs woman_ratio"),
        ({"woman_ratio": 0, "woman_share": 0.5}, "woman_ratio must be above 0"),
        ({"woman_ratio": 2, "woman_share": 1.5}, "woman_share between 0 and 1"),
        ({"demand_rato": 2}, "demand_rato: unknown key. Did you mean 'demand_ratio'"),
        ({"by": "ages"}, "'ages' is no trait with levels. Did you mean 'age'"),
        ({"by": "sex", "table": {"man": 0.1}}, "by sex needs a row for each of man, woman, found man"),
        ({"by": "age", "table": {"old": 0.1}}, "row 'old' is no whole number"),
    ],
)
def test_faulty_take_up_says_what_is_valid(take_up, told):
    entry = {
        "label": {"de": "Beratung", "en": "counselling"},
        "field": "counselling",
        "legal_base": "-",
        "status": "discretionary",
        "access": "capacity",
        "eligibility": {},
        "take_up": {"by": "age", "table": {0: 0.1}} | take_up,
        "payers": {"kreis": 1.0},
    }
    with pytest.raises(ConfigError, match=told):
        load_catalogue({"counselling": entry})
