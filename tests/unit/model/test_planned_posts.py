"""Counselling has the posts that somebody plans: they bind from the horizon on, and measures add or cut them."""

from __future__ import annotations

import dataclasses
import functools

import pytest

from simsocial.core.errors import ScenarioError
from simsocial.model import SocialModel
from simsocial.scenario import Scenario
from simsocial.services.catalogue import Catalogue
from tests.unit.model.same import assert_same_state, assert_same_tables

# Planned posts, and more of them, stand in the figures that tests/golden keeps to the bit on every Python.
pytestmark = pytest.mark.any_python

WHO = {"decided_by": "kreis", "lever": "grant"}
SITE = "schuldnerberatung_a_mitte"
MORE_NEED = {"kind": "outreach", "start": "2025-03", "kinds": "debt_counselling", "detected_factor": 1.6}


@pytest.fixture(scope="module")
def counselling(all_kinds):
    """Debt counselling, whose posts are planned, here with a grant beside the Kreis, and a kind of another sort."""
    kind = all_kinds["debt_counselling"]
    payers = kind.payers.model_copy(update={"co_funding": {"land": "kreis"}})
    return Catalogue([kind.model_copy(update={"payers": payers}), all_kinds["primary_school"]])


@pytest.fixture(scope="module")
def start(musterkreis, counselling, values):
    """The Musterkreis after a year, at the horizon's begin."""
    return SocialModel(
        musterkreis, rng=1, catalogue=counselling, parameters=values, spin_up=12, end="2026-12"
    ).spin_up()


@pytest.fixture(scope="module")
def run(musterkreis, counselling, values, start):
    """Return a function that runs two years under measures; without any it is run once, and nobody changes it."""
    snapshot = start.snapshot()

    def under(end="2026-12", **measures):
        return simulated(end, measures) if measures else usual(end)

    @functools.cache
    def usual(end):
        return simulated(end, {})

    def simulated(end, measures):
        entries = {name: WHO | entry for name, entry in measures.items()}
        scenario = Scenario.from_config("test", {"measures": entries})
        own = values.adding(*scenario.parameters())
        return SocialModel(
            musterkreis,
            scenario,
            1,
            catalogue=counselling,
            parameters=own,
            spin_up=12,
            end=end,
            snapshot=snapshot,
        ).run()

    return under


@functools.lru_cache(maxsize=4)
def table_of(model):
    """The rows of a run that has ended."""
    return model.recorder.frame()


def mean(model, name, year="2026"):
    table = table_of(model)
    rows = table[(table["period"] == year) & (table["area"] == "region") & (table["group"] == "all")]
    return rows.set_index(rows["indicator"].astype(str)).loc[name, "value"]


def test_more_need_finds_no_more_posts(run):
    usual, more = run(), run(need=MORE_NEED)
    assert mean(more, "debt_counselling_demand") > 1.2 * mean(usual, "debt_counselling_demand")
    assert mean(more, "debt_counselling_served") < 1.1 * mean(usual, "debt_counselling_served")
    assert mean(more, "debt_counselling_unmet") > mean(usual, "debt_counselling_unmet") + 20
    services, codes = more.services, more.services.sites.codes("debt_counselling")
    planned = services.sites.arrays.planned_milli
    assert (services.wanted_milli(more.month)[codes, 0] <= planned[codes]).all()
    assert (planned[services.sites.codes("primary_school")] == -1).all()


def test_posts_that_are_added_serve_those_who_wait(run):
    """Who is to fill them comes from elsewhere in both worlds: of counsellors there are few here."""
    staff = {"kind": "recruitment", "start": "2025-03", "qualification": "counsellor", "moves_in_factor": 20}
    posts = {"kind": "extra_posts", "start": "2025-03", "site": SITE, "posts_fte": 1}
    more, with_posts = run(need=MORE_NEED, staff=staff), run(need=MORE_NEED, staff=staff, posts=posts)
    assert mean(with_posts, "debt_counselling_served") > mean(more, "debt_counselling_served") + 20
    assert mean(with_posts, "debt_counselling_unmet") < mean(more, "debt_counselling_unmet") - 20
    assert mean(with_posts, "cost_debt_counselling") > mean(more, "cost_debt_counselling")


