"""The staff markets: nobody is made or lost but by a stated flow."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsocial.core.calendar import month_index
from simsocial.parameters.plan import Plan
from simsocial.services.staff import StaffMarket
from simsocial.services.staff_rates import StaffRates
from simsocial.services.staff_shares import split_exactly
from tests.unit.model.measures import MEASURES, measure

WEIGHTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=40).map(
    lambda row: np.array(row, dtype=np.int64)
)


@given(total=st.integers(-5, 10**9), weights=WEIGHTS)
def test_a_split_is_exact_and_as_even_as_whole_numbers_allow(total, weights):
    parts = split_exactly(total, weights)
    assert (parts >= 0).all()
    assert parts[weights == 0].sum() == 0
    if total > 0 and weights.sum() > 0:
        assert parts.sum() == total
        assert (np.abs(parts - total * (weights / weights.sum())) < 1 + 1e-6).all()
    else:
        assert parts.sum() == 0


@given(weights=WEIGHTS, share=st.floats(0, 1))
def test_nobody_gets_more_than_wanted_where_no_more_than_all_want_is_split(weights, share):
    assert (split_exactly(int(share * int(weights.sum())), weights) <= weights).all()


@given(total=st.integers(0, 10**6), weights=WEIGHTS)
def test_a_weight_of_nothing_more_changes_no_other_part(total, weights):
    longer = np.append(weights, 0)
    assert np.array_equal(split_exactly(total, longer)[:-1], split_exactly(total, weights))


@pytest.fixture(scope="module")
def history(small_model):
    """Every market's staff by site, pool and wishes before and after each month's turn, under all measures."""
    entries = {name: entry for kind in MEASURES for name, entry in measure(kind).items()}
    model = small_model(entries, end="2025-06")
    turns = []
    step = model.services.market.step

    def watched(staff, wanted, qualification, parameters, month, line):
        market = model.services.market
        before = staff.copy(), market.pool.copy(), market.in_training.copy(), market.coming_milli.copy()
        step(staff, wanted, qualification, parameters, month, line)
        turns.append(
            (
                month,
                before,
                wanted.copy(),
                qualification.copy(),
                staff.copy(),
                model.services.market.pool.copy(),
            )
        )

    model.services.market.step = watched
    model.run()
    assert len(turns) == 17
    return model, turns


def test_staff_and_pool_balance_up_to_the_stated_flows(history):
    model, turns = history
    market = model.services.market
    for month, (staff, pool, trained, comers), wanted, qualification, after, pool_after in turns:
        for code, name in enumerate(market.qualifications):

            def monthly(what, name=name, month=month):
                yearly = model.plan.value(f"staff.{name}.{what}", month)
                if what == "retirement_rate":
                    wave = f"staff.{name}.retirement_wave"
                    yearly *= model.plan.value(wave if wave in model.plan else "staff.retirement_wave", month)
                return 1 - math.exp(-yearly / 12)

            own, base, coming = qualification == code, int(market.base_milli[code]), int(comers[code])
            retiring = [int(milli * monthly("retirement_rate")) for milli in staff[own]]
            stayed = [int(milli) - gone for milli, gone in zip(staff[own], retiring, strict=True)]
            moving = [int(milli * monthly("turnover_rate")) for milli in stayed]
            left = [milli - gone for milli, gone in zip(stayed, moving, strict=True)]
            short = sum(max(int(wish) - milli, 0) for wish, milli in zip(wanted[own], left, strict=True))
            lag = round(model.plan.value(f"staff.{name}.lateral_lag_months", month))
            graduates, leaving = (
                int(coming * monthly("graduates_rate")),
                int(pool[code] * monthly("pool_leaving_rate")),
            )
            searching = int(pool[code]) - leaving + graduates + int(trained[code, 0]) + sum(moving)
            hired = min(short, int(searching * model.plan.value(f"staff.{name}.hired_share", month)))
            full = model.plan.value("staff.full_draw_vacancy_share", month)
            drawn = coming * min((short - hired) / max(base, 1) / full, 1.0)
            came = min(short - hired, int(drawn * monthly("moves_in_rate")))
            beginning = min(short - hired - came, int(drawn * monthly("lateral_entry_rate")))
            came += 0 if lag else beginning
            assert int(after[own].sum()) - sum(left) == hired + came
            assert pool_after[code] == searching - hired
        assert (after >= 0).all()


def test_no_site_hires_beyond_what_it_wants(history):
    _, turns = history
    for _, (staff, *_), wanted, _, after, _ in turns:
        assert (after <= np.maximum(staff, wanted)).all()


def test_between_the_turns_nobody_is_made_or_lost(history):
    """What a closed site employed looks for work or moves with those served; those who leave do so as stated."""
    model, turns = history
    stays = [
        model.parameters.value(f"staff.{name}.released_stay_share")
        for name in model.services.market.qualifications
    ]
    left = 0
    for earlier, later in pairwise(turns):
        _, _, _, before, staff, pool = earlier
        _, (later_staff, later_pool, *_), _, qualification, *_ = later
        for code in range(len(model.services.market.qualifications)):
            then = staff[before == code].sum() + pool[code]
            now = later_staff[qualification == code].sum() + later_pool[code]
            released = later_pool[code] - pool[code]
            gone = then - now
            # Released as sites close, and again whom other sites of the employer do not need: each rounds.
            assert gone == pytest.approx(released / stays[code] * (1.0 - stays[code]), abs=5)
            left += gone
    assert left > 0


def test_the_market_starts_short_by_the_stated_share(small_model):
    model = small_model(end="2024-01").run()
    market, tables = model.services.market, model.services.tables(model.month)
    staff = model.services.sites.arrays.staff_milli
    for code, name in enumerate(market.qualifications):
        own = tables.qualification == code
        assert market.base_milli[code] == staff[own].sum()
        seeking = model.parameters.value(f"staff.{name}.seeking_share")
        assert market.pool[code] == int(staff[own].sum() * seeking)
        wanted = model.services.wanted_milli(model.month)[own].sum()
        vacant = model.parameters.value(f"staff.{name}.vacancy_share", model.month)
        assert staff[own].sum() == pytest.approx(wanted * (1 - vacant), rel=0.02)


def test_a_new_service_draws_staff_from_the_others(small_model):
    """Sixty more day care places want nurses; those who are hired are missing elsewhere."""
    entry = measure("open_site", start="2024-04", end=None, ramp_months=0, licensed_places=60)
    without, with_site = (small_model(one, end="2025-12").run() for one in (None, entry))
    code = without.services.market.qualifications.index("care_nurse")

    def employed(model, kinds):
        arrays = model.services.sites.arrays
        return sum(int(arrays.staff_milli[site.code, 0]) for site in model.sites if site.kind in kinds)

    assert employed(with_site, {"adult_day_care"}) > employed(without, {"adult_day_care"}) + 300
    others = {"home_care", "nursing_home"}
    pools = with_site.services.market.pool[code] - without.services.market.pool[code]
    assert employed(with_site, others) + pools < employed(without, others)


@pytest.mark.parametrize(("follow", "comes"), [(0.0, 1.0), (0.5, 0.5**0.5), (1.0, 0.5)])
def test_who_comes_follows_the_people_of_the_ages_at_which_they_do(follow, comes):
    """Half of those of 20 to 29 are left, and a tenth of the others; the first time is the start."""
    market, ages = StaffMarket.empty(("educator", "general_practitioner")), np.array([[20, 29], [0, 100]])
    market.base_milli[:] = 100_000
    young = (np.arange(101) >= 20) & (np.arange(101) <= 29)
    for people in (np.full(101, 1000), np.where(young, 500, 100)):
        market.follow_people(people, ages, follow)
    assert market.coming_milli[0] == pytest.approx(100_000 * comes, abs=1)
    assert market.coming_milli[1] == pytest.approx(100_000 * (14_100 / 101_000) ** follow, abs=1)


def test_whom_staff_follows_is_counted_at_each_months_end(small_model):
    """Half of the people over 30 are gone, then half of those of 20 to 29, from whom all staff of the region comes."""
    model = small_model(end="2024-03")
    model.advance()
    market = model.services.market
    for ages, fewer in ((slice(30, None), False), (slice(20, 30), True)):
        model.counts.population[:, :, ages] //= 2
        model.services.plan_staff(model.month)
        employed = market.base_milli > 0
        assert (market.coming_milli[employed] < market.base_milli[employed]).tolist() == [
            fewer
        ] * employed.sum()


def test_a_copy_is_independent():
    market = StaffMarket(
        ("educator",), *np.array([[5], [10], [10], [0]]), np.zeros((1, 60), dtype=np.int64), np.ones(1)
    )
    other = market.copy()
    other.pool[0] = 9
    assert market.pool[0] == 5


def years_of_market(values, name, growth_a_year, years=6, gone_share=0.0):
    """Return searching people, and posts vacant, each over staff, in a market of this growth of what sites want.

    So large a share of the staff is gone from one day to the next two years before the end.
    """
    start = month_index("2025-01")
    rates = StaffRates(Plan(values, start, start + 12 * years), (name,))
    market, staff, own = StaffMarket.empty((name,)), np.array([400_000]), np.zeros(1, dtype=np.int64)
    market.start(staff, own, rates, start)
    wanted = 400_000 / (1 - rates.at(start).vacancy_share[0])
    for month in range(12 * years):
        if month == 12 * (years - 2):
            staff -= (staff * gone_share).astype(np.int64)
        wanted *= (1 + growth_a_year) ** (1 / 12)
        market.step(staff, np.array([int(wanted)]), own, rates, start + month)
    return market.pool[0] / staff[0], (wanted - staff[0]) / staff[0]


@pytest.mark.parametrize("growth_a_year", [0.005, 0.015, 0.024])
def test_nurses_lack_while_care_grows_as_it_did_and_few_of_them_search(values, growth_a_year):
    """Of nurses 1.1 % are unemployed; 2 % of the posts are reported vacant, and have been for years, not ever more."""
    searching, vacant = years_of_market(values, "care_nurse", growth_a_year)
    assert 0.003 < vacant < 0.03
    assert 0.005 < searching < 0.015


@pytest.mark.parametrize("growth_a_year", [0.0, 0.015, 0.024])
def test_more_assistants_search_than_posts_are_vacant(values, growth_a_year):
    """323 for 100 in Germany (Bundesagentur für Arbeit, 2022)."""
    searching, vacant = years_of_market(values, "care_assistant", growth_a_year)
    assert searching > 1.5 * vacant
    assert vacant > 0.001


@pytest.mark.parametrize("name", ["educator", "teacher"])
def test_where_children_are_fewer_some_are_too_many_but_they_do_not_pile_up(values, name):
    for years in (6, 12):
        searching, vacant = years_of_market(values, name, -0.03, years)
        assert vacant <= 0.001
        assert 0.01 < searching < 0.05


def test_nobody_comes_from_elsewhere_for_posts_that_those_who_search_fill(values):
    """Neither by moving nor from other work: more of both change nothing."""
    at_once = {"staff.educator.lateral_lag_months": 0}
    rates = {"staff.educator.moves_in_rate": 0.3, "staff.educator.lateral_entry_rate": 0.3}
    usual, more = (values.with_overrides(over) for over in (at_once, at_once | rates))
    assert years_of_market(more, "educator", -0.03) == years_of_market(usual, "educator", -0.03)
    short = years_of_market(usual, "educator", 0.05)
    assert years_of_market(more, "educator", 0.05)[1] < short[1]


def test_where_a_third_of_the_nurses_is_gone_no_more_come_than_can(values):
    """Nine of 100 a year at most with graduates; it takes years to be as many again."""
    _, usual = years_of_market(values, "care_nurse", 0.01)
    searching, vacant = years_of_market(values, "care_nurse", 0.01, gone_share=0.33)
    assert usual + 0.15 < vacant < 0.5
    assert searching < 0.01


@pytest.mark.parametrize("lag", [0, 1, 12])
def test_who_comes_from_other_work_is_trained_first(values, lag):
    """Posts fall vacant in the third month: who begins then is there so many months later, and not before."""
    over = {"staff.educator.lateral_lag_months": lag, "staff.educator.vacancy_share": 0.0}
    over |= {
        f"staff.educator.{name}_rate": 0.0
        for name in ("turnover", "retirement", "graduates", "moves_in", "pool_leaving")
    }
    over |= {"staff.educator.lateral_entry_rate": 0.03, "staff.educator.seeking_share": 0.0}
    start = month_index("2027-01")
    rates = StaffRates(Plan(values.with_overrides(over), start, start + 36), ("educator",))
    market, staff, own = StaffMarket.empty(("educator",)), np.array([100_000]), np.zeros(1, dtype=np.int64)
    market.start(staff, own, rates, start)
    people = []
    for month in range(24):
        wanted = staff.copy() if month < 2 else staff + 10_000
        market.step(staff, wanted, own, rates, start + month)
        people.append(int(staff[0] + market.pool[0]))
    first = next(month for month, number in enumerate(people) if number > 100_000)
    assert first == 2 + lag
    assert people[first] == 100_000 + int(100_000 * (1 - math.exp(-0.03 / 12)))


def test_where_all_posts_are_vacant_at_the_start_nobody_is_there_or_comes(values):
    over = {"staff.educator.vacancy_share": 1.0}
    start = month_index("2027-01")
    rates = StaffRates(Plan(values.with_overrides(over), start, start + 12), ("educator",))
    market, staff, own = (
        StaffMarket.empty(("educator",)),
        np.zeros(1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )
    market.start(staff, own, rates, start)
    for month in range(6):
        market.step(staff, np.array([10_000]), own, rates, start + month)
    assert market.base_milli[0] == market.pool[0] == staff[0] == market.in_training.sum() == 0


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
def test_moves_between_fields_make_and_lose_nobody(values, share):
    names = ("educator", "care_assistant", "social_worker")
    over = {
        "staff.educator.moves_to.care_assistant": share,
        "staff.educator.moves_to.social_worker": share / 2,
    }
    start = month_index("2027-01")
    settings = values.with_overrides(over)
    moving, staying = (StaffRates(Plan(one, start, start + 12), names) for one in (settings, values))
    worlds = []
    for rates in (moving, staying):
        market, staff, own = StaffMarket.empty(names), np.array([50_000, 70_000, 20_000]), np.arange(3)
        market.start(staff, own, rates, start)
        market.step(staff, staff.copy(), own, rates, start)
        worlds.append((market.pool.copy(), staff))
    (pool, staff), (usual, as_usual) = worlds
    assert (staff == as_usual).all()
    assert pool.sum() == usual.sum()
    assert (pool[0] < usual[0]) == (share > 0)
    assert ((pool - usual)[1:] > 0).all() == (share > 0)


def test_nobody_moves_by_default_and_the_wave_keeps_the_mean_of_ten_years(values):
    moves = [one for one in values.ids() if ".moves_to." in one]
    assert moves
    assert all(values.value(one) == 0.0 for one in moves)
    wave = [values.value("staff.retirement_wave", month_index(f"{year}-06")) for year in range(2024, 2046)]
    assert np.mean(wave[:10]) == pytest.approx(1.0, abs=0.01)
    assert max(wave) == wave[2] > 1.05
    assert min(wave) < 0.7


def test_a_post_becomes_dearer_by_the_wage_drift_alone(all_kinds, values):
    over = values.with_overrides({"staff.social_worker.wage_drift_per_year": 0.02})
    kind, month = all_kinds["youth_club"], month_index("2030-03")
    for part, factor in (("per_fte", 1.02**5), ("per_case", 1.0)):
        usual, dearer = (kind.cost_eur_per_year(one, part, month) for one in (values, over))
        assert dearer == pytest.approx(usual * factor)
