"""Asylum seekers: as many as published, whole households, until they are decided on; until then the Kreis pays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import ELSEWHERE, PRIVATE, SERVED
from simsocial.core.state import TOP
from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.people.asylum import RESIDENCE_STATUS
from simsocial.people.livelihood import HAS_BASIC_SUPPORT
from simsocial.services.catalogue import Catalogue
from tests.unit.processes.people import alive

FALSE_ALARM = 3.9
"""Standard errors that a correct program exceeds once in 10,000 tests (two-sided)."""

BENEFIT, HOUSE = "asylum_benefit", "shared_accommodation"


@pytest.fixture(scope="module")
def world(small_model, catalogue, all_kinds):
    """Return a function that builds a world in which many seek asylum."""
    kinds = Catalogue([*catalogue, all_kinds[BENEFIT], all_kinds[HOUSE]])
    values = kinds.register(Parameters.load())

    def build(per_1000=10.0, end="2024-12", settings=None, **over):
        own = {f"asylum.{name}": value for name, value in over.items()}
        own["asylum.recipients_per_1000"] = per_1000
        return small_model(
            catalogue=kinds, parameters=values.with_overrides(own), end=end, **(settings or {})
        )

    return build


def seekers(model):
    rows = alive(model)
    return rows[model.state.columns["persons"][RESIDENCE_STATUS][rows] == 1]


def homes_of(model, rows):
    return model.state.persons.household[rows]


def test_at_the_base_date_there_are_as_many_as_published_in_whole_young_households(world):
    model = world()
    model.month = model.first_month
    rows = seekers(model)
    # The factor of the Landkreise on 10 times their number.
    wanted = 4.61e-3 * 10.0 * len(alive(model))
    homes = homes_of(model, rows)
    _, sizes = np.unique(homes, return_counts=True)
    error = np.sqrt((sizes.astype(float) ** 2).sum())
    assert abs(len(rows) - wanted) < FALSE_ALARM * error
    everybody = alive(model)
    assert (model.month - EPOCH_MONTH - (model.state.persons.cohort[rows].astype(int) >> 1) < 50 * 12).all()
    together = np.isin(homes_of(model, everybody), homes)
    assert set(everybody[together]) == set(rows)
    assert (model.state.households.form[homes] == PRIVATE).all()


def test_nobody_without_any(world):
    model = world(per_1000=0.0, arrival_share=0.0).run()
    assert not len(seekers(model))
    assert not model.counts.cases[model.catalogue.ids.index(BENEFIT)].sum()
    assert not model.counts.cases[model.catalogue.ids.index(HOUSE)].sum()


def test_who_arrives_may_be_one(world):
    none, some = (world(per_1000=0.0, arrival_share=share, months=240.0).run() for share in (0.0, 1.0))
    assert not len(seekers(none))
    assert len(seekers(some)) > 20
    # The status moves nobody's dice: the same people live in both worlds.
    keys = [set(one.state.persons.key[alive(one)].tolist()) for one in (none, some)]
    assert keys[0] == keys[1]


def test_newborns_have_the_status_of_their_mother(world):
    model = world(per_1000=40.0, arrival_share=0.0, months=240.0)
    before = set(model.state.persons.key[alive(model)].tolist())
    model.run()
    born = [row for row in seekers(model).tolist() if int(model.state.persons.key[row]) not in before]
    assert born
    everybody, homes = alive(model), homes_of(model, np.array(born))
    with_mother = everybody[np.isin(homes_of(model, everybody), homes)]
    assert len(np.intersect1d(with_mother, seekers(model))) > len(born)


def test_a_kreis_with_more_of_them_gets_more_of_those_who_come(small_region, world):
    shares = []
    for ags in ("16066", None, "16077"):
        settings = {"region": replace(small_region, ags=ags)}
        model = world(per_1000=0.1, arrival_share=0.1, settings=settings)
        process = next(one for one in model.schedule_of_month.processes if one.name == "asylum")
        rows = alive(model)
        shares.append(process._who_comes(rows, model.first_month).mean())
    assert shares[0] < shares[1] < shares[2]


def test_a_household_is_decided_on_at_once_and_most_within_some_multiples_of_the_mean(world):
    model = world(arrival_share=0.0, months=6.0)
    model.month = model.first_month
    first = len(seekers(model))
    for _ in range(12):
        model.advance()
        rows, everybody = seekers(model), alive(model)
        others = np.setdiff1d(everybody[np.isin(homes_of(model, everybody), homes_of(model, rows))], rows)
        # Who lives with one and is none came to share a home since.
        assert len(others) <= 0.15 * max(len(rows), 20)
    share = len(rows) / first
    assert abs(share - np.exp(-2.0)) < 0.1


def test_who_is_one_gets_the_benefit_until_decided_on_and_the_kreis_pays_a_part(world):
    model = world(arrival_share=0.0, months=240.0).run()
    code = model.catalogue.ids.index(BENEFIT)
    cases, top = model.state.cases, int(model.state.counters[2, TOP])
    own = (cases.kind[:top] == code) & (cases.person[:top] >= 0)
    assert set(cases.state[:top][own].tolist()) <= {SERVED, ELSEWHERE}
    assert set(cases.person[:top][own].tolist()) == set(seekers(model).tolist())
    paid = model.counts.money[:, code].sum(axis=(1, 2))
    kreis, land = (paid[PAYERS.index(name)] for name in ("kreis", "land"))
    assert kreis / (kreis + land) == pytest.approx(0.15, abs=0.001)
    decided = world(arrival_share=0.0, months=1.0).run()
    assert decided.counts.cases[code].sum() <= 1


def test_the_kreis_houses_of_them_the_stated_share_and_nobody_else(world):
    model = world(arrival_share=0.0, months=240.0).run()
    code = model.catalogue.ids.index(HOUSE)
    cases, top = model.state.cases, int(model.state.counters[2, TOP])
    own = (cases.kind[:top] == code) & (cases.person[:top] >= 0)
    housed, rows = set(cases.person[:top][own].tolist()), seekers(model)
    assert housed <= set(rows.tolist())
    error = FALSE_ALARM * np.sqrt(0.74 * 0.26 / len(rows))
    assert abs(len(housed) / len(rows) - 0.74) < error


def test_nobody_has_basic_income_support_until_decided_on(world):
    """Then some do, in the month in which they are decided on; nobody else's support hangs on it."""
    none, some = (
        world(per_1000=0.0, end="2024-03").run(),
        world(per_1000=30.0, end="2024-03", months=240.0).run(),
    )
    decided = world(per_1000=30.0, end="2024-03", months=1.0).run()

    def supported(model):
        return (model.state.columns["households"]["livelihood"] & HAS_BASIC_SUPPORT) > 0

    homes = np.unique(homes_of(some, seekers(some)))
    assert len(homes) > 100
    assert not supported(some)[homes].any()
    assert supported(none)[homes].mean() > 0.05
    others = np.setdiff1d(np.unique(homes_of(some, alive(some))), homes)
    assert np.array_equal(supported(some)[others], supported(none)[others])
    now = np.setdiff1d(homes, homes_of(decided, seekers(decided)))
    assert np.array_equal(supported(decided)[now], supported(none)[now])
