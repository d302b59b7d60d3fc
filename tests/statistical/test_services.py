"""What services do to many cases is what their parameters say: choice of a site, the line, patience, staff.

Counts are compared with their expectations by chi-square; each comparison fails a true mechanism in one of 10,000
runs. Each also shows that it can fail: the same counts are rejected for a mechanism that differs by a stated
amount.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsocial.core.calendar import EPOCH_MONTH, month_index
from simsocial.core.columns import ELSEWHERE, GAVE_UP, NOBODY, SERVED, WAITING
from simsocial.core.random import derive_keys, hash_key, uniform_array
from simsocial.core.state import COUNT, TOP, State
from simsocial.indicators.cells import Cells
from simsocial.indicators.counts import Counts
from simsocial.parameters.plan import Plan
from simsocial.services.allocation import Allocation, Lines
from simsocial.services.allocation_rules import rules_of
from simsocial.services.line_up import LineUp, asks_from
from simsocial.services.nearby import find_nearby, near_sites
from simsocial.services.one_case import ORDINARY
from simsocial.services.room import Room
from simsocial.services.staff import StaffMarket
from simsocial.services.staff_rates import StaffRates

FALSE_ALARM = 1e-4
SEED = 11
MONTH = month_index("2027-03")
PEOPLE = 20_000


def chance_of_shares(counts, shares):
    """Return how probable counts are that split so differently from stated shares."""
    return stats.chisquare(counts, np.asarray(shares) * np.sum(counts)).pvalue


def chance_of_lot(given, group):
    """Return how probable it is that lots give places so unevenly to groups."""
    table = [np.bincount(group, given), np.bincount(group, ~given)]
    return stats.chi2_contingency(table, correction=False).pvalue


# --- a line of cases in one place -------------------------------------------------------------------


def waiting_line(code, state=WAITING, since=MONTH):
    """Return a state with one case for each of many people who live in one place."""
    line = State.empty(PEOPLE, PEOPLE, PEOPLE)
    line.persons.key[:] = derive_keys(int(hash_key(SEED)), PEOPLE)
    line.persons.cohort[:] = 2 * (MONTH - EPOCH_MONTH - 600) + np.arange(PEOPLE) // 4 % 2
    line.persons.first_case[:] = line.cases.person[:] = np.arange(PEOPLE)
    line.cases.next_case[:] = line.cases.site[:] = NOBODY
    line.cases.priority[:] = derive_keys(int(hash_key(SEED, 1)), PEOPLE) >> np.uint64(33) | np.uint64(
        ORDINARY
    )
    line.cases.since[:], line.cases.kind[:], line.cases.state[:] = since, code, state
    line.counters[[0, 2], TOP] = line.counters[[0, 2], COUNT] = PEOPLE
    return line


def ask(line, catalogue, parameters, minutes, places, month=MONTH):
    """Let sites so many minutes away, each with so many places, serve the line for a month."""
    sites = np.arange(len(minutes), dtype=np.int16)
    place, ways = sites + np.int16(1), np.array([[0, *minutes]] * (len(sites) + 1), dtype=np.int16)
    areas = np.zeros(1, dtype=np.int16)
    # Read-only as those of all regions are, so that no kernel is compiled for it.
    ways.flags.writeable = areas.flags.writeable = False
    near = near_sites([find_nearby(np.array([minutes]), np.arange(len(minutes)), 120.0)] * len(catalogue))
    rules = rules_of(catalogue, parameters, month)
    by_site, queue = LineUp(catalogue, SEED).of_month(
        line, near, rules, asks_from(near, rules), place, ways, month
    )
    free = np.array(places, dtype=np.int64)
    room = Room(
        places=free,
        sought=np.maximum(free, 0),
        staff=np.full(len(sites), 1 << 40),
        missed_micro=np.zeros((len(sites), 1), dtype=np.int64),
        beside_micro=np.zeros((len(sites), 1), dtype=np.int64),
        group=np.arange(len(sites))[:, np.newaxis],
        place=place,
        key=derive_keys(int(hash_key(SEED, 2)), len(sites)),
        size=np.array(places, dtype=np.int64),
        minutes=ways,
        need=np.full_like(by_site, 100)[..., np.newaxis],
        served=by_site,
    )
    moves = Counts(("a",), (), ()).moves(areas, Cells().of_cohorts(month))
    Allocation(catalogue, SEED).serve(Lines(line, near, room, rules, moves, month), queue)


def months_until(line, state, act, months):
    """Return how many cases come to a state for the first time in each month, and how many never do."""
    ever, reached = np.zeros(PEOPLE, dtype=bool), []
    for month in range(MONTH, MONTH + months):
        act(month)
        ever |= line.cases.state == state
        reached.append(int(ever.sum()))
    return np.diff([0, *reached, PEOPLE])


def geometric(chance_a_month, months):
    """Return the shares of a wait without memory by month, those who wait longer last."""
    waiting = (1.0 - chance_a_month) ** np.arange(months + 1)
    return np.append(-np.diff(waiting), waiting[-1])


@pytest.mark.parametrize(
    ("kind_id", "end"), [("adult_day_care", GAVE_UP), ("home_care", GAVE_UP), ("nursery", ELSEWHERE)]
)
def test_patience_is_geometric_with_the_stated_mean(catalogue, values, kind_id, end):
    """Can fail: patience a tenth longer or shorter is rejected, and one of the same mean that is not geometric."""
    kind, code = catalogue[kind_id], catalogue.ids.index(kind_id)
    mean = kind.number(values, "patience_months", MONTH)
    line = waiting_line(code)
    first, *gone = months_until(line, end, lambda month: ask(line, catalogue, values, [5], [0], month), 25)
    # Nobody gives up in the month in which waiting begins.
    assert first == 0
    assert chance_of_shares(gone, geometric(1.0 / mean, 24)) > FALSE_ALARM
    for other in (0.9 * mean, 1.1 * mean):
        assert chance_of_shares(gone, geometric(1.0 / other, 24)) < FALSE_ALARM
    twice = stats.nbinom(2, 2.0 / (mean + 1.0)).pmf(np.arange(24))
    assert chance_of_shares(gone, np.append(twice, 1.0 - twice.sum())) < FALSE_ALARM


def test_who_is_served_elsewhere_asks_again_at_the_stated_rate(catalogue, values):
    """Can fail: a rate a tenth higher or lower is rejected."""
    code = catalogue.ids.index("nursery")
    line = waiting_line(code, state=ELSEWHERE)
    back = months_until(line, SERVED, lambda month: ask(line, catalogue, values, [5], [PEOPLE], month), 24)
    rate = values.value("allocation.ask_again_rate", MONTH)
    for factor, accepted in ((1.0, True), (0.9, False), (1.1, False)):
        shares = geometric(1.0 - np.exp(-factor * rate / 12.0), 24)
        assert (chance_of_shares(back, shares) > FALSE_ALARM) == accepted, factor


def test_nearer_sites_are_chosen_by_the_stated_decay(catalogue, values):
    """Odds fall by e for each decay of minutes. Can fail: a decay a tenth shorter or longer is rejected."""
    code = catalogue.ids.index("kindergarten")
    minutes = np.array([3, 4, 6, 8, 9])
    line = waiting_line(code)
    ask(line, catalogue, values, minutes, [PEOPLE] * 5)
    assert (line.cases.state == SERVED).all()
    chosen = np.bincount(line.cases.site, minlength=5)
    decay = values.value("allocation.choice_decay_minutes", MONTH)
    for factor, accepted in ((1.0, True), (0.9, False), (1.1, False)):
        appeal = np.exp(-minutes / (factor * decay))
        assert (chance_of_shares(chosen, appeal / appeal.sum()) > FALSE_ALARM) == accepted, factor


def test_a_full_site_leaves_the_odds_of_the_others_as_they_are(catalogue, values):
    """Who comes too late for the nearest site chooses among the others by the same decay."""
    code = catalogue.ids.index("kindergarten")
    minutes = np.array([3, 4, 6, 8])
    line = waiting_line(code)
    ask(line, catalogue, values, minutes, [0, PEOPLE, PEOPLE, PEOPLE])
    chosen = np.bincount(line.cases.site, minlength=4)
    appeal = np.exp(-minutes / values.value("allocation.choice_decay_minutes", MONTH)) * (0, 1, 1, 1)
    assert chosen[0] == 0
    assert chance_of_shares(chosen[1:], appeal[1:] / appeal.sum()) > FALSE_ALARM


def test_who_gains_changes_after_the_stated_months_and_only_to_what_is_liked_better(catalogue, values):
    """Waits for a transfer are without memory; who prefers the site far away stays there for good.

    Can fail: a mean a tenth longer or shorter is rejected, and so is everybody changing in the end.
    """
    code = catalogue.ids.index("kindergarten")
    far = [3, 13]
    line = waiting_line(code, state=SERVED)
    line.cases.site[:] = 1
    stayed = []
    for month in range(MONTH, MONTH + 40):
        ask(line, catalogue, values, far, [PEOPLE, 0], month)
        stayed.append(int((line.cases.site == 1).sum()))
    decay, months = (
        values.value(f"allocation.{name}", MONTH) for name in ("choice_decay_minutes", "transfer_months")
    )
    loyal = 1.0 / (1.0 + np.exp(10 / decay))
    moved = np.diff([0, *(PEOPLE - np.array(stayed)), PEOPLE])
    for factor, accepted in ((1.0, True), (0.9, False), (1.1, False)):
        shares = (1.0 - loyal) * geometric(1.0 / (factor * months), 40)
        shares[-1] += loyal
        assert (chance_of_shares(moved, shares) > FALSE_ALARM) == accepted, factor
    line.cases.site[:] = 1
    ask(line, catalogue, values, [10, 13], [PEOPLE, 0], MONTH)
    assert (line.cases.site == 1).all()


def test_each_district_has_its_own_school_and_exceptions_are_as_rare_as_stated(catalogue, values):
    """Schools in one place share its district by size; only exceptions go elsewhere while there is room.

    Can fail: a third of the exceptions more, or a school that gets a tenth more than its size, is rejected.
    """
    kind, code = catalogue["primary_school"], catalogue.ids.index("primary_school")
    line = waiting_line(code)
    line.households.key[:] = derive_keys(int(hash_key(SEED, 5)), len(line.households.key))
    line.persons.household[:] = np.arange(PEOPLE)
    ask(line, catalogue, values, [4, 4, 9], [3 * PEOPLE, 2 * PEOPLE, PEOPLE])
    chosen = np.bincount(line.cases.site, minlength=3)
    share = kind.number(values, "site_choice.exception_share", MONTH)
    excepted = uniform_array(SEED, f"district_exception.{kind.id}", line.persons.key) < share
    assert stats.binomtest(int(excepted.sum()), PEOPLE, share).pvalue > FALSE_ALARM
    assert stats.binomtest(int(excepted.sum()), PEOPLE, 4 / 3 * share).pvalue < FALSE_ALARM
    held = np.bincount(line.cases.site[~excepted], minlength=3)
    assert held[2] == 0
    assert chance_of_shares(held[:2], (0.6, 0.4)) > FALSE_ALARM
    assert chance_of_shares(held[:2], (0.66, 0.34)) < FALSE_ALARM
    assert chosen[2] < excepted.sum()


def test_children_of_the_district_come_before_exceptions(catalogue, values):
    """A school with too few places turns exceptions away, not children of its own district."""
    kind, code = catalogue["primary_school"], catalogue.ids.index("primary_school")
    line = waiting_line(code)
    ask(line, catalogue, values, [4, 9], [PEOPLE * 97 // 100, PEOPLE])
    excepted = uniform_array(SEED, f"district_exception.{kind.id}", line.persons.key) < kind.number(
        values, "site_choice.exception_share", MONTH
    )
    assert (line.cases.site[excepted] == 1).all()
    assert (line.cases.site[~excepted] == 0).mean() > 0.99


def test_the_line_holds_exactly_and_equals_come_by_lot(catalogue, values):
    """Displaced first, then who waits longest; among equals neither row nor sex counts.

    Can fail: places given in the order of the rows are rejected, and every tenth place taken from men for women.
    """
    kind, code = catalogue["nursery"], catalogue.ids.index("nursery")
    assert kind.priority.rule == "longest_waiting"
    assert kind.priority.displaced_first
    since = MONTH - np.arange(PEOPLE) % 4
    line = waiting_line(code, since=since)
    displaced = np.arange(PEOPLE) % 10 == 3
    line.cases.priority[displaced] &= np.uint32(ORDINARY - 1)
    ask(line, catalogue, values, [5], [PEOPLE * 9 // 20])
    served = line.cases.state == SERVED
    assert served.sum() == PEOPLE * 9 // 20
    assert served[displaced].all()
    assert served[since == MONTH - 3].all()
    assert not served[~displaced & (since == MONTH)].any()
    assert not served[~displaced & (since == MONTH - 1)].any()
    equals = np.flatnonzero(~displaced & (since == MONTH - 2))
    given, tenth, sex = served[equals], equals * 10 // PEOPLE, line.persons.cohort[equals] & 1
    assert 0.2 < given.mean() < 0.8
    assert chance_of_lot(given, tenth) > FALSE_ALARM
    assert chance_of_lot(given, sex) > FALSE_ALARM
    assert chance_of_lot(np.arange(len(equals)) < given.sum(), tenth) < FALSE_ALARM
    preferred = given.copy()
    preferred[np.flatnonzero(given & (sex == 0))[::10]] = False
    preferred[np.flatnonzero(~given & (sex == 1))[: given.sum() - preferred.sum()]] = True
    assert chance_of_lot(preferred, sex) < FALSE_ALARM


# --- the staff market -----------------------------------------------------------------------------------


def test_staff_leave_in_a_year_at_the_yearly_rates(catalogue, values):
    """Retirement and turnover over a year are exp(-rates); can fail: rates divided by twelve are rejected.

    Whole milli-FTE are all that chance there is: at most two a site and month are cut off.
    """
    names, employed = catalogue.qualifications, 10**9
    market = StaffMarket.empty(names)
    staff = np.full(len(names), employed)
    own = np.arange(len(names))
    rates = StaffRates(Plan(values, month_index("2027-01"), month_index("2027-12")), names)
    for month in range(12):
        market.step(staff, np.zeros_like(staff), own, rates, month_index("2027-01") + month)
    for code, name in enumerate(names):
        june = month_index("2027-06")
        retirement, turnover = (
            values.value(f"staff.{name}.{part}_rate", june) for part in ("retirement", "turnover")
        )
        wave = f"staff.{name}.retirement_wave"
        wave = values.value(wave if wave in values else "staff.retirement_wave", june)
        rates = [retirement * wave, turnover]
        assert abs(staff[code] - employed * np.exp(-sum(rates))) <= 2 * 12 + 1
        linear = employed * np.prod([1.0 - rate / 12.0 for rate in rates]) ** 12
        assert abs(staff[code] - linear) > 1000
