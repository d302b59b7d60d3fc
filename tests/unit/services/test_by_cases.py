"""What cases do to the take-up of other kinds: by as much as stated, and of those with the case alone."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import SERVED
from simsocial.core.errors import ConfigError
from simsocial.core.state import TOP
from tests.unit.services.changed import with_effect
from tests.unit.services.episodes import counselling, with_kinds

FALSE_ALARM = 3.72
"""Standard errors that a correct program exceeds once in 10,000 tests (one-sided)."""


def keys_with(model, kind, served=False):
    """Return the identities of those with a case of a kind."""
    cases, top = model.state.cases, int(model.state.counters[2, TOP])
    own = (cases.kind[:top] == model.catalogue.ids.index(kind)) & (cases.person[:top] >= 0)
    if served:
        own &= cases.state[:top] == SERVED
    return set(model.state.persons.key[cases.person[:top][own]].tolist())


def share_with_a_pupil(model):
    """Return the share of adults in whose household somebody goes to primary school."""
    persons, cases = model.state.persons, model.state.cases
    top, cases_top = (int(model.state.counters[table, TOP]) for table in (0, 2))
    pupils = (cases.kind[:cases_top] == model.catalogue.ids.index("primary_school")) & (
        cases.person[:cases_top] >= 0
    )
    homes = persons.household[cases.person[:cases_top][pupils]]
    grown_up = (persons.cohort[:top] > 0) & (
        model.month - EPOCH_MONTH - (persons.cohort[:top] >> 1) >= 12 * 18
    )
    return float(np.isin(persons.household[:top][grown_up], homes).mean())


@pytest.fixture(scope="module")
def claims(small_model, catalogue, all_kinds):
    """Who claims the relief amount after half a year, by what being served at home does to it; and who is served."""
    found = {}
    for factor in (1.0, 0.5, 1.6):
        settings = with_effect(
            catalogue,
            "home_care",
            all_kinds["relief_amount"],
            when="served",
            target="take_up.relief_amount",
            factor={"value": factor, "source": "own assumption", "year": 2025},
        )
        model = small_model(end="2024-06", **settings)
        for _ in range(5):
            model.step()
        before = keys_with(model, "home_care", served=True)
        model.step()
        found[factor] = keys_with(model, "relief_amount"), before, keys_with(model, "home_care", served=True)
    return found


@pytest.mark.parametrize("factor", [0.5, 1.6])
def test_who_has_the_case_claims_by_the_factor_more_or_fewer_and_nobody_else(claims, factor):
    """False alarm 1e-4: of those who would claim at the higher factor, a binomial part does at the lower one."""
    (usual, before, now), (changed, *_) = claims[1.0], claims[factor]
    # They act from the next month on.
    served = before & now
    among, changed_among = usual & served, changed & served
    fewer, more = sorted((among, changed_among), key=len)
    assert fewer < more
    share, number = min(factor, 1.0 / factor), len(more)
    assert number > 40
    assert abs(len(fewer) - share * number) < FALSE_ALARM * np.sqrt(number * share * (1.0 - share))
    assert usual - before - now == changed - before - now


def test_an_effect_of_none_makes_no_table(catalogue, all_kinds, small_model):
    settings = with_effect(
        catalogue, "home_care", all_kinds["relief_amount"], when="served", target="take_up.relief_amount"
    )
    model = small_model(end="2024-01", **settings).run()
    by_cases = model.services._present.at(model.month).values.by_cases
    assert (by_cases.row == -1).all()
    assert by_cases.factor.size == 0


def test_needs_become_known_more_often_where_somebody_in_the_household_is_served(small_model, catalogue):
    """Half of the needs become known, all of those in whose household a child goes to school. False alarm 1e-4."""
    found = {}
    for factor in (1.0, 2.0):
        settings = with_kinds(catalogue, advice=counselling(need={"onset_per_1000": {0: 0, 18: 400}}))
        settings = with_effect(
            settings["catalogue"], "primary_school", when="served", target="take_up.advice", reaches="household",
            factor={"value": factor, "source": "own assumption", "year": 2025},
        )  # fmt: skip
        model = small_model(end="2024-04", **settings)
        felt = known = 0
        for _ in range(4):
            model.step()
            felt += int(model.counts.needs[-1, 0].sum())
            known += int(model.counts.needs[-1, 1].sum())
        found[factor] = felt, known
    usual, more = found[1.0], found[2.0]
    assert usual[0] == pytest.approx(more[0], rel=0.03)
    wanted = 0.5 * usual[0] * share_with_a_pupil(model)
    assert abs(more[1] - usual[1] - wanted) < FALSE_ALARM * np.sqrt(wanted)
    assert more[1] > usual[1]


def test_an_effect_names_another_kind(catalogue):
    for target, told in (
        ("take_up.home_car", "is no other service kind"),
        ("take_up.home_care", "other service kind"),
    ):
        with pytest.raises(ConfigError, match=told):
            with_effect(catalogue, "home_care", when="served", target=target)
