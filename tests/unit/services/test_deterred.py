"""Who stays away since the way became longer: still in need, counted as without the service, back when it is near."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from simsocial.core.calendar import monthly_chance
from simsocial.core.columns import DETERRED, SERVED
from simsocial.core.state import TOP
from simsocial.indicators.counts import DETECTED, FELT
from tests.unit.model.measures import WHO
from tests.unit.services.episodes import counselling, with_kinds

CLUB, ADVICE = "club", "advice"
CLOSED, AGAIN = "2024-03", "2024-06"
DISTANCE = {
    f"{name}_minutes": {"value": value, "source": "own assumption", "year": 2025}
    for name, value in (("free", 5), ("decay", 20), ("maximum", 60))
}

TAKE_UP = {"by": "age", "table": {0: 0.0, 18: 0.1}, "source": "own assumption", "year": 2025, "grade": "C"}


def closing(*sites):
    return {f"zu_{site}": WHO | {"kind": "close_site", "start": CLOSED, "site": site} for site in sites}


def opening(kind, place, start):
    """Return a measure that opens a site."""
    site = {
        "site": f"neu_{place}",
        "site_kind": kind,
        "place": place,
        "provider": "pflege",
        "licensed_places": 900,
    }
    return {f"neu_{place}": WHO | {"kind": "open_site", "start": start} | site}


@pytest.fixture(scope="module")
def world(small_region, small_model, catalogue):
    """Return a function that builds a world of one club and one counselling centre in the town."""
    own = small_region.sites
    in_town = own.query("site == 'tag_a'")
    more = [in_town.assign(site=f"{kind}_a", kind=kind, licensed_places=900) for kind in (CLUB, ADVICE)]
    region = replace(small_region, sites=pd.concat([own, *more], ignore_index=True))
    advice = counselling(distance=DISTANCE)
    club = {key: value for key, value in advice.items() if key != "need"}
    club |= {"take_up": TAKE_UP, "patience_months": 3, "after_patience": "leaves"}
    kinds = with_kinds(catalogue, **{ADVICE: advice, CLUB: club})

    def build(measures, months):
        model = small_model(measures, region=region, end="2024-12", **kinds)
        for _ in range(months):
            model.advance()
        return model

    return build


def states_of(model, kind):
    """Return the state of each case of a kind by the key of the person."""
    cases, top = model.state.cases, int(model.state.counters[2, TOP])
    own = (cases.person[:top] >= 0) & (cases.kind[:top] == model.catalogue.ids.index(kind))
    keys = model.state.persons.key[cases.person[:top][own]].tolist()
    return dict(zip(keys, cases.state[:top][own].tolist(), strict=True))


def away(model, kind):
    return {key for key, state in states_of(model, kind).items() if state == DETERRED}


@pytest.mark.parametrize("measures", [None, opening(CLUB, "b_ort", CLOSED)])
def test_nobody_stays_away_as_long_as_no_way_becomes_longer(world, measures):
    model = world(measures, 6)
    assert not away(model, CLUB)
    assert not away(model, ADVICE)


def test_whoever_wanted_it_still_does_when_the_last_site_closes(world):
    usual, closed = world(None, 3), world(closing("club_a"), 3)
    assert len(states_of(usual, CLUB)) > 20
    assert states_of(closed, CLUB).keys() == states_of(usual, CLUB).keys()
    assert away(closed, CLUB) == states_of(closed, CLUB).keys()


def test_the_farther_the_next_site_the_more_stay_away(world):
    none = world(closing("club_a"), 3)
    far = world(closing("club_a") | opening(CLUB, "c_dorf", CLOSED), 3)
    near = world(closing("club_a") | opening(CLUB, "a_dorf", CLOSED), 3)
    assert away(near, CLUB) < away(far, CLUB) < away(none, CLUB)
    # Some live nearer to the new site than they did to the old one: they come on top.
    assert states_of(far, CLUB).keys() >= states_of(none, CLUB).keys()


def test_who_has_a_place_keeps_it_when_a_nearer_site_closes(world):
    """Places at the door that were full are gone; who went farther goes on."""
    both = opening(CLUB, "b_ort", "2024-01")
    open_still, closed = world(both, 3), world(both | closing("club_a"), 3)
    before = {key for key, state in states_of(world(both, 2), CLUB).items() if state == SERVED}
    stayed = {key for key, state in states_of(closed, CLUB).items() if state == SERVED}
    assert away(closed, CLUB)
    assert not away(closed, CLUB) & stayed
    assert states_of(closed, CLUB).keys() == states_of(open_still, CLUB).keys()
    assert len(before & stayed) > 5


@pytest.mark.parametrize(("again", "months_away"), [("2024-04", 1), ("2024-06", 3), ("2024-10", 7)])
def test_the_shorter_they_stayed_away_the_more_come_back_at_once(world, again, months_away):
    """Two of three of those who wait do so a month later; the others have got used to its absence."""
    measures, month = closing("club_a") | opening(CLUB, "a_stadt", again), 2 + months_away
    were_away = away(world(measures, month), CLUB)
    model = world(measures, month + 1)
    assert len(were_away) > 20
    assert not away(model, CLUB)
    served = {key for key, state in states_of(model, CLUB).items() if state == SERVED}
    back = len(served & were_away) / len(were_away)
    kept = (2.0 / 3.0) ** months_away
    expected = kept + (1.0 - kept) * monthly_chance(1.0)
    assert back == pytest.approx(expected, abs=3.0 * (expected * (1.0 - expected) / len(were_away)) ** 0.5)


def test_who_got_used_to_its_absence_comes_back_one_after_another(world):
    measures = closing("club_a") | opening(CLUB, "a_stadt", "2024-09")
    were_away, back = away(world(measures, 8), CLUB), []
    for months in (9, 12):
        served = {key for key, state in states_of(world(measures, months), CLUB).items() if state == SERVED}
        back.append(len(served & were_away))
    assert back[0] < 0.5 * len(were_away)
    assert back[1] > back[0]


def needs(model):
    return model.counts.needs[model.catalogue.ids.index(ADVICE)].sum(axis=(1, 2))


def test_needs_go_on_to_begin_where_nobody_is_left_who_could_know_of_them(world):
    usual, closed = world(None, 9), world(closing("advice_a"), 9)
    assert needs(closed)[FELT] > 15
    assert abs(needs(closed)[FELT] - needs(usual)[FELT]) <= 0.2 * needs(usual)[FELT]
    assert needs(usual)[DETECTED] > 5
    assert needs(closed)[DETECTED] == 0
    assert len(away(closed, ADVICE)) > 4 * needs(usual)[DETECTED]


def test_needs_that_nobody_knew_of_come_forward_when_a_site_opens_again(world):
    measures = closing("advice_a") | opening(ADVICE, "a_stadt", AGAIN)
    assert len(away(world(measures, 5), ADVICE)) > 10
    assert not away(world(measures, 6), ADVICE)


def test_some_needs_come_forward_when_a_site_opens_farther_away_than_the_old_one(world):
    measures = closing("advice_a") | opening(ADVICE, "b_ort", AGAIN)
    before, after = away(world(measures, 5), ADVICE), away(world(measures, 6), ADVICE)
    assert 0 < len(before & after) < len(before)


def test_they_are_counted_as_without_the_service(world):
    model = world(closing("club_a"), 3)
    counted = model.counts.cases[model.catalogue.ids.index(CLUB)].sum(axis=(1, 2))
    assert counted[DETERRED] == len(away(model, CLUB))
    monthly = model.recorder.monthly()
    assert monthly[f"{CLUB}_deterred"][-1] == monthly[f"{CLUB}_unmet"][-1] == counted[DETERRED]
    assert monthly[f"{CLUB}_demand"][-1] == counted.sum()
    assert monthly[f"{CLUB}_coverage"][-1] == 0
