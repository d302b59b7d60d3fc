"""Do the shares of the states of work give the figures of Thuringia that they are built from?"""

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.people.work_shares import at_odds, centred, work_margins, work_shares
from tests.unit.parameters.parents import AGE_CLASSES, parents

MONTH = month_index("2025-06")
ON_LEAVE = 10_000  # mothers with a job on parental leave, TLS 2022
MEN, WOMEN = 0, 1
UNEMPLOYED, MARGINAL, PART_TIME, FULL_TIME = 2, 3, 4, 5


@pytest.fixture(scope="module")
def weights(parameters, people):
    """Return shares of people by age of the youngest child, (2, 8, 101)."""
    profile = parameters.table("fertility.age_profile", month_index("2024-01"))
    return parents(people, profile, parameters.value("partnership.age_gap_years"))


@pytest.fixture(scope="module")
def shares(parameters):
    """Return shares of the states by sex, age of the youngest child and age, (2, 8, 101, 6)."""
    margins = work_margins(parameters.table("work.share", MONTH)[:, None])
    ratios = parameters.table("work.youngest_child_ratio")[:, :, None, :]
    at_age = np.where((np.arange(101) >= 18) & (np.arange(101) < 65), 1.0, 0.0)[:, None]
    return work_shares(at_odds(margins, ratios**at_age))


@pytest.fixture(scope="module")
def counts(shares, weights, people):
    """Return persons by sex, age of the youngest child, age and state."""
    return shares * (weights * people[:, None])[..., None]


def working(counts):
    return counts[..., MARGINAL:].sum()


def share(part, whole):
    return 100.0 * part / whole


def test_states_add_up_and_nobody_below_15_works(parameters):
    table = parameters.table("work.share", MONTH)
    assert table.sum(axis=2) == pytest.approx(np.ones((2, 101)), abs=1e-9)
    assert np.all(table[:, :15, 0] == 1.0)


def test_states_and_classes_are_named_in_order(parameters):
    states = ("not_in_labour_force", "pension", "unemployed", "marginal", "part_time", "full_time")
    assert parameters["work.share"].labels["state"] == states
    ratios = parameters["work.youngest_child_ratio"].labels
    assert ratios["youngest_child"] == AGE_CLASSES
    for name in ("work.youngest_child_ratio", "work.attainment_ratio", "work.informal_care_ratio"):
        margins = ("in_labour_force", "unemployed", "more_than_marginal", "full_time")
        assert parameters[name].labels["margin"] == margins


def test_employed_men_and_women(counts, people):
    # TLS, Mikrozensus 2022: 1,020 of 1,809 thousand people from 15 on, labour force rates 62.5 and 52.6 %.
    of_men = share(working(counts[MEN]), people[MEN, 15:].sum())
    of_women = share(working(counts[WOMEN]) + ON_LEAVE, people[WOMEN, 15:].sum())
    assert [of_men, of_women] == pytest.approx([61.3, 51.6], abs=0.3)


@pytest.mark.parametrize(
    ("sex", "age", "published"),
    [
        (MEN, 25, 84.0), (MEN, 40, 89.7), (MEN, 55, 86.4), (MEN, 60, 71.6), (MEN, 65, 26.3),
        (WOMEN, 20, 69.0), (WOMEN, 45, 84.5), (WOMEN, 55, 80.2), (WOMEN, 60, 63.5), (WOMEN, 65, 19.7),
    ],
)  # fmt: skip
def test_employment_by_age_has_the_profile_of_germany(counts, people, sex, age, published):
    # Destatis 12211-0001, 2025. The level of Thuringia and its people within the group make up to 2.5 points.
    group = slice(age, age + 5)
    employed = counts[sex, :, group, MARGINAL:].sum()
    assert share(employed, people[sex, group].sum()) == pytest.approx(published, abs=2.5)


def test_registered_unemployed(counts):
    unemployed = counts[..., UNEMPLOYED]
    assert unemployed.sum() == pytest.approx(70_417, rel=0.005)
    leave = np.array([0, ON_LEAVE])
    by_sex = [share(unemployed[s].sum(), working(counts[s]) + unemployed[s].sum() + leave[s]) for s in (0, 1)]
    assert by_sex == pytest.approx([6.8, 5.9], abs=0.1)
    labour_force = working(counts) + unemployed.sum() + ON_LEAVE
    assert share(unemployed.sum(), labour_force) == pytest.approx(6.4, abs=0.1)
    young = unemployed[:, :, 15:25].sum()
    assert share(young, working(counts[:, :, 15:25]) + young) == pytest.approx(6.9, abs=0.15)
    assert share(unemployed[:, :, 55:].sum(), unemployed.sum()) == pytest.approx(27.6, abs=0.5)


