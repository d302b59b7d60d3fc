"""What measures are in figures before anything is run: computed by hand, and as a run would book it."""

from __future__ import annotations

import pytest

from simsocial.core.calendar import month_index
from simsocial.experiment.full_house import full_house, post_cost
from simsocial.experiment.outlines import outlines_of
from simsocial.scenario import Scenario

START = month_index("2027-07")
WHO = {"start": "2027-07", "decided_by": "kreis", "lever": "plan"}


def outline(region, **measure):
    scenario = Scenario.from_config("x", {"measures": {"m": WHO | measure}})
    return outlines_of(scenario, region)["m"]


def by_payer(amount):
    return {label["en"]: eur for label, eur in amount.payers}


def test_a_new_house_has_the_staff_and_cost_of_its_kind(musterkreis):
    day_care = outline(
        musterkreis, kind="open_site", site="neu", site_kind="adult_day_care", place="e_ort", provider="fg_sued",
        licensed_places=18,
    )  # fmt: skip
    guests = 18 * 5 / 2.3
    assert {label["en"]: fte for label, fte in day_care.posts} == pytest.approx(
        {"care nurses": 0.3 + 0.045 * guests, "care assistants": 0.08 * guests}
    )
    # The price covers 70 % of the places; of what it holds for empty places, 40 %, a full house spares three tenths.
    price = 13_200 * 1.04**2
    assert day_care.yearly.typical == pytest.approx(guests * price * (1 - 0.4 * 0.3))
    assert sum(by_payer(day_care.yearly).values()) == pytest.approx(day_care.yearly.typical)
    once = 18 * 55_000 * 1.04**2
    assert (day_care.one_off.low, day_care.one_off.typical, day_care.one_off.high) == pytest.approx(
        (once * 30 / 55, once, once * 80 / 55)
    )
    (places,) = day_care.places
    assert (places.kind["en"], places.before, places.after) == ("Adult day care", 16, 34)
    assert places.sites == (("neu", 0, 18),)


def test_stated_cost_is_booked_with_its_range_in_the_prices_of_the_start(musterkreis):
    bigger = outline(
        musterkreis, kind="resize_site", site="kita_e1", change=4, price_year=2025,
        capital_cost_eur={"low": 100, "typical": 300, "high": 500, "source": "x", "grade": "C"},
        capital_payers={"kreis": 0.5, "municipality": 0.5}, running_cost_eur_per_year=1200,
        running_payers={"kreis": 1.0},
    )  # fmt: skip
    growth = 1.035**2
    assert bigger.one_off[:3] == pytest.approx((100 * growth, 300 * growth, 500 * growth))
    assert by_payer(bigger.one_off) == pytest.approx({"Kreis": 150 * growth, "municipalities": 150 * growth})
    without = outline(musterkreis, kind="resize_site", site="kita_e1", change=4)
    # The programme's own cost, whose prices rise in January, stands on top of what the places cost.
    assert 1200 * growth < bigger.yearly.typical - without.yearly.typical < 1200 * 1.035**3


def test_a_post_costs_what_posts_of_the_kind_cost(musterkreis):
    post = outline(musterkreis, kind="extra_posts", site="schuldnerberatung_a_mitte", posts_fte=-0.5)
    assert post.yearly.typical < 0
    shares = {payer: eur / post.yearly.typical for payer, eur in by_payer(post.yearly).items()}
    assert shares == pytest.approx({"Kreis": 0.39, "Land": 0.52, "providers (own part)": 0.09})
    assert [fte for _, fte in post.posts] == [-0.5]
    assert (post.places, post.one_off) == ((), None)


def test_places_that_move_within_a_kind_cost_nothing(all_kinds, values, musterkreis):
    """Sums are of places and sites alone: as many elsewhere are nothing more, and kinds that share a house share it."""
    sums = [full_house(all_kinds, values, musterkreis, "kita", n, 0, START) for n in (40, -40)]
    for payer, eur in sums[0].eur_per_year.items():
        assert sums[1].eur_per_year[payer] == pytest.approx(-eur)
    kindergarten, nursery = (
        all_kinds[name].fte(values, "educator", "fte_per_case", START) for name in ("kindergarten", "nursery")
    )
    assert 40 * kindergarten < sums[0].fte["educator"] < 40 * nursery
    assert post_cost(all_kinds, values, "kita", 0.0, START).eur_per_year == {}


def test_what_a_measure_changes_of_values_is_in_what_its_own_places_cost(musterkreis):
    """Two measures of one scenario: a dearer post makes the new house dearer."""
    house = WHO | {
        "kind": "open_site", "site": "neu", "site_kind": "kita", "place": "e_ort", "provider": "gemeinden",
        "licensed_places": 30,
    }  # fmt: skip
    wage = WHO | {
        "kind": "change_value", "id": "services.kita.cost.per_fte_eur_per_year", "op": "multiply", "by": 1.1,
    }  # fmt: skip
    plain, dearer = (
        outlines_of(Scenario.from_config("x", {"measures": measures}), musterkreis)["house"].yearly.typical
        for measures in ({"house": house}, {"house": house, "wage": wage})
    )
    assert dearer > plain * 1.05


def test_dwellings_stand_by_month(musterkreis):
    built = outline(
        musterkreis,
        kind="phased_housing",
        start="2028-06",
        place="c_stadt",
        phases={"2028-06": 3, "2030-06": 2},
    )
    assert built.dwellings == {"2028-06": 3, "2030-06": 2}
    assert (built.posts, built.yearly) == ((), None)