def test_what_is_cut_serves_fewer_and_comes_back(run):
    cut = {"kind": "cut", "start": "2025-03", "kinds": "debt_counselling", "share": 0.3}
    usual, cut_for_good, cut_for_a_year = run(), run(cut=cut), run(cut=cut | {"end": "2025-08"})
    assert mean(cut_for_good, "debt_counselling_served") < 0.85 * mean(usual, "debt_counselling_served")
    assert mean(cut_for_good, "debt_counselling_unmet") > mean(usual, "debt_counselling_unmet")
    arrays = cut_for_a_year.services.sites.arrays
    assert (arrays.extra_milli == 0).all()
    assert mean(cut_for_a_year, "debt_counselling_served") > mean(cut_for_good, "debt_counselling_served")


def test_posts_for_a_time_are_paid_for_that_time(run):
    """Who filled them is released when they end, whatever else is planned there."""
    staff = {"kind": "recruitment", "start": "2025-03", "qualification": "counsellor", "moves_in_factor": 20}
    posts = {"kind": "extra_posts", "start": "2025-03", "end": "2025-08", "site": SITE, "posts_fte": 1}
    during, after = (run(end=month, staff=staff, posts=posts) for month in ("2025-08", "2025-09"))
    arrays, code = after.services.sites.arrays, after.services.sites[SITE].code
    assert during.services.sites.arrays.staff_milli[code, 0] > arrays.planned_milli[code] + 100
    assert arrays.staff_milli[code, 0] <= arrays.planned_milli[code]


def test_colleagues_that_help_each_other_are_no_more_than_their_posts(musterkreis, all_kinds, values):
    """Two sites of one employer: that one has more to do leaves no post of the other to be filled once more."""
    codes = musterkreis.sites["site"].isin(["schulsozialarbeit_b_stadt_2", "schulsozialarbeit_b_stadt_3"])
    region = dataclasses.replace(musterkreis, sites=musterkreis.sites[codes].reset_index(drop=True))
    kinds = Catalogue([all_kinds["school_social_work"]])
    model = SocialModel(region, rng=1, catalogue=kinds, parameters=values, spin_up=1, end="2025-06")
    while model.running:
        model.step()
        arrays = model.services.sites.arrays
        assert model.services.tables(model.month).staff_group[:, 0].tolist() == [0, 0]
        if model.month > model.start_month:
            assert arrays.staff_milli[:, 0].sum() <= arrays.planned_milli.sum()


def served_at_the_end(model):
    services = model.services
    codes = services.sites.codes("debt_counselling")
    return services.use(model.month).served_by_site[codes].sum()


@pytest.mark.parametrize(
    ("measure", "least", "most"),
    [
        ({"kind": "cut", "share": 0.5}, 0.4, 0.6),
        ({"kind": "cut", "share": 0.99}, 0.0, 0.03),
        ({"kind": "staff_ratio", "fte_factor": 10}, 0.05, 0.15),
        ({"kind": "staff_ratio", "fte_factor": 0.1}, 1.0, 2.0),
        ({"kind": "staff_ratio", "fte_factor": 1.5}, 0.65, 0.87),
    ],
)
def test_nobody_is_served_beyond_staff(run, measure, least, most):
    """Neither where posts go nor where each case binds more of them; who came to be served before waits again."""
    usual = run(end="2025-04")
    changed = run(end="2025-04", one=measure | {"start": "2025-03", "kinds": "debt_counselling"})
    part = served_at_the_end(changed) / served_at_the_end(usual)
    assert least <= part <= most
    if part < 1:
        lost = mean(usual, "debt_counselling_served", "2025-04") - mean(
            changed, "debt_counselling_served", "2025-04"
        )
        assert mean(changed, "debt_counselling_unmet", "2025-04") >= 0.9 * lost


def test_without_any_post_nobody_is_served_and_with_them_people_come_back(run):
    sites = [one for one in run(end="2025-01").services.sites if one.kind == "debt_counselling"]
    cut = {
        f"cut_{one.site_id}": {
            "kind": "extra_posts",
            "start": "2025-03",
            "site": one.site_id,
            "posts_fte": -99,
        }
        for one in sites
    }
    assert served_at_the_end(run(end="2025-03", **cut)) == 0
    back = run(**{name: entry | {"end": "2025-06"} for name, entry in cut.items()})
    # Staff has to be found anew: most of those released have left the field.
    assert served_at_the_end(back) > 0.1 * served_at_the_end(run())


