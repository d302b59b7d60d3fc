"""Entry, progression and recovery keep the table of prevalence along the life of a cohort."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.parameters import Parameters
from simsocial.processes.care_path import grade_distribution, solve_care_path
from simsocial.processes.mortality import mortality_by_grade
from simsocial.region.kreis_rates import mortality_level

BASE = month_index("2024-01")


def _engine(**overrides):
    region = SimpleNamespace(ags=None)
    return SimpleNamespace(parameters=Parameters.load(overrides=overrides), first_month=BASE, region=region)


@pytest.fixture(scope="module")
def steady():
    """An engine without drift, its path and the table."""
    engine = _engine(**{"care_need.drift_per_year": 0.0})
    path = solve_care_path(engine.parameters, mortality_by_grade(engine, BASE), BASE)
    return engine, path, grade_distribution(engine.parameters, BASE)


def _one_month(shares, path, death, age):
    """Return the shares of grades a month later, for those alive, by the rules of the model."""
    alive = shares * (1.0 - death[:, :, age])
    alive = alive / alive.sum(axis=0)
    entering = np.diff(path.entry_grade[:, :, age], axis=0, prepend=0.0) * path.entry[:, age] * alive[0]
    worse = alive * path.worse[:, None]
    recovered = alive * path.recovery[:, :, age]
    after = alive - worse - recovered
    after[1:] += worse[:-1] + entering
    after[0] += recovered.sum(axis=0) - entering.sum(axis=0)
    return after


def _life(path, death):
    """Return the mean shares at each age along a life that begins without a grade."""
    shares = np.zeros((6, 2))
    shares[0] = 1.0
    mean = np.zeros((6, 2, 101))
    for month in range(12 * 101):
        shares = _one_month(shares, path, death, month // 12)
        mean[:, :, month // 12] += shares / 12.0
    return mean


def test_a_cohort_follows_the_table_from_birth_to_the_oldest(steady):
    engine, path, table = steady
    found = _life(path, mortality_by_grade(engine, BASE))
    assert found.sum(axis=0) == pytest.approx(np.ones((2, 101)))
    assert (1.0 - found[0])[:, 5:] == pytest.approx((1.0 - table[0])[:, 5:], rel=0.02)
    # The table is flat below five years, but nobody is born with a grade: it is reached in the first year.
    assert (1.0 - found[0])[:, :5] == pytest.approx((1.0 - table[0])[:, :5], abs=0.007)
    for grade in range(1, 6):
        assert found[grade][:, 60:] == pytest.approx(table[grade][:, 60:], rel=0.03)


def test_everybody_is_born_without_a_grade(steady):
    _, path, table = steady
    first_month = _one_month(np.array([[1.0, 1.0]] + [[0.0, 0.0]] * 5), path, np.zeros((6, 2, 101)), 0)
    assert (first_month[1:].sum(axis=0) < 1.0 - table[0][:, 0]).all()


def test_all_chances_are_probabilities(steady):
    _, path, _ = steady
    for table in (path.entry, path.recovery, path.worse):
        assert ((table >= 0.0) & (table < 1.0)).all()
    assert ((path.recovery + path.worse[:, None, None]) < 1.0).all()
    assert path.entry_grade[-1][path.entry > 0] == pytest.approx(1.0)
    assert (np.diff(path.entry_grade, axis=0) >= 0.0).all()
    assert path.worse[0] == path.worse[5] == 0.0


def test_entries_and_recoveries_are_as_many_as_the_parameter_says(steady, musterkreis):
    _, path, table = steady
    people = musterkreis.population.sum(axis=0)
    entries = np.diff(path.entry_grade, axis=0, prepend=0.0) * path.entry * table[0] * people
    # The note of care_need.progression_rate: about 35, 39, 16, 8 and 2 %; 27,000 a year in Thuringia.
    assert entries.sum(axis=(1, 2)) / entries.sum() == pytest.approx([0.35, 0.39, 0.16, 0.08, 0.02], abs=0.02)
    assert 12 * entries.sum() / people.sum() * 2.11e6 == pytest.approx(27_000, rel=0.05)
    recovered = 12 * (path.recovery * table * people).sum() / ((1.0 - table[0]) * people).sum()
    assert recovered == pytest.approx(0.01, abs=0.003)


def test_base_mortality_by_age_is_the_life_table_despite_the_grades(steady):
    engine, _, table = steady
    yearly = engine.parameters.table("mortality.death_probability", BASE)
    level = mortality_level(engine.parameters, engine.region.ags, BASE)
    monthly = (table * mortality_by_grade(engine, BASE)).sum(axis=0)
    assert monthly == pytest.approx(1.0 - (1.0 - yearly) ** (level / 12.0), rel=1e-9)


LASTING = {"care_need.drift_settled_share": 1.0}


def test_base_mortality_stays_the_life_table_while_the_prevalence_grows():
    engine = _engine(**{"care_need.drift_per_year": 0.05}, **LASTING)
    month = BASE + 120
    grown = grade_distribution(engine.parameters, BASE, 10.0)
    yearly = engine.parameters.table("mortality.death_probability", month)
    level = mortality_level(engine.parameters, engine.region.ags, month)
    monthly = (grown * mortality_by_grade(engine, month)).sum(axis=0)
    assert monthly == pytest.approx(1.0 - (1.0 - yearly) ** (level / 12.0), rel=1e-9)


@pytest.mark.parametrize("drift", [0.0, 0.02, 0.05])
def test_the_odds_grow_by_the_drift_in_every_year(drift):
    engine = _engine(**{"care_need.drift_per_year": drift}, **LASTING)
    table = grade_distribution(engine.parameters, BASE)
    # All ages live side by side, each at the table's value of its age in months.
    ages = np.arange(12 * 101)
    shares = np.stack(
        [[np.interp(ages / 12.0, np.arange(101) + 0.5, table[g, s]) for s in range(2)] for g in range(6)]
    )
    shares[1:, :, 0], shares[0, :, 0] = 0.0, 1.0
    for year in range(12):
        death = mortality_by_grade(engine, BASE + 12 * year + 6)
        path = solve_care_path(engine.parameters, death, BASE, float(year))
        for _ in range(12):
            shares[:, :, 1:] = _one_month(shares[:, :, :-1], _Repeated(path), death, ages[1:] // 12)
    found = 1.0 - shares[0].reshape(2, 101, 12).mean(axis=-1)
    odds = (1.0 - table[0]) / table[0] * (1.0 + drift) ** 12
    expected = odds / (1.0 + odds)
    assert found[:, 15:] == pytest.approx(expected[:, 15:], rel=0.03)


class _Repeated:
    """A path whose progression has an axis for ages, so that all ages move at once."""

    def __init__(self, path):
        self.entry, self.recovery, self.entry_grade = path.entry, path.recovery, path.entry_grade
        self.worse = path.worse[:, None]


def test_a_draw_that_raises_the_prevalence_leaves_nobody_with_a_negative_share():
    for draw in range(20):
        parameters = Parameters.load(draw=draw)
        for years in (0.0, 10.0, 20.0):
            shares = grade_distribution(parameters, BASE, years)
            assert (shares >= 0.0).all()
            assert shares.sum(axis=0) == pytest.approx(np.ones((2, 101)))


def test_a_base_date_between_two_counts_has_the_care_need_grown_until_then():
    """Recipients are counted every second year: who starts at the end of 2016 knows those of 2015 and their growth."""
    known = Parameters.load(known_until=month_index("2016-12"))
    later = grade_distribution(known, month_index("2017-01"))
    assert later == pytest.approx(grade_distribution(known, month_index("2016-01"), 1.0))
    assert (later[0] < grade_distribution(known, month_index("2016-01"))[0]).all()