def test_unemployment_by_year(parameters, counts):
    margins = work_margins(counts.sum(axis=(0, 1, 2)) / counts.sum())
    for year, rate in ((2015, 7.4), (2018, 5.5), (2023, 5.9), (2024, 6.2), (2025, 6.4)):
        level = parameters.value("work.unemployment_level_odds", month_index(f"{year}-06"))
        moved = at_odds(margins, np.array([1.0, level, 1.0, 1.0]))
        # Leave counts into the labour force of the rate.
        assert 100 * moved.unemployed * 0.991 == pytest.approx(rate, abs=0.1)


def test_odds_of_the_kreise_give_their_rates(parameters):
    kreise = parameters["work.unemployment_kreis_odds"].labels["kreis"]
    published = {2019: ({"16052": 8.8, "16069": 3.4, "16065": 8.3}, 5.5)}
    published[2025] = ({"16052": 10.3, "16061": 4.4, "16053": 6.1, "16077": 9.3}, 6.385)
    for year, (rates, of_land) in published.items():
        odds = parameters.table("work.unemployment_kreis_odds", month_index(f"{year}-01"))
        for kreis, rate in rates.items():
            moved = odds[kreise.index(kreis)] * of_land / (100 - of_land)
            assert 100 * moved / (1 + moved) == pytest.approx(rate, abs=0.05)


def test_marginal_jobs_and_full_time(counts):
    assert counts[..., MARGINAL].sum() == pytest.approx(56_000, rel=0.03)
    # TLS, Mikrozensus 2023: 35.5 and 6.6 % of core workers are part-time or marginal.
    of_age = counts[:, :, 15:65]
    full_time = [share(of_age[s][..., FULL_TIME].sum(), working(of_age[s])) for s in (MEN, WOMEN)]
    assert full_time == pytest.approx([92.5, 63.5], abs=0.4)


def test_mothers_and_fathers(counts):
    parents_of_minors = counts[:, 1:, 18:65]
    # TLS, Mikrozensus 2024: 81.7 % of mothers, those on leave included, and 91.6 % of fathers are employed.
    employed = [
        share(working(parents_of_minors[MEN]), parents_of_minors[MEN].sum()),
        share(working(parents_of_minors[WOMEN]) + ON_LEAVE, parents_of_minors[WOMEN].sum()),
    ]
    assert employed == pytest.approx([91.6, 81.7], abs=0.3)
    young, older = counts[:, 1:6, 18:65], counts[:, 6:, 18:65]
    full = [[share(g[s][..., FULL_TIME].sum(), working(g[s])) for g in (young, older)] for s in (MEN, WOMEN)]
    assert full[MEN] == pytest.approx([91.5, 93.6], abs=0.4)
    assert full[WOMEN] == pytest.approx([42.6, 61.1], abs=0.4)
    of_all = parents_of_minors[WOMEN]
    assert share(of_all[..., FULL_TIME].sum(), working(of_all)) == pytest.approx(50.6, abs=0.8)


def test_mothers_by_age_of_the_youngest_child(counts):
    women = counts[WOMEN, :, 18:65]
    at_work = [share(working(women[k]), women[k].sum()) for k in range(8)]
    below_three = share(working(women[1:4]), women[1:4].sum())
    assert below_three == pytest.approx(43.3, abs=0.5)  # Germany 40.4 %
    assert at_work[1] < 15 < at_work[2] < at_work[3] < at_work[4] < at_work[5]
    assert at_work[4] == pytest.approx(80, abs=1.5)  # Thuringia 2019: 78.2 %
    fathers = counts[MEN, 1:4, 18:65]
    assert share(working(fathers), fathers.sum()) == pytest.approx(89.3, abs=0.3)


def test_pensioners(counts, people):
    pensioners = counts[..., 1]
    # Below what 11 disability pensions for 100 old-age ones (East Germany 2020; Thuringia 587,000) make: 58,000.
    assert pensioners[:, :, :63].sum() == pytest.approx(42_000, rel=0.03)
    assert pensioners[:, :, 67:].sum() > 0.85 * people[:, 67:].sum()
    outside = counts[:, :, 67:, :2].sum()
    assert share(pensioners[:, :, 67:].sum(), outside) == pytest.approx(99, abs=0.2)