def test_whom_cut_posts_no_longer_pay_is_released_and_costs_nothing(run):
    """Short of a month, and of what the site itself costs."""
    cut = {"kind": "cut", "start": "2025-03", "kinds": "debt_counselling", "share": 0.5}
    usual, less = run(), run(cut=cut)
    assert mean(less, "cost_debt_counselling") < 0.65 * mean(usual, "cost_debt_counselling")
    sites = less.services.sites
    codes = sites.codes("debt_counselling")
    posts = less.services.tables(less.month).posts_milli[codes]
    assert sites.arrays.staff_milli[codes, 0].sum() <= posts.sum()


def test_more_staff_for_each_case_serves_fewer_from_the_first_month_on(run):
    """The posts are those before the horizon, whatever acts in its first month."""
    more = {"kind": "staff_ratio", "kinds": "debt_counselling", "fte_factor": 1.5}
    first, second = (run(ratio=more | {"start": start}) for start in ("2025-01", "2025-02"))
    assert mean(first, "debt_counselling_served") == pytest.approx(
        mean(second, "debt_counselling_served"), rel=0.05
    )
    assert mean(first, "debt_counselling_served") < 0.8 * mean(run(), "debt_counselling_served")


def test_a_new_site_has_the_posts_of_its_size_as_it_grows(run):
    new = {
        "kind": "open_site", "start": "2025-03", "ramp_months": 10, "site": "neu", "place": "b_stadt",
        "site_kind": "debt_counselling", "provider": "fg_nord", "licensed_places": 100,
    }  # fmt: skip
    services = (model := run(new=new)).services
    assert services.tables(model.month).capacity[services.sites["neu"].code] == 100


@pytest.mark.parametrize("fte", [0.0, 0.4, 3.0])
def test_a_new_site_has_the_posts_that_are_stated(run, fte):
    """Of 100 places the size alone would say 0.82."""
    new = {
        "kind": "open_site", "start": "2025-03", "site": "neu", "place": "b_stadt", "staff_fte": fte,
        "site_kind": "debt_counselling", "provider": "fg_nord", "licensed_places": 100,
    }  # fmt: skip
    services = (model := run(new=new, end="2025-04")).services
    tables, code = services.tables(model.month), services.sites["neu"].code
    assert tables.posts_milli[code] == round(1000 * fte)
    assert tables.capacity[code] == pytest.approx(max(fte - 0.05, 0.0) / 0.0077, abs=1)
    assert services.wanted_milli(model.month)[code, 0] == round(1000 * fte)


@pytest.mark.parametrize("merged", [True, False])
def test_posts_go_along_where_a_site_gives_way_to_another(run, merged):
    other = "schuldnerberatung_c_stadt"
    close = {"kind": "close_site", "start": "2025-07", "site": other, "to": SITE}
    merge = {
        "kind": "merge_sites", "start": "2025-07", "sites": [SITE, other], "site": "neu", "place": "a_mitte",
        "site_kind": "debt_counselling", "provider": "fg_mitte", "licensed_places": 20,
    }  # fmt: skip
    extra = {"kind": "extra_posts", "start": "2025-03", "site": other, "posts_fte": 0.5}
    usual, model = run(extra=extra), run(extra=extra, gives_way=merge if merged else close)
    planned, after = (
        one.services.tables(one.month).posts_milli[one.services.sites.codes("debt_counselling")]
        for one in (usual, model)
    )
    assert after[after >= 0].sum() == planned.sum()
    assert mean(model, "debt_counselling_served") == pytest.approx(
        mean(usual, "debt_counselling_served"), rel=0.15
    )


@pytest.mark.parametrize("posts", [-1.0, 2.0])
def test_nothing_changes_before_it(run, posts):
    entry = {"kind": "extra_posts", "start": "2025-07", "site": SITE, "posts_fte": posts}
    before, with_it = run(end="2025-06"), run(end="2025-06", posts=entry)
    assert_same_state(before, with_it)
    assert_same_tables(before, with_it)


def test_two_measures_add_up(run):
    entries = {
        name: {"kind": "extra_posts", "start": "2025-03", "site": SITE, "posts_fte": fte}
        for name, fte in (("a", 1.5), ("b", -0.5))
    }
    found = run(**entries).services.sites
    assert found.arrays.extra_milli[found[SITE].code] == 1000


def cut(share, start="2025-03", **more):
    return {"kind": "cut", "start": start, "kinds": "debt_counselling", "share": share} | more


