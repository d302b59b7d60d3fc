"""Do the household tables fit each other and the figures of Thuringia?"""

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from tests.unit.parameters.couple_share import couple_share

START = month_index("2024-01")
PRIVATE = 2_098_000  # persons in private households, TLS 2022 (main and secondary residences)


@pytest.fixture(scope="module")
def private(parameters, people):
    """Return persons in private households by sex and age."""
    return people * (1.0 - parameters.table("care_need.institution_share", START))


def share(parameters, name):
    return parameters.table(f"household.{name}_share", START)


def test_positions_leave_room_for_living_with_others(parameters):
    rest = 1.0 - sum(
        share(parameters, n) for n in ("living_alone", "in_couple", "child_at_home", "lone_parent")
    )
    assert rest.min() > -1e-3
    assert rest.max() < 0.12


def test_minors_are_children_and_nothing_else(parameters):
    assert np.all(share(parameters, "child_at_home")[:, :18] == 1.0)
    for name in ("living_alone", "in_couple", "lone_parent"):
        assert share(parameters, name)[:, :18].sum() == 0.0


def test_thuringian_totals(parameters, private):
    scale = PRIVATE / private.sum()
    counted = {
        n: (share(parameters, n) * private).sum() * scale / 1000 for n in ("living_alone", "lone_parent")
    }
    assert counted["living_alone"] == pytest.approx(459, rel=0.005)
    assert counted["lone_parent"] == pytest.approx(79, rel=0.01)
    couples = (share(parameters, "in_couple") * private).sum(axis=1)
    assert couples[0] == pytest.approx(couples[1], rel=0.002)


def test_household_sizes_add_up_to_the_persons(parameters):
    sizes = parameters.table("household.size_share")
    assert sizes.sum() == pytest.approx(1.0, abs=1e-3)
    mean = sizes @ [1, 2, 3, 4, parameters.value("household.mean_size_of_5plus")]
    assert mean == pytest.approx(1.93, abs=0.01)
    assert sizes[:2] == pytest.approx([0.423, 0.354], abs=0.005)


def test_couples_stay_as_frequent_as_today(parameters):
    homes = parameters.table("care_need.institution_share", START)
    # Assumption: residents are replaced at 28 % a year, and people in couples move 0.6 times as often.
    admission = 0.6 * (np.maximum(np.gradient(homes, axis=1), 0.0) + 0.28 * homes)
    admission[:, :60] = 0.0
    reached = couple_share(
        parameters.table("partnership.formation_rate"),
        parameters.table("partnership.separation_rate"),
        parameters.table("mortality.death_probability", START),
        np.minimum(admission, 0.15),
        parameters.value("partnership.age_gap_years"),
    )
    today = share(parameters, "in_couple")
    assert np.abs(reached - today)[:, 20:86].max() < 0.03


def test_men_and_women_form_equally_many_couples(parameters, private):
    single = (1.0 - share(parameters, "in_couple")) * private
    formed = (parameters.table("partnership.formation_rate") * single).sum(axis=1)
    assert formed[0] == pytest.approx(formed[1], rel=0.02)


def test_separations_of_the_year_include_the_divorces(parameters, private):
    women = share(parameters, "in_couple")[1] * private[1]
    separations = (parameters.table("partnership.separation_rate") * women).sum()
    # 2,939 divorces in Thuringia in 2024; unmarried couples part far more often.
    assert 2 * 2_939 < separations < 5 * 2_939
