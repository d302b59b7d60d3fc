from __future__ import annotations

import pytest

from simsocial.core.errors import ConfigError
from simsocial.workshop.live.levers import Factor, LaterStart, OwnPlaces, SitePlaces, SitePosts
from simsocial.workshop.live.setting import Setting, read_setting, settings_of

DECIDED = {"decided_by": "provider", "lever": "negotiation"}
OPEN = {
    "kind": "open_site", "start": "2027-07", **DECIDED, "site_kind": "adult_day_care", "place": "e", "provider": "p",
}  # fmt: skip
COST = {"low": 90, "typical": 180, "grade": "D"}
TWO = {
    "in_e": {**OPEN, "site": "e_neu", "licensed_places": 18, "capital_cost_eur": COST},
    "in_g": {**OPEN, "site": "g_neu", "licensed_places": 9},
    "bus": {"kind": "no_change", "start": "2028-01", "decided_by": "land", "lever": "none"},
}  # fmt: skip
OWN = OwnPlaces("places", "places-own", "", 13, 40, 1, 27, "licensed_places")
FEE = Factor("fee", "fee", "Kita", 0, 200, 5, 100, {"kind": "parental_fee", "start": "2027-08"}, "fee_factor")
LATER = LaterStart("start", "start", "", 0, 24, 6, 0)
LEVERS = {"zwei": (OWN, FEE, LATER), "status_quo": (FEE,)}


@pytest.mark.parametrize("value", [13, 26, 27, 28, 29, 40])
def test_own_places_add_up_and_keep_their_shares(value):
    turned = OWN.turned(TWO, value)
    places = [turned[name]["licensed_places"] for name in ("in_e", "in_g")]
    assert sum(places) == value
    assert places[0] == pytest.approx(value * 2 / 3, abs=0.5)
    assert turned["bus"] == TWO["bus"]
    cost = turned["in_e"]["capital_cost_eur"]
    assert cost == {
        "low": pytest.approx(5 * places[0]),
        "typical": pytest.approx(10 * places[0]),
        "grade": "D",
    }
    assert TWO["in_e"]["licensed_places"] == 18


def test_places_fewer_stay_fewer():
    lever = OwnPlaces("places", "places-own", "", -27, -9, 1, -18, "change")
    assert lever.turned({"e": {"kind": "resize_site", "change": -18}}, -27)["e"]["change"] == -27


def test_other_levers_add_a_measure_of_their_own():
    more = SitePlaces("places", "places-more", "A1", -35, 35, 1, 0, {"kind": "resize_site", "site": "a1"})
    posts = SitePosts("staff", "posts-more", "A1", 0, 30, 5, 0, {"kind": "extra_posts", "site": "a1"})
    assert more.turned({}, -12) == {"live_places": {"kind": "resize_site", "site": "a1", "change": -12}}
    assert posts.turned({}, 15) == {"live_staff": {"kind": "extra_posts", "site": "a1", "posts_fte": 1.5}}
    assert FEE.turned(TWO, 50)["live_fee"]["fee_factor"] == 0.5
    assert set(FEE.turned(TWO, 50)) == {*TWO, "live_fee"}


def test_a_later_start_moves_all_own_measures_and_no_event():
    turned = LATER.turned(TWO, 12)
    assert [turned[name]["start"] for name in TWO] == ["2028-07", "2028-07", "2028-01"]


def test_a_setting_leaves_out_what_is_not_turned_and_goes_by_the_order_of_the_levers():
    one = read_setting({"option": "zwei", "levers": {"start": 6, "fee": 100, "places": 30}}, LEVERS)
    assert one == Setting("zwei", (("places", 30), ("start", 6)))
    assert one.key == "zwei:places=30:start=6"
    assert read_setting({"option": "zwei", "levers": {}}, LEVERS).key == "zwei"


def test_the_start_moves_what_other_levers_add():
    entry = {**DECIDED, "kind": "parental_fee", "start": "2027-08", "kinds": ["nursery"]}
    fee = Factor("fee", "fee", "", 0, 200, 5, 100, entry, "fee_factor")
    configs = {"zwei": {"measures": TWO, "seed": 1}}
    found = settings_of(Setting("zwei", (("fee", 0), ("start", 6))), configs, {"zwei": (OWN, fee, LATER)})
    assert found["measures"]["live_fee"]["start"] == "2028-02"
    assert found["seed"] == 1
    assert configs["zwei"]["measures"] == TWO


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ([], "A setting is"),
        ({"option": "zwei"}, "A setting is"),
        ({"option": "zwei", "levers": {}, "seed": 2}, "A setting is"),
        ({"option": "zwei", "levers": []}, "A setting is"),
        ({"option": ["zwei"], "levers": {}}, "option: "),
        ({"option": "zwo", "levers": {}}, "'zwo' is none of this page. .*zwei"),
        ({"option": "status_quo", "levers": {"places": 20}}, "'status_quo' has no lever 'places'.*fee"),
        (
            {"option": "zwei", "levers": {"places": 41}},
            "levers.places: 41. Valid: whole numbers from 13 to 40",
        ),
        ({"option": "zwei", "levers": {"places": 20.5}}, "levers.places: 20.5"),
        ({"option": "zwei", "levers": {"places": True}}, "levers.places: True"),
        ({"option": "zwei", "levers": {"places": "20"}}, "levers.places: '20'"),
    ],
)
def test_what_is_no_setting_is_told(sent, told):
    with pytest.raises(ConfigError, match=told):
        read_setting(sent, LEVERS)
