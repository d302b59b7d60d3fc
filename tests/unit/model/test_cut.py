"""A cut of a grant: who pays, pays less by that share, never more; the nearer to all, the nearer to a closure."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.indicators.axes import PAYERS
from simsocial.region import load_region
from simsocial.services.catalogue import Catalogue
from tests.unit.model.small import SITES, write_region

KINDS = ("family_centre", "youth_club")
OWN = (
    ("zentrum_a", "family_centre", "a_stadt", "verein", 30), ("zentrum_b", "family_centre", "b_ort", "stadt_a", 20),
    ("club_a", "youth_club", "a_stadt", "verein", 40), ("club_b", "youth_club", "b_ort", "verein", 30),
    ("club_c", "youth_club", "c_ort", "stadt_a", 24),
)  # fmt: skip
WHO = {"decided_by": "kreis", "lever": "grant", "start": "2024-07"}
CLOSED = {f"c{site}": {**WHO, "kind": "close_site", "site": site} for site, *_ in OWN}


def cut(share, **more):
    return {"c": {**WHO, "kind": "cut", "kinds": KINDS, "share": share, **more}}


@pytest.fixture(scope="module")
def run(small_model, tmp_path_factory, all_kinds, values):
    """Return a function that runs two years of centres and clubs, and tells what each payer pays of either in the last.

    Nothing of a closed house remains, unless `sticky` says what share.
    """
    sites = [",".join(map(str, site)) for site in (*SITES, *OWN)]
    header = "site,kind,place,provider,licensed_places"
    region = load_region(write_region(tmp_path_factory.mktemp("cut"), sites=[header, *sites]))
    kinds = Catalogue([all_kinds[name] for name in KINDS])

    def under(measures=None, sticky=0.0, end="2025-12", each=None):
        over = values.with_overrides({"finance.sticky_share": sticky})
        model = small_model(measures, region=region, catalogue=kinds, parameters=over, end=end)
        paid = np.zeros((2, len(PAYERS)))
        while model.running:
            model.step()
            if each is not None:
                each(model)
            if model.month_label >= "2025":
                paid += model.counts.money[:, :-1, :, 0].sum(axis=2).T / 100
        return model, paid

    return under


@pytest.fixture(scope="module")
def usual(run):
    return run()


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.9])
def test_every_payer_pays_less_by_about_that_share_and_none_pays_more(run, usual, share):
    """What cases take beside staff (4 to 7 % of the cost) may stay; places and posts are rounded."""
    less = 1.0 - run(cut(share))[1] / np.where(usual[1] > 0.0, usual[1], np.nan)
    local = less[:, PAYERS.index("kreis")]
    assert (local > 0.85 * share - 0.02).all()
    assert (local < share + 0.02).all()
    assert np.nanmin(less) > 0.85 * share - 0.03


@pytest.mark.parametrize(
    "measures",
    [
        cut(1e-12),
        {
            "a": {**cut(1e-12)["c"], "kinds": KINDS[0]},
            "b": {**cut(1e-12)["c"], "kinds": KINDS[1], "start": "2025-03"},
        },
    ],
)
def test_a_cut_of_nothing_changes_nothing(run, usual, measures):
    """Posts that are vacant as it begins, and people who come later, count as without it, in the month itself."""
    model, paid = run(measures)
    assert (paid == usual[1]).all()
    both = [one.recorder.frame()[["numerator", "denominator"]].to_numpy() for one in (model, usual[0])]
    assert (both[0] == both[1]).all()


@pytest.mark.parametrize("taken", [{}, {"club_a": 40}, {"club_a": 10, "club_b": 26}])
def test_places_are_cut_from_what_is_there(run, taken):
    """Not from what the region's table says, where providers have given up places; and those come back."""
    found = {}

    def each(model):
        if model.month_label == "2024-06":
            for site, places in taken.items():
                model.sites.sizes.give_up(np.array([model.sites[site].code]), np.array([places]))
        found[model.month_label] = np.array([model.sites[site].licensed_places for site, *_ in OWN])

    run(cut(0.25, end="2024-09"), end="2024-10", each=each)
    left = found["2024-06"]
    assert found["2024-05"].sum() - left.sum() == sum(taken.values())
    cut_of_clubs = (left - found["2024-07"])[2:]
    assert abs(cut_of_clubs - 0.25 * left[2:]).max() < 1.0
    assert cut_of_clubs.sum() == round(0.25 * left[2:].sum())
    assert (found["2024-10"] == left).all()


