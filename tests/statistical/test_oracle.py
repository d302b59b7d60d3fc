"""The model agrees with a cohort-component projection: one chi-square, false alarm 1e-4.

Four replicates of the Musterkreis over five years, added up, against :mod:`tests.statistical.cohort_component`.
Arrivals are the model's; departures are those expected by age and sex, of the households as they are at the
process's turn. Services are off, since homes and waiting lists may change hazards, and births do not depend
on partners, whose share is no table. Care need is on: its multipliers of mortality may not show.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from simsocial.core.calendar import EMPTY_COHORT, age_of_cohorts
from simsocial.core.columns import ADULT, CHILD, NOBODY
from simsocial.core.state import TOP
from simsocial.model import SocialModel
from simsocial.parameters import Parameters
from simsocial.processes.base import Process
from simsocial.processes.border import Border, following_rate
from simsocial.region import load_region
from tests.statistical.cohort_component import AGES, Projection, ages_in_months

FALSE_ALARM = 1e-4
SEEDS = (41, 42, 43, 44)
MONTHS = 60
SERVICES = ("service_demand", "staff_market", "allocation", "finance")


class Probe(Process):
    """Hands the model to a function at a turn of the month."""

    name = "probe"

    def __init__(self, model, look):
        super().__init__(model)
        self.look = look

    def step(self, month):
        self.look(self.model, month)


@dataclass
class Run:
    """One replicate: people at every month's end from the base date on, expected departures, arrivals.

    `covariance` is that of the groups at the end from households that left together.
    """

    people: list
    departures: list
    arrivals: list
    covariance: np.ndarray


def _alive(model):
    persons = model.state.persons
    return np.flatnonzero(persons.cohort[: model.state.counters[0, TOP]] != EMPTY_COHORT)


def _count(model, month, rows):
    """Return people by sex and age in months."""
    return np.bincount(ages_in_months(model.state.persons.cohort[rows], month), minlength=2 * AGES)


def _chance_of_departure(model, month, rows):
    """Return each person's chance to leave in the month, alone or with the household, from the table."""
    persons, parameters, middle = model.state.persons, model.parameters, month // 12 * 12 + 6
    cohort, role = persons.cohort[rows], persons.role[rows]
    yearly, _ = Border(parameters, model.region).rates(month // 12)
    along = following_rate(parameters, yearly, middle)
    rate = yearly[cohort & 1, age_of_cohorts(month)[cohort]]
    rate = np.where(age_of_cohorts(month)[cohort] >= 18, rate, 0.0)
    # The two of a couple start a departure at half the rate each; rates of independent starts add up.
    partner, home = persons.partner[rows], persons.household[rows]
    position = np.full(len(persons.key), -1)
    position[rows] = np.arange(len(rows))
    couple, adult = partner != NOBODY, role == ADULT
    start = np.where(couple, rate / 2.0, rate)
    own = start + np.where(couple, start[position[partner]], 0.0)
    # Children leave with the couple of the household, without one with the women, else with the men.
    homes = len(model.state.households.key)
    parents = (adult & couple, adult & ~couple & (cohort & 1 == 1), adult & ~couple & (cohort & 1 == 0))
    of_home, decided = np.zeros(homes), np.zeros(homes, dtype=bool)
    for group in parents:
        of_home += np.where(decided, 0.0, np.bincount(home, np.where(group, start, 0.0), minlength=homes))
        decided |= np.bincount(home, group, minlength=homes) > 0
    alone = np.maximum(rate - along[age_of_cohorts(month)[cohort]], 0.0)
    total = np.where(role == CHILD, alone + of_home[home], np.where(adult, own, 0.0))
    return 1.0 - np.exp(-total / 12.0)


def _simulate(region, parameters, seed, projection):
    """Run one replicate and collect what the projection needs."""
    model = SocialModel(region, rng=seed, spin_up=0, end="2028-12", parameters=parameters, disabled=SERVICES)
    size = len(projection.groups)
    run = Run([_count(model, model.first_month - 1, _alive(model))], [], [], np.zeros((size, size)))
    seen = {}

    def before_departures(model, month):
        rows = _alive(model)
        persons = model.state.persons
        chance = _chance_of_departure(model, month, rows)
        position = ages_in_months(persons.cohort[rows], month)
        run.departures.append(np.bincount(position, chance, minlength=2 * AGES))
        seen.update(
            rows=rows, keys=persons.key[rows].copy(), position=position, home=persons.household[rows].copy()
        )

    def after_departures(model, month):
        left = model.state.persons.key[seen["rows"]] != seen["keys"]
        weights = projection.weights[month - projection.first_month]
        _, home = np.unique(seen["home"][left], return_inverse=True)
        together = np.zeros((home.max(initial=-1) + 1, size))
        np.add.at(together, home, weights[:, seen["position"][left]].T)
        run.covariance += together.T @ together
        seen["people"] = _count(model, month, _alive(model))

    def after_arrivals(model, month):
        run.arrivals.append(_count(model, month, _alive(model)) - seen["people"])

    schedule = model.schedule_of_month
    turns = []
    for process in schedule.processes:
        before = [Probe(model, before_departures)] if process.name == "departure" else []
        after = {"departure": after_departures, "arrival": after_arrivals}.get(process.name)
        turns += [*before, process, *([Probe(model, after)] if after else [])]
    schedule.processes = tuple(turns)
    for _ in range(MONTHS):
        model.advance()
        run.people.append(_count(model, model.month, _alive(model)))
    return run


def _projected(projection, run):
    """Return the people at the end as the projection expects them."""
    people = run.people[0].astype(float)
    for i, (departures, arrivals) in enumerate(zip(run.departures, run.arrivals, strict=True)):
        people = projection.step(people, projection.first_month + i) - departures + arrivals
    return people


def _p_value(projection, runs, covariance):
    residual = sum(projection.groups @ (run.people[-1] - _projected(projection, run)) for run in runs)
    statistic = float(residual @ np.linalg.solve(covariance, residual))
    return stats.chi2.sf(statistic, len(residual))


@pytest.fixture(scope="module")
def projection(musterkreis):
    return Projection(Parameters.load(), musterkreis.first_month, MONTHS)


@pytest.fixture(scope="module")
def runs(musterkreis, projection):
    parameters = Parameters.load(overrides={"fertility.partnered_ratio": 1.0})
    return [_simulate(musterkreis, parameters, seed, projection) for seed in SEEDS]


@pytest.fixture(scope="module")
def covariance(projection, runs):
    return _covariance(projection, runs)


def _covariance(projection, runs):
    """Return the covariance of the groups at the end, replicates added up."""
    total = sum(run.covariance for run in runs)
    for i in range(MONTHS):
        people = sum(run.people[i] for run in runs)
        total = total + projection.covariance(people, projection.first_month + i)
    return total


def test_the_model_agrees_with_the_cohort_component_projection(projection, runs, covariance):
    assert _p_value(projection, runs, covariance) > FALSE_ALARM


@pytest.mark.parametrize("wrong", [{"death_factor": 1.1}, {"death_factor": 0.9}, {"birth_factor": 1.1}])
def test_the_comparison_would_notice_wrong_rates(musterkreis, runs, covariance, wrong):
    other = Projection(Parameters.load(), musterkreis.first_month, MONTHS, **wrong)
    assert _p_value(other, runs, covariance) < FALSE_ALARM


def test_every_kind_of_change_takes_part(projection, runs):
    for run in runs:
        after = projection.step(run.people[0], projection.first_month)
        births = after[0] + after[AGES]
        assert 20 < births < 80
        assert 80 < run.people[0].sum() + births - after.sum() < 180
        assert sum(arrivals.sum() for arrivals in run.arrivals) > 10_000
        assert sum(departures.sum() for departures in run.departures) > 10_000
        assert run.people[-1][:60].sum() > 1000
        assert run.people[-1][AGES : AGES + 60].sum() > 1000


@pytest.mark.long
@pytest.mark.parametrize("name", ["Musterkreis", "Gotha"])
def test_sixteen_replicates_and_a_real_kreis_agree_as_well(musterkreis, name):
    region = musterkreis if name == "Musterkreis" else load_region({"kind": "kreis", "name": name})
    projection = Projection(Parameters.load(), region.first_month, MONTHS)
    parameters = Parameters.load(overrides={"fertility.partnered_ratio": 1.0})
    runs = [_simulate(region, parameters, seed, projection) for seed in range(100, 116)]
    assert _p_value(projection, runs, _covariance(projection, runs)) > FALSE_ALARM
