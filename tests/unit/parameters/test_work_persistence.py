"""Draws that last, or are renewed in epochs of people's own age, give the flows and durations they were chosen for."""

import numpy as np
import pytest

from simsocial.core.random import Stream, uniform_array

PEOPLE = np.arange(60_000, dtype=np.uint64)
RATE = 0.064


@pytest.fixture(scope="module")
def unemployed(parameters):
    """Return by month and person who is unemployed, all of them in the labour force for five years."""
    lasting = parameters.value("work.unemployment_lasting_share")
    renewal = int(parameters.value("work.unemployment_renewal_months"))
    stays = uniform_array(1, "test.stays", PEOPLE) < lasting
    phase = (uniform_array(1, "test.phase", PEOPLE) * renewal).astype(np.int64)
    luck = Stream.of(1, "test.luck")
    months = []
    for month in range(60):
        epoch = np.where(stays, 0, 1 + (month + phase) // renewal)
        drawn = np.zeros(len(PEOPLE))
        for number in np.unique(epoch):
            drawn[epoch == number] = luck.draws(PEOPLE[epoch == number], int(number))
        months.append(drawn < RATE)
    return np.array(months)


def test_the_stock_is_the_share_in_every_month(unemployed):
    # 5 standard deviations of a binomial: 1 false alarm in 2 million.
    deviation = 5 * np.sqrt(RATE * (1 - RATE) / len(PEOPLE))
    assert unemployed.mean(axis=1) == pytest.approx(np.full(60, RATE), abs=deviation)


def test_a_fifteenth_of_the_unemployed_finds_work_in_a_month(unemployed):
    left = (unemployed[:-1] & ~unemployed[1:]).sum() / unemployed[:-1].sum()
    assert 100 * left == pytest.approx(6.6 * (1 - RATE), abs=0.4)


def test_a_third_has_been_unemployed_for_a_year(unemployed):
    since_a_year = unemployed[-13:].all(axis=0).sum() / unemployed[-1].sum()
    # BA, Thuringia, April 2024: 34.1 %. Some draw the same luck twice.
    assert 100 * since_a_year == pytest.approx(34.1, abs=4)