def test_to_cut_nearly_all_is_to_close(run, usual):
    nearly, closed = run(cut(0.99))[1], run(CLOSED)[1]
    assert closed.sum() == 0.0
    assert (nearly.sum(axis=1) < 0.03 * usual[1].sum(axis=1)).all()


@pytest.mark.parametrize("measures", [cut(0.5), cut(0.99), CLOSED])
def test_what_remains_of_the_house_is_its_owners(run, measures):
    """Of half of a site half of what remains of the site."""
    without, whole = (run(measures, sticky, end="2024-08")[0] for sticky in (0.0, 0.3))
    left = [model.counts.money[:, :-1, :, 0].sum() / 100 for model in (without, whole)]
    share = 1.0 if measures is CLOSED else measures["c"]["share"]
    kinds, month = [whole.catalogue[kind] for kind in KINDS], whole.month
    sites = sum(
        number * kind.cost_eur_per_year(whole.parameters, "fixed_per_site", month) / 12
        for kind, number in zip(kinds, (2, 3), strict=True)
    )
    assert left[1] - left[0] == pytest.approx(0.3 * share * sites, rel=0.01)


CUT_THEN_CLOSED = cut(0.5) | {name: {**one, "start": "2024-10"} for name, one in CLOSED.items()}


@pytest.mark.parametrize("measures", [cut(0.5), cut(0.99), CLOSED, CUT_THEN_CLOSED])
def test_the_grant_for_what_is_cut_or_closed_is_lost(run, usual, measures):
    """The Land pays for each place of a centre, and 35 % of a club beside the Kreis."""
    model, paid = run(measures)
    land = PAYERS.index("land")
    monthly = model.counts.quantity("grant_lost").sum() / 100
    assert 12 * monthly == pytest.approx((usual[1] - paid)[:, land].sum(), rel=0.1)
    assert usual[0].counts.quantity("grant_lost").sum() == 0


def test_a_house_that_another_replaces_loses_no_grant(run):
    """Staff has to be found first; a new house beside the old ones takes nothing of what a cut loses."""
    new = {
        f"n{site}": {
            **WHO, "kind": "open_site", "site": f"neu_{site}", "site_kind": kind, "place": place, "provider": provider,
            "licensed_places": places,
        } for site, kind, place, provider, places in OWN
    }  # fmt: skip
    lost = [
        run(measures)[0].counts.quantity("grant_lost").sum()
        for measures in (CLOSED, CLOSED | new, cut(0.5), cut(0.5) | new, new)
    ]
    assert lost[1] < 0.5 * lost[0]
    assert lost[3] == pytest.approx(lost[2], rel=0.1)
    assert lost[4] == 0


def test_what_is_given_back_is_all_of_it(run, usual):
    model, _ = run(cut(0.3, end="2025-03"))
    arrays, before = model.sites.arrays, usual[0].sites.arrays
    assert (arrays.kept_share == 1.0).all()
    assert (arrays.licensed_places == before.licensed_places).all()
    assert (model.services.tables(model.month).posts_milli == -1).all()


def test_nobody_is_thrown_out_as_the_money_comes_back(run):
    """Hours before the first case come back with posts that are filled, not all at once."""
    served = {}
    run(
        cut(0.5, end="2025-03"),
        each=lambda model: served.update({model.month_label: model.served_by_site().sum()}),
    )
    assert served["2025-04"] > 0.9 * served["2025-03"]
    assert served["2025-12"] > 1.1 * served["2025-03"]
