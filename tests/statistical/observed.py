"""What happened in runs of the status quo, by sex and age, beside what the tables say for the same people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import stats

from simsocial.core.calendar import (
    EMPTY_COHORT,
    EPOCH_MONTH,
    age_of_cohorts,
    month_index,
    monthly_probability,
)
from simsocial.core.columns import CHILD, INSTITUTION, NOBODY
from simsocial.core.random import mix
from simsocial.core.state import TOP
from simsocial.model import SocialModel
from simsocial.parameters import Parameters
from simsocial.region.kreis_rates import kreis_fertility_ratio

__all__ = ["Observed", "agrees", "observe"]

STEADY = {
    "care_need.drift_per_year": 0.0,
    "services.home_care.take_up.trend_per_year": 0.0,
    "services.nursing_home.take_up.trend_per_year": 0.0,
}
"""Care need and the use of services by age and grade stay what they were at the base date."""


@dataclass
class Observed:
    """Counts of several replicates added up.

    Attributes
    ----------
    stocks : dict of year to dict of name to ndarray (2, 101)
        Year ends: ``population``, ``in_couple``, ``at_home`` (child of the household), ``resident``, and
        ``grade1`` to ``grade5``. The key 0 is the start.
    deaths, deaths_expected : ndarray (2, 9)
        By sex and age group: those that happened, those the life table gives for the people of each month.
    births, births_expected : ndarray (101,)
        Children by age of the mother: those born, those the fertility table gives for the women.
    seekers, found : int
        People who looked for a partner, and of them those who found one.
    shared_keys : int
        Persons and households at the end that share their key with another one.
    """

    parameters: Parameters
    first_month: int
    replicates: int
    stocks: dict[int, dict[str, np.ndarray]] = field(default_factory=dict)
    deaths: np.ndarray = field(default_factory=lambda: np.zeros((2, 9)))
    deaths_expected: np.ndarray = field(default_factory=lambda: np.zeros((2, 9)))
    births: np.ndarray = field(default_factory=lambda: np.zeros(101))
    births_expected: np.ndarray = field(default_factory=lambda: np.zeros(101))
    seekers: int = 0
    found: int = 0
    shared_keys: int = 0


def agrees(found, expected, slack, false_alarm=1e-4):
    """Require that counts agree with their expectations up to a relative slack and chance.

    Chance is that of Poisson counts, all of them together with the stated probability of a false alarm.
    """
    found, expected = np.ravel(found).astype(float), np.ravel(expected).astype(float)
    used = expected > 10
    limit = stats.norm.isf(false_alarm / 2 / used.sum())
    allowed = slack * expected + limit * np.sqrt(expected)
    assert used.any()
    # Written as lists, so that a failing test shows the ratios.
    ratios = (found[used] / expected[used]).round(3).tolist()
    within = (np.abs(found - expected) <= allowed)[used].tolist()
    assert all(within), f"{ratios} of {expected[used].round().tolist()}"
    return True


def observe(region, seeds: Sequence[int], years: int, **settings) -> Observed:
    """Run the status quo for some years from the base date and count."""
    own = Parameters.load(overrides=STEADY)
    observed = None
    for seed in seeds:
        end = f"{2023 + years}-12"
        model = SocialModel(region, rng=seed, spin_up=0, end=end, parameters=own, **settings)
        if observed is None:
            observed = Observed(model.parameters, model.first_month, len(seeds))
        _listen(observed, model)
        _add_stocks(observed, 0, model)
        for month in range(model.first_month, month_index(end) + 1):
            _expect(observed, model, month)
            model.advance()
            observed.deaths += model.counts.event("deaths").sum(axis=0).reshape(2, -1)
            _count_births(observed, model, month)
            if month % 12 == 11:
                _add_stocks(observed, month // 12, model)
        persons, households = model.state.persons, model.state.households
        rows = _people(model)[0]
        for keys in (persons.key[rows], households.key[np.unique(persons.household[rows])]):
            observed.shared_keys += len(keys) - len(np.unique(keys))
    return observed


def _listen(observed, model):
    """Count seekers and couples formed through the process that looks for partners."""
    process = next(p for p in model.schedule_of_month.processes if p.name == "partnership")
    apply = process.apply

    def listened(month, rows):
        observed.seekers += len(rows)
        apply(month, rows)
        observed.found += int(model.counts.event("partnerships").sum())

    process.apply = listened


def _people(model):
    """Return rows, sex and age (in the month simulated next) of everybody alive."""
    persons = model.state.persons
    rows = np.flatnonzero(persons.cohort[: model.state.counters[0, TOP]] != EMPTY_COHORT)
    cohort = persons.cohort[rows]
    return rows, cohort & 1, cohort


def _add_stocks(observed, year, model):
    rows, sex, cohort = _people(model)
    persons, age = model.state.persons, age_of_cohorts(model.next_month - 1)[cohort]
    place = sex.astype(int) * 101 + age

    def count(chosen):
        return np.bincount(place[chosen], minlength=202).reshape(2, 101)

    grade, role = persons.care_grade[rows], persons.role[rows]
    stock = {f"grade{g}": count(grade == g) for g in range(1, 6)} | {
        "population": count(np.ones(len(rows), dtype=bool)),
        "in_couple": count(persons.partner[rows] != NOBODY),
        "at_home": count(role == CHILD),
        "resident": count(role == INSTITUTION),
    }
    known = observed.stocks.setdefault(year, {name: np.zeros((2, 101)) for name in stock})
    for name, values in stock.items():
        known[name] += values


def _expect(observed, model, month):
    """Add what life table and fertility table give for the people of a month's begin."""
    _, sex, cohort = _people(model)
    age = age_of_cohorts(month)[cohort]
    people = np.bincount(sex.astype(int) * 101 + age, minlength=202).reshape(2, 101)
    parameters, middle = model.parameters, month // 12 * 12 + 6
    yearly = parameters.table("mortality.death_probability", middle)
    dying = people * monthly_probability(yearly, parameters.value("mortality.level_ratio", middle))
    groups = np.searchsorted([0, 3, 6, 10, 18, 25, 40, 65, 80], np.arange(101), side="right") - 1
    for s in range(2):
        observed.deaths_expected[s] += np.bincount(groups, dying[s], minlength=9)
    profile = parameters.table("fertility.age_profile", middle)
    rate = profile * parameters.value("fertility.total_fertility_rate", middle)
    rate = rate * kreis_fertility_ratio(parameters, model.region.ags, middle)
    observed.births_expected += people[1] * rate / 12.0


def _count_births(observed, model, month):
    """Add the newborns by age of the mother, found by the newborn's key."""
    rows, sex, cohort = _people(model)
    keys = model.state.persons.key[rows]
    newborn = keys[cohort >> 1 == month - EPOCH_MONTH]
    women = (sex == 1) & (cohort >> 1 < month - EPOCH_MONTH - 12 * 12)
    age = age_of_cohorts(month)[cohort]
    for order in range(2):
        child = mix.py_func(keys[women] ^ mix(np.uint64(month * 4 + order)))
        observed.births += np.bincount(age[women][np.isin(child, newborn)], minlength=101)
