"""Teams: a case needs its part of every qualification, and the scarcest of them limits what a site can do."""

from __future__ import annotations

import copy
import dataclasses

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.columns import SERVED
from simsocial.core.errors import ConfigError
from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue, load_catalogue
from simsocial.services.charges import charges_of
from simsocial.services.costs import site_use
from simsocial.services.elsewhere import Houses
from simsocial.services.kind_values import kind_values
from simsocial.services.prices import prices_of
from simsocial.services.staff import StaffMarket
from simsocial.services.team import Staff
from simsocial.shapes.figure import Figure
from tests.unit.services.test_catalogue import MINIMAL

HOME, NURSE, HELPER = "nursing_home", "care_nurse", "social_worker"
"""No other kind of the small region employs social workers: a pool of their own beside the nurses."""
CLOSED = {
    f"staff.{HELPER}.{name}": 0.0
    for name in ("seeking_share", "graduates_rate", "moves_in_rate", "lateral_entry_rate", "turnover_rate")
}
"""Nobody comes to the helpers' pool."""


MEASURE = {"decided_by": "provider", "lever": "negotiation"}


def figure(value):
    return {"value": value, "source": "own assumption", "year": 2025}


def team(helpers, nurses=0.2, **more):
    """Return a team of nurses and helpers, so many FTE a case."""
    stated = {"qualification": NURSE, "fte_per_case": figure(nurses)}
    return Staff.model_validate(stated | {"also": {HELPER: {"fte_per_case": figure(helpers)} | more}})


def settings(catalogue, staff, kind=HOME, **over):
    """Return settings of a model in which a kind needs such staff."""
    own = Catalogue([one.model_copy(update={"staff": staff}) if one.id == kind else one for one in catalogue])
    return {"catalogue": own, "parameters": own.register(Parameters.load()).with_overrides(over)}


def advance(model, months):
    for _ in range(months):
        model.step()
    return model


def of_homes(model):
    """Return sites, places, usable and served cases of the homes at the month's end."""
    return model.counts.sites[model.catalogue.ids.index(HOME)].sum(axis=0)[:4]


def vacant(model, name):
    """Return the milli-FTE of a qualification that homes want beyond those they employ."""
    column, sites = model.catalogue.teams[HOME].index(name), model.sites.codes(HOME)
    wanted = model.services.wanted_milli(model.month)[sites, column]
    return np.maximum(wanted - model.services.sites.arrays.staff_milli[sites, column], 0).sum()


# --- who binds --------------------------------------------------------------------------------------------


def test_usable_capacity_is_the_least_of_places_and_of_what_each_member_allows(small_model, catalogue):
    binding = set()
    model = small_model(**settings(catalogue, team(0.3)), end="2025-12")
    while model.running:
        model.step()
        services = model.services
        tables, use, arrays = services.tables(model.month), services.use(model.month), services.sites.arrays
        code, usable, by_member = model.catalogue.ids.index(HOME), 0, {NURSE: 0, HELPER: 0}
        for site in model.sites.codes(HOME):
            served, allowed = int(use.served_by_site[site]), {"places": int(tables.capacity[site])}
            for member, name in enumerate((NURSE, HELPER)):
                free = 1000 * (arrays.staff_milli - tables.fixed_milli)[site, member]
                more = max(int(free - use.bound_micro[site, member]), 0)
                allowed[name] = served + more // int(tables.need_micro[code, site, member])
            binding.add(min(allowed, key=allowed.get))
            usable += max(min(allowed.values()), served)
            for name in by_member:
                by_member[name] += max(min(allowed[name], allowed["places"]), served)
        assert of_homes(model)[2] == usable
        for name, cases in by_member.items():
            column = model.catalogue.qualifications.index(name)
            assert model.counts.by_member[code, column].sum() == cases
    assert len(binding) > 1


