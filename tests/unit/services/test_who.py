"""A kind is open to those of whom the predicates hold that its ``eligibility.who`` names."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from simsocial.core.state import TOP
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import People
from simsocial.services.eligibility import Eligibility
from simsocial.services.who import Who


def open_only_to(catalogue, kind, *who):
    """Return the packaged kinds, one of them open to some people only."""
    eligibility = catalogue[kind].eligibility.model_copy(update={"who": who})
    return type(catalogue)(
        [one.model_copy(update={"eligibility": eligibility}) if one.id == kind else one for one in catalogue]
    )


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


def test_a_case_ends_when_it_no_longer_holds(small_model, catalogue):
    model = small_model(catalogue=open_only_to(catalogue, "home_care", "not with_partner"), end="2024-12")
    for _ in range(11):
        model.advance()
    served = np.array(sorted(asked(model, "home_care")[0]))
    assert len(served) > 5
    assert not (model.state.persons.partner[served] >= 0).any()


def test_without_conditions_nothing_is_looked_at(small_model, catalogue):
    conditions = Who(tuple(catalogue)).of(small_model().state, 0)
    assert len(conditions.holds) == 0
    assert not conditions.asked.any()


def test_an_unknown_predicate_is_an_error_with_the_nearest():
    with pytest.raises(ValidationError, match="Did you mean 'lone_parent'"):
        Eligibility(who=("lone_parnt",))
    assert Eligibility(who=("lone_parent", "not resident")).who == ("lone_parent", "not resident")


def test_a_predicate_named_twice_is_refused():
    with pytest.raises(ValidationError, match="names minor twice"):
        Eligibility(who=("minor", "not minor"))