def test_hours_have_the_means_of_the_survey(parameters, counts):
    # TLS, Mikrozensus 2022: 38.7 and 33.5 hours, 72.5 and 40.7 % with 40 hours and more.
    ranks = np.array([float(rank) for rank in parameters["work.weekly_hours"].labels["quantile"]])
    draws = (np.arange(1000) + 0.5) / 1000
    for sex, mean, forty in ((MEN, 38.7, 72.5), (WOMEN, 33.5, 40.7)):
        table = parameters.table("work.weekly_hours")[sex]
        hours = np.stack([np.interp(draws, ranks, state) for state in table])
        workers = counts[sex, ..., MARGINAL:].sum(axis=(0, 1))
        assert workers @ hours.mean(axis=1) / workers.sum() == pytest.approx(mean, abs=0.8)
        assert share(workers @ (hours >= 39.5).mean(axis=1), workers.sum()) == pytest.approx(forty, abs=6)


def test_ten_hours_of_care_cost_women_four_points_of_full_time_work(parameters):
    hours = parameters["work.informal_care_ratio"].labels["hours_of_care"].index("10_29")
    ratio = parameters.table("work.informal_care_ratio")[WOMEN, hours, 3]
    strength = parameters["work.informal_care_strength"]
    for exponent, points in ((strength.low, 2.4), (1.0, 4.0), (strength.high, 5.0)):
        odds = ratio**exponent
        assert 100 * (0.5 - odds / (1 + odds)) == pytest.approx(points, abs=0.1)


def test_long_term_unemployed_are_those_whose_luck_lasts(parameters):
    lasting = parameters.value("work.unemployment_lasting_share")
    renewal = parameters.value("work.unemployment_renewal_months")
    assert 100 * lasting == pytest.approx(34.1, abs=0.5)
    # BA Ostthüringen, January 2025: between exits into employment (4.4 %) and all exits (14.3 %).
    assert 4.4 < 100 * (1 - lasting) / renewal < 14.3
    low, high = parameters["work.unemployment_renewal_months"].range
    assert 100 * (1 - lasting) / np.array([low, high]) == pytest.approx([14.3, 4.4], abs=0.1)


def test_mothers_of_three_work_less_but_not_more_so_than_counted(parameters):
    counted = (0.42 / 0.58) / (0.68 / 0.32)
    low, high = parameters["work.three_children_ratio"].range
    assert low == pytest.approx(counted, abs=0.005)
    assert low < parameters.value("work.three_children_ratio") < high < 1.0


def test_insured_unemployed_are_no_more_than_those_whose_luck_changes(parameters):
    insured = parameters["work.unemployment_insurance_share"]
    # Of those with the agency (SGB III) one in four has no benefit.
    assert insured.value == pytest.approx(0.75 * 8_579 / 23_256, abs=0.005)
    assert insured.high == pytest.approx(8_579 / 23_256, abs=0.002)
    assert insured.high < 1 - parameters["work.unemployment_lasting_share"].high


def test_degrees_of_those_at_work_and_unemployed(parameters, people, counts):
    # TLS, Mikrozensus 2022 and 2024: 10.7 and 12.2 % of the employed, 31.3 and 30.4 % of the unemployed have no degree.
    decades = np.array([int(year) for year in parameters["attainment.share"].labels["born_from"]])
    ages = np.arange(101)
    degrees = parameters.table("attainment.share")[:, np.searchsorted(decades, 2025 - ages, side="right") - 1]
    degrees = np.where((ages < 20)[:, None], [1.0, 0.0, 0.0], degrees)
    studying = (ages >= 20) & (ages < 25)
    degrees[:, studying] += degrees[:, studying, 2:] * [1.0, 0.0, -1.0]
    ratios = np.broadcast_to(
        parameters.table("work.attainment_ratio")[:, :2].T[:, None, None], (2, 2, 101, 3)
    )
    margins = work_margins(counts.sum(axis=1) / people[..., None])
    in_labour_force = centred(margins.in_labour_force, degrees, ratios[0])
    unemployed = centred(margins.unemployed, degrees, ratios[1])
    persons = people[..., None] * degrees * in_labour_force
    of_unemployed, of_employed = persons * unemployed, persons * (1 - unemployed)
    assert share(of_employed[..., 0].sum(), of_employed.sum()) == pytest.approx(11.5, abs=1.5)
    assert share(of_unemployed[..., 0].sum(), of_unemployed.sum()) == pytest.approx(31, abs=4)


def test_old_age_pensioners_at_work_and_not(counts):
    # DRV, Thuringia 2022: 587,000; some of 63 to 65 draw a disability pension. From the pension age on all have one.
    drawing = counts[..., 1].sum(axis=(0, 1))[63:].sum()
    drawing += counts[..., MARGINAL:].sum(axis=(0, 1, 3))[66:].sum()
    assert drawing == pytest.approx(587_000, rel=0.03)