@pytest.mark.parametrize(("scarce", "other"), [(NURSE, HELPER), (HELPER, NURSE)])
def test_without_one_qualification_nobody_is_admitted_and_of_the_other_nobody_is_sought(
    small_model, catalogue, scarce, other
):
    closed = {name.replace(HELPER, scarce): 0.0 for name in CLOSED}
    model = advance(small_model(**settings(catalogue, team(0.3), **closed), end="2026-12"), 1)
    before = of_homes(model)[3]
    column = model.catalogue.qualifications.index(scarce)
    posts = model.services.tables(model.month).qualification == column
    model.services.sites.arrays.staff_milli[posts] = model.services.market.pool[column] = 0
    served = []
    for _ in range(24):
        served.append(of_homes(advance(model, 1))[3])
    assert (np.diff([before, *served]) <= 0).all()
    assert served[-1] < before
    assert vacant(model, scarce) > 0
    assert vacant(model, other) == 0
    # Whom nobody needs is let go as contracts run out.
    assert of_homes(model)[2] == served[-1]


def test_ten_times_as_many_of_one_serve_no_more_than_the_other_allows(small_model, catalogue):
    """Half of the helpers serve fewer; ten times as many no more than twice as many do."""
    served = {}
    for share in (0.5, 1.0, 2.0, 10.0):
        model = advance(small_model(**settings(catalogue, team(0.3), **CLOSED), end="2025-12"), 1)
        staff, sites = model.services.sites.arrays.staff_milli, model.sites.codes(HOME)
        staff[sites, 1] = staff[sites, 1] * share
        served[share] = of_homes(advance(model, 18))[3]
    assert served[0.5] < served[1.0] <= served[2.0] == served[10.0]


@pytest.mark.parametrize(("found", "sought"), [(0.0, 0), (0.25, 50), (1.0, 200)])
def test_beside_scarce_colleagues_as_many_are_sought_as_of_these_were_found(found, sought):
    market = StaffMarket.empty((NURSE, HELPER))
    market.found[1] = found
    beside, qualification = np.array([[200, 0], [0, 0]]), np.array([[0, 1], [0, -1]])
    assert market.matching(beside, qualification).tolist() == [[sought, 0], [0, 0]]


# --- null, balance ----------------------------------------------------------------------------------------


def test_a_member_of_whom_nobody_needs_any_changes_nothing(small_model, catalogue):
    """The same people, cases, sites and money as without him."""
    alone = Staff.model_validate({"qualification": NURSE, "fte_per_case": figure(0.2)})
    one, other = (
        advance(small_model(**settings(catalogue, staff), end="2024-12"), 12) for staff in (alone, team(0.0))
    )
    for table in ("persons", "households", "cases"):
        for left, right in zip(getattr(one.state, table), getattr(other.state, table), strict=True):
            assert np.array_equal(left, right)
    staff = [model.services.sites.arrays.staff_milli for model in (one, other)]
    assert np.array_equal(*staff)
    assert not staff[1][other.sites.codes(HOME), 1].any()
    assert np.array_equal(one.counts.money, other.counts.money)
    assert np.array_equal(one.counts.sites, other.counts.sites)


def test_what_a_site_that_closes_employed_is_with_its_employer_or_released_by_qualification(
    small_model, catalogue
):
    stays = {f"staff.{name}.released_stay_share": 1.0 for name in (NURSE, HELPER)}
    model = advance(small_model(**settings(catalogue, team(0.3), **stays), end="2024-12"), 2)
    sites, pool = model.sites.codes(HOME), model.services.market.pool
    staff, before = model.services.sites.arrays.staff_milli, pool.copy()
    employed = staff[sites].sum(axis=0)
    assert (employed > 0).all()
    for site in [site for site in model.sites if site.kind == HOME]:
        model.sites.close(site.site_id, model.month)
    model.services.close_sites(model.month)
    codes = [model.catalogue.qualifications.index(name) for name in (NURSE, HELPER)]
    released = np.zeros(len(pool), dtype=np.int64)
    released[codes] = employed
    assert not staff[sites].any()
    assert np.array_equal(pool - before, released)


# --- tables and measures that say how many people work at a site --------------------------------------------


def test_staff_of_a_table_is_shared_out_by_what_cases_need(small_region, small_model, catalogue):
    sites = small_region.sites.copy()
    homes = sites["kind"] == HOME
    sites.loc[homes, "staff_fte"] = 10.0
    region = dataclasses.replace(small_region, sites=sites)
    model = small_model(region=region, **settings(catalogue, team(0.3)), end="2024-03")
    model.advance()
    for site in model.sites:
        if site.kind == HOME and model.served_by_site()[site.code]:
            assert site.staff_fte == pytest.approx(10.0)
            assert site.team_fte[HELPER] == pytest.approx(6.0, abs=0.002)