def test_two_cuts_each_take_their_part_of_what_the_other_leaves(run):
    """Together more than all there is; whichever comes or ends first."""
    posts = {}
    for name, entries in {
        "none": {},
        "both": {"a": cut(0.6), "b": cut(0.7, start="2025-05")},
        "one": {"b": cut(0.7, start="2025-05"), "a": cut(0.6, end="2025-09")},
    }.items():
        model = run(end="2025-11", **entries)
        codes = model.services.sites.codes("debt_counselling")
        posts[name] = model.services.tables(model.month).posts_milli[codes]
    assert posts["both"] == pytest.approx(0.4 * 0.3 * posts["none"], abs=1)
    assert posts["one"] == pytest.approx(0.3 * posts["none"], abs=1)


@pytest.mark.parametrize(("share", "fte"), [(0.3, 0.0), (None, -0.5)])
def test_posts_that_are_cut_lose_the_grant_for_them(run, share, fte):
    """The Land pays 52 % of a post of about 84,000 EUR beside the Kreis, and of the site; before nothing is lost."""
    entry = (
        cut(share) if share else {"kind": "extra_posts", "start": "2025-03", "site": SITE, "posts_fte": fte}
    )
    model = run(one=entry)
    usual = run(end="2025-02").services.sites.arrays.planned_milli
    gone = (share * usual.clip(0).sum() if share else -1000 * fte) / 1000
    kind = model.catalogue["debt_counselling"]
    price = kind.cost_eur_per_year(model.parameters, "per_fte", model.month)
    land = model.parameters.value("services.debt_counselling.payers.land", model.month)
    house = kind.cost_eur_per_year(model.parameters, "fixed_per_site", model.month) * (share or 0.0)
    lost = gone * price + house * len(model.services.sites.codes("debt_counselling"))
    assert mean(model, "grant_lost") == pytest.approx(land * lost, rel=0.02)
    assert mean(model, "grant_lost", "2025-02") == 0.0


def test_a_service_whose_posts_nobody_plans_is_refused(musterkreis, all_kinds):
    entry = WHO | {"kind": "extra_posts", "start": "2027-03", "site": "dienst_e_ort", "posts_fte": 1}
    scenario = Scenario.from_config("test", {"measures": {"m": entry}})
    with pytest.raises(ScenarioError, match=r"'home_care', whose posts nobody plans.*debt_counselling"):
        scenario.validate_against(musterkreis, all_kinds)
    entry = WHO | {"kind": "cut", "start": "2027-03", "kinds": "home_care", "share": 0.2}
    scenario = Scenario.from_config("test", {"measures": {"m": entry}})
    with pytest.raises(ScenarioError, match="nobody decides how large 'home_care' is"):
        scenario.validate_against(musterkreis, all_kinds)


def test_places_do_not_limit_it(musterkreis, all_kinds):
    entry = WHO | {"kind": "resize_site", "start": "2027-03", "site": SITE, "change": 20}
    scenario = Scenario.from_config("test", {"measures": {"m": entry}})
    with pytest.raises(ScenarioError, match=r"whose posts limit it, not places.*extra_posts"):
        scenario.validate_against(musterkreis, all_kinds)


@pytest.mark.parametrize("kind", ["home_care", "general_practitioner", "family_assistance"])
def test_another_size_of_a_service_that_staff_limits_is_refused(musterkreis, all_kinds, kind):
    """It would change a label, and nothing else."""
    site = musterkreis.sites.loc[musterkreis.sites["kind"] == kind, "site"].iloc[0]
    entry = WHO | {"kind": "resize_site", "start": "2027-03", "site": site, "licensed_places": 900}
    scenario = Scenario.from_config("test", {"measures": {"m": entry}})
    with pytest.raises(ScenarioError, match=r"whose staff limits it, not places.*recruitment"):
        scenario.validate_against(musterkreis, all_kinds)


def test_a_cut_and_another_size_of_one_site_contradict_each_other(musterkreis, all_kinds):
    entries = {
        "cut": WHO | {"kind": "cut", "start": "2027-03", "kinds": "youth_club", "share": 0.2},
        "size": WHO
        | {"kind": "resize_site", "start": "2027-06", "site": "jugendclub_e_ort", "licensed_places": 70},
    }
    scenario = Scenario.from_config("test", {"measures": entries})
    with pytest.raises(ScenarioError, match=r"measures\.cut and measures.size contradict each other"):
        scenario.validate_against(musterkreis, all_kinds)
