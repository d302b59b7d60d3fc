"""Invariants hold in every month of every shipped scenario, and each is noticed when it is broken."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial import load_scenario
from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import ADULT, NOBODY, PRIVATE, SERVED, UNUSED
from simsocial.core.errors import InvariantError
from simsocial.core.state import TOP
from simsocial.indicators.axes import PAYERS
from simsocial.model.invariants import check_month, check_state
from simsocial.services import site_cost
from tests.unit.model.measures import MEASURES, measure

BUNDLES = "fachkraeftepool", "wachsen_am_bestand", "sparen_mix"
"""Shipped scenarios that join the most; the others are checked in their first months."""


@pytest.mark.any_python  # the figures of two of them are kept, to the bit
@pytest.mark.parametrize("name", BUNDLES)
def test_they_hold_in_every_month_of_a_bundle(whole_musterkreis, name):
    model = whole_musterkreis(load_scenario(name), check_every_month=True).run()
    assert model.month_label == "2031-12"


@pytest.mark.parametrize("kind", MEASURES)
def test_they_hold_under_every_kind_of_measure(small_model, kind):
    small_model(measure(kind), end="2025-12", check_every_month=True).run()


def test_they_hold_under_all_measures_at_once(small_model):
    measures = {name: entry for kind in MEASURES for name, entry in measure(kind).items()}
    small_model(measures, end="2026-12", check_every_month=True).run()


@pytest.fixture
def model(small_model):
    """A model after a month, to be broken."""
    return small_model(end="2024-02", check_every_month=True).run()


def alive(model):
    return np.flatnonzero(model.state.persons.cohort[: model.state.counters[0, TOP]] != 0)


def coupled(model):
    return int(np.flatnonzero(model.state.persons.partner[: model.state.counters[0, TOP]] >= 0)[0])


def in_no_household(model):
    model.state.persons.household[alive(model)[7]] = NOBODY


def living_elsewhere(model):
    model.state.persons.place[alive(model)[7]] += 1


def wrong_size(model):
    households = model.state.households
    households.size[np.flatnonzero((households.size > 0) & (households.form == PRIVATE))[3]] += 1


def one_sided_partner(model):
    persons = model.state.persons
    persons.partner[persons.partner[coupled(model)]] = NOBODY


def partner_in_another_household(model):
    persons, households = model.state.persons, model.state.households
    one = coupled(model)
    sizes = households.size[: model.state.counters[1, TOP]]
    alone = np.flatnonzero((sizes == 1) & (households.form[: len(sizes)] == PRIVATE))
    other = int(households.first_member[alone[0]])
    persons.partner[persons.partner[one]] = NOBODY
    persons.partner[one], persons.partner[other] = other, one


def minor_alone(model):
    persons, households = model.state.persons, model.state.households
    alone = np.flatnonzero((households.size == 1) & (households.form == PRIVATE))[0]
    persons.cohort[households.first_member[alone]] = 2 * (model.month - EPOCH_MONTH - 17 * 12)


def case_of_nobody(model):
    model.state.cases.person[np.flatnonzero(model.state.cases.person >= 0)[0]] = (
        len(model.state.persons.key) - 1
    )


def served(model, kind):
    """Return a case of a kind that a site serves."""
    cases, code = model.state.cases, model.catalogue.ids.index(kind)
    return int(np.flatnonzero((cases.person >= 0) & (cases.kind == code) & (cases.state == SERVED))[0])


def served_at_a_site_of_another_kind(model):
    model.state.cases.site[served(model, "primary_school")] = model.sites["dienst_a"].code


def served_at_no_site(model):
    model.state.cases.site[served(model, "home_care")] = NOBODY


def served_in_a_home_and_living_with_family(model):
    model.state.persons.role[model.state.cases.person[served(model, "nursing_home")]] = ADULT


def linked_in_a_circle(model):
    persons, households = model.state.persons, model.state.households
    first = households.first_member[np.flatnonzero((households.size == 2) & (households.form == PRIVATE))[0]]
    persons.next_member[persons.next_member[first]] = first


def uncounted_person(model):
    model.state.counters[0, 2] += 1


def forgotten_household(model):
    model.state.households.form[model.state.persons.household[alive(model)[7]]] = UNUSED


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (in_no_household, "in no household"),
        (forgotten_household, "in no household"),
        (living_elsewhere, "lives elsewhere"),
        (wrong_size, "size differs"),
        (linked_in_a_circle, "size differs"),
        (one_sided_partner, "do not name each other"),
        (partner_in_another_household, "do not name each other"),
        (minor_alone, "minors alone"),
        (case_of_nobody, "belongs to nobody"),
        (served_at_a_site_of_another_kind, "no open site of its kind"),
        (served_at_no_site, "no open site of its kind"),
        (served_in_a_home_and_living_with_family, "does not live there"),
        (uncounted_person, "differ from people alive"),
    ],
)
def test_a_broken_state_stops_the_run_with_month_and_row(model, break_it, told):
    check_state(model)
    break_it(model)
    with pytest.raises(InvariantError, match=rf"2024-02: .*{told}.* \(row \d+\)"):
        check_state(model)


def people_before(model):
    happened = model.counts.happened()
    change = happened["births"] - happened["deaths"] + happened["arrivals"] - happened["departures"]
    return model.state.population - change


def test_people_must_balance(model):
    before = people_before(model)
    check_month(model, before)
    with pytest.raises(
        InvariantError, match=rf"2024-02: {before + 1} people .* found {model.state.population}"
    ):
        check_month(model, before + 1)


def test_a_closed_site_serves_nobody(model):
    model.sites.close("heim_b", model.month)
    with pytest.raises(InvariantError, match=r"heim_b serves \d+ cases on a capacity of 0"):
        check_month(model, people_before(model))


def test_no_site_serves_more_than_its_licence(model):
    cases = model.state.cases
    site = model.sites["heim_b"]
    others = np.flatnonzero((cases.person >= 0) & (cases.state == SERVED) & (cases.site != site.code))
    cases.site[others[: site.licensed_places + 1]] = site.code
    with pytest.raises(InvariantError, match=r"heim_b serves .* on a capacity of 14"):
        check_month(model, people_before(model))


@pytest.mark.parametrize(("item", "name"), [(0, "kindergarten"), (-1, "other")])
def test_what_nobody_caused_is_paid_by_nobody(model, item, name):
    """An amount beyond all rounding in the ledger of a service, or of what belongs to none."""
    check_month(model, people_before(model))
    model.counts.money[PAYERS.index("kreis"), item, 1, 0] += 100_00
    with pytest.raises(InvariantError, match=rf"2024-02: payers of {name} pay [\d.]+ EUR of a cost of"):
        check_month(model, people_before(model))


def test_money_stays_in_the_area_where_it_is_spent(model):
    model.counts.money[PAYERS.index("land"), 0, :2, 0] += (-1, 1)
    with pytest.raises(InvariantError, match=r"2024-02: kindergarten in area a is booked with .* and costs"):
        check_month(model, people_before(model))


def test_a_rest_that_nobody_bears_stops_the_run(small_model, monkeypatch):
    model = small_model(end="2024-02")
    monkeypatch.setattr(site_cost, "split", lambda _, shares: np.zeros(shares.shape))
    with pytest.raises(InvariantError, match=r"2024-01: payers of kindergarten pay"):
        model.step()