def test_a_new_site_hires_in_the_proportions_of_a_full_house(small_model, catalogue):
    model = advance(small_model(**settings(catalogue, team(0.3)), end="2024-12"), 1)
    market = model.services.market
    market.pool[:] = 50_000
    site = model.sites.open("neu", HOME, "b_ort", "verein", 20, 5.0, model.month)
    assert site.team_fte == pytest.approx({NURSE: 2.0, HELPER: 3.0})
    codes = [market.qualifications.index(name) for name in (NURSE, HELPER)]
    assert (50_000 - market.pool[codes]).tolist() == [2000, 3000]


@pytest.mark.parametrize(
    ("kind", "more", "what"),
    [("staff_ratio", {"fte_factor": 1.2}, "need_micro"),
     ("cooperation", {"fixed_factor": 0.5, "where": {"site": ["heim_a"]}}, "fixed_milli")],
)  # fmt: skip
def test_measures_on_staff_act_on_every_member_of_a_team(small_model, catalogue, kind, more, what):
    staff = team(0.3, fte_fixed_per_site=figure(0.4)).model_copy(
        update={"fte_fixed_per_site": Figure.model_validate(figure(1.0))}
    )
    entry = {"more": MEASURE | {"kind": kind, "kinds": HOME, "start": "2024-02"} | more}
    found, factor = [], next(iter(more.values()))
    for measures in (None, entry):
        model = advance(small_model(measures, **settings(catalogue, staff), end="2024-03"), 2)
        home, code = model.sites["heim_a"].code, model.catalogue.ids.index(HOME)
        table = getattr(model.services.tables(model.month), what)
        found.append(table[code, home] if what == "need_micro" else table[home])
    assert (found[0] > 0).all()
    assert found[1] == pytest.approx(factor * found[0])


# --- money ------------------------------------------------------------------------------------------------


def test_posts_cost_by_qualification_and_those_without_a_price_as_the_others(catalogue):
    month = month_index("2025-06")
    for price, expected in ((40_000.0, 40_000.0), (None, 70_000.0)):
        staff = team(0.3, **({} if price is None else {"per_fte_eur_per_year": figure(price)}))
        kind = catalogue["kindergarten"].model_copy(update={"staff": staff, "site_kind": "kindergarten"})
        own = Catalogue([kind])
        values = own.register(Parameters.load()).with_overrides(
            {
                "services.kindergarten.cost.per_fte_eur_per_year": 70_000.0,
                f"staff.{HELPER}.wage_drift_per_year": 0.0,
            }
        )
        gross = charges_of(kind, kind, values, month, own.teams["kindergarten"][1:]).gross * 12 / 100
        assert gross[[2, 4]] == pytest.approx([70_000.0, expected])


def test_what_homes_cost_holds_the_posts_of_every_member(small_model, catalogue):
    staff = team(0.3, per_fte_eur_per_year=figure(40_000.0), fte_fixed_per_site=figure(1.0))
    changed = settings(catalogue, staff, "kindergarten")
    model = advance(small_model(**changed, end="2024-03"), 3)
    services, month = model.services, model.month
    tables, use, arrays = services.tables(month), services.use(month), services.sites.arrays
    amounts = site_use(tables, arrays, use)
    kita = np.isin(tables.offers.site, model.sites.codes("kita"))
    column = model.catalogue.teams["kita"].index(HELPER)
    posts = arrays.staff_milli[model.sites.codes("kita"), column].sum()
    assert posts > 0
    assert amounts[3 + column, kita].sum() == pytest.approx(posts, abs=len(amounts[0]))
    # Children under three need none of them, and bear none.
    nursery = tables.offers.kind == model.catalogue.ids.index("nursery")
    assert amounts[3 + column, nursery & kita].sum() == 0
    prices = prices_of(model.catalogue, model.plan, month)
    needs = Houses(model.region, model.catalogue).needs_of_a_case(
        prices, np.full(len(prices.gross), 1000), month
    )
    code = model.catalogue.ids.index("kindergarten")
    assert needs[code, 3 + column] == pytest.approx(0.3 + needs[code, 0])
    assert (
        prices.shares[code, PAYERS.index("municipality"), 3 + column]
        == prices.shares[code, PAYERS.index("municipality"), 2]
    )


