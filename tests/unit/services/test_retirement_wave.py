"""Who retires when: a qualification whose ages are known has a wave of its own, all others that of all people."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.parameters.plan import Plan
from simsocial.services.staff_rates import StaffRates

COMMON, OWN = "staff.retirement_wave", "staff.general_practitioner.retirement_wave"
JUNE = month_index("2030-06")


@pytest.mark.parametrize(("doubled", "changed"), [(COMMON, "educator"), (OWN, "general_practitioner")])
def test_a_wave_of_its_own_takes_the_place_of_the_common_one(values, doubled, changed):
    names = ("educator", "general_practitioner")
    usual, twice = (
        StaffRates(Plan(one, JUNE, JUNE), names).at(JUNE).retirement
        for one in (values, values.with_overrides({doubled: 2.0 * values.value(doubled, JUNE)}))
    )
    for name, before, after in zip(names, usual, twice, strict=True):
        times = np.log1p(-after) / np.log1p(-before)
        assert times == pytest.approx(2.0 if name == changed else 1.0)


def by_age(leaving_age: float, entering: float) -> tuple[float, list[float]]:
    """Return which share of the GPs of 2024 is older than 65, and who leaves from then on, per GP employed."""
    ages = np.arange(30, 81)
    entered, left = (
        np.array([NormalDist(*of).cdf(age) for age in ages]) for of in ((38.0, 4.0), (leaving_age, 3.5))
    )
    stay = np.minimum((1.0 - left[1:]) / (1.0 - left[:-1]), ages[:-1] < 76)
    entries = np.diff(entered)
    shape = (entered[1:] + entered[:-1]) * (2.0 - left[1:] - left[:-1])
    staff = np.zeros(50)
    for first, end, share in ((30, 40, 0.114), (40, 50, 0.268), (50, 60, 0.303), (60, 80, 0.315)):
        group = slice(first - 30, end - 30)
        staff[group] = share * shape[group] / shape[group].sum()
    older, rates = float(staff[36:].sum()), []
    for year in range(18):
        rates.append(float(1.0 - (staff * stay).sum() / staff.sum()))
        staff = np.append(0.0, (staff * stay)[:-1]) + entering * 0.992**year * entries
    return older, rates


def test_the_wave_of_doctors_follows_from_their_ages(values):
    """What its note says: 10 % older than 65, 3.7 % a year, and the range if they left or came otherwise."""
    older, rates = by_age(67.7, 0.033)
    mean = float(np.mean(rates[:10]))
    assert older == pytest.approx(0.102, abs=0.005)
    assert mean == pytest.approx(0.037, abs=0.0005)
    assert values["staff.general_practitioner.retirement_rate"].low < mean
    stated = [values.value(OWN, month_index(f"{year}-06")) for year in range(2024, 2042)]
    assert stated == pytest.approx([rate / mean for rate in rates], abs=0.012)
    low, high = values[OWN].value_range
    for leaving_age, entering in ((66.5, 0.033), (68.5, 0.033), (67.7, 0.028), (67.7, 0.038)):
        _, others = by_age(leaving_age, entering)
        assert low < others[-1] / np.mean(others[:10]) < high