# --- kinds that share sites, entries from outside -----------------------------------------------------------


def test_a_site_of_two_kinds_employs_what_either_needs_and_each_is_limited_by_its_own(small_model, catalogue):
    """Children under three need educators, the others helpers alone: without these the others alone are turned away."""
    helpers = Staff.model_validate({"qualification": HELPER, "fte_per_case": figure(0.1)})
    changed = settings(catalogue, helpers, "kindergarten", **CLOSED)
    assert changed["catalogue"].teams["kita"] == (HELPER, "educator")
    model = advance(small_model(**changed, end="2024-12"), 1)
    arrays = model.services.sites.arrays
    arrays.staff_milli[model.sites.codes("kita"), 0] = 0
    arrays.staff_milli[model.sites.codes("kita"), 1] *= 10
    cases = advance(model, 2).state.cases
    new = cases.kind[(cases.state == SERVED) & (cases.since >= model.month - 1)]
    younger, older = ((new == model.catalogue.ids.index(name)).sum() for name in ("nursery", "kindergarten"))
    assert younger > 0 == older
    sites = model.sites.codes("kita")
    vacancies = model.services.wanted_milli(model.month)[sites] - arrays.staff_milli[sites]
    assert (np.maximum(vacancies, 0).sum(axis=0) > 0).tolist() == [True, False]


def entry(**also):
    content = copy.deepcopy(MINIMAL)
    staff = {"qualification": "educator", "fte_per_case": figure(0.1), "also": also}
    return {"club": content | {"staff": staff}}


def test_every_number_of_a_team_is_registered_with_its_unit():
    member = {
        "fte_per_case": figure(0.05), "fte_fixed_per_site": figure(0.5), "per_fte_eur_per_year": figure(50_000),
    }  # fmt: skip
    catalogue = load_catalogue(entry(social_worker=member))
    found = {one.id: one for one in catalogue.parameters() if ".staff.also." in one.id}
    units = {name.rpartition(".")[2]: one.unit for name, one in found.items()}
    assert units == {
        "fte_per_case": "FTE per case",
        "fte_fixed_per_site": "FTE per site",
        "per_fte_eur_per_year": "EUR per FTE and year",
    }
    assert all("site" in one.per for one in found.values())
    assert catalogue["club"].qualifications == ("educator", "social_worker")
    assert catalogue.teams == {"club": ("educator", "social_worker")}


@pytest.mark.parametrize(
    ("also", "told"),
    [
        ({"social_workers": {"fte_per_case": figure(0.1)}},
         r"services.club.staff.also.social_workers: 'social_workers' is no qualification. Did you mean 'social_w"),
        ({"educator": {"fte_per_case": figure(0.1)}}, r"services.club(.|\n)*also.educator: is the first qualification"),
        ({"teacher": {"fte_per_cases": figure(0.1)}}, r"services.club(.|\n)*fte_per_cases"),
        ({"teacher": {}}, r"services.club(.|\n)*fte_per_case"),
    ],
)  # fmt: skip
def test_faults_of_a_team_name_the_kind_and_what_is_valid(also, told):
    with pytest.raises(ConfigError, match=told):
        load_catalogue(entry(**also))


def test_a_tenth_more_staff_binds_a_tenth_more_of_small_parts_too(all_kinds, values):
    """An adviser serves 130 people: of thousandths of an FTE, 1.1 times 0.0077 were as many as before."""
    name = "services.debt_counselling.staff.fte_per_case"
    catalogue, month = Catalogue([all_kinds["debt_counselling"]]), month_index("2027-01")
    usual, more = (
        kind_values(catalogue, values.with_overrides({name: factor * values.value(name)}), month).need_micro
        for factor in (1.0, 1.1)
    )
    assert usual.tolist() == [[round(1e6 * values.value(name))]]
    assert more == pytest.approx(1.1 * usual, rel=1e-3)
