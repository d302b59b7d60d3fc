"""A sum of money has no place and no staff: whoever claims it gets it in the same month, whatever sites do."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import ELSEWHERE, NOBODY, SERVED
from simsocial.core.errors import ConfigError, ScenarioError
from simsocial.core.state import TOP
from simsocial.indicators.axes import PAYERS
from simsocial.indicators.known import indicators
from simsocial.measures import read_measure
from simsocial.model import SocialModel
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import People
from simsocial.scenario import Scenario
from simsocial.services.catalogue import Catalogue, load_catalogue
from simsocial.shapes.house import site_kinds
from tests.unit.model.measures import WHO
from tests.unit.services.test_catalogue import kind

ALLOWANCE = "cash_care_allowance"
CASH = {
    "access": "entitlement",
    "in_cash": True,
    "cost": {"per_case_eur_per_year": 1200},
}


@pytest.fixture(scope="module")
def with_cash(catalogue, all_kinds):
    """The few kinds and the cash allowance."""
    return Catalogue([*catalogue, all_kinds[ALLOWANCE]])


def of_allowance(model):
    """Return how many get the allowance, and by person whether; and who of grade 2 to 5 lives without a service."""
    state, codes = model.state, model.catalogue.ids
    people, top = int(state.counters[0, TOP]), int(state.counters[2, TOP])
    cases = state.cases
    placed = (cases.person[:top] != NOBODY) & np.isin(cases.state[:top], (SERVED, ELSEWHERE))

    def having(*names):
        kinds = [codes.index(name) for name in names]
        rows = cases.person[:top][placed & np.isin(cases.kind[:top], kinds)]
        return np.bincount(rows, minlength=people) > 0

    view = People(state, slice(0, people), model.next_month - 1)
    alive = state.persons.cohort[:people] != 0
    cared = PREDICATES["care_grade_2_5"].of_people(view) & ~PREDICATES["resident"].of_people(view)
    return having(ALLOWANCE), alive & cared & ~having("nursing_home", "home_care")


def test_who_is_cared_for_by_neither_home_nor_service_gets_the_allowance(small_model, with_cash):
    model = small_model(catalogue=with_cash, end="2024-06").run()
    found, due = of_allowance(model)
    assert due.sum() > 150
    # Who found a service in this very month gets it until the next.
    assert 0 <= (found & ~due).sum() < 0.05 * due.sum()
    assert (due & ~found).sum() < 0.05 * due.sum()
    code = with_cash.ids.index(ALLOWANCE)
    cases = model.counts.cases[code].sum(axis=(1, 2))
    assert cases[ELSEWHERE] == cases.sum() == found.sum()


def test_the_care_fund_pays_the_sum_of_the_law_for_each(small_model, with_cash):
    model = small_model(catalogue=with_cash, end="2024-06").run()
    code = with_cash.ids.index(ALLOWANCE)
    yearly = with_cash[ALLOWANCE].cost_eur_per_year(model.plan, "per_case", model.next_month - 1)
    cents = model.counts.money[:, code, :, 0].sum(axis=1)
    assert yearly == pytest.approx(5690, abs=1.0)
    assert cents.sum() == cents[PAYERS.index("care_fund")]
    assert cents.sum() == pytest.approx(
        model.counts.cases[code].sum() * yearly * 100 / 12, abs=len(model.counts.areas)
    )


def test_a_sum_that_is_raised_is_paid_to_each_without_any_site(small_model, with_cash):
    """An event such as a law of one's own: money has no site at which it could be dearer."""
    raised = WHO | {"kind": "change_value", "start": "2024-04", "op": "multiply", "by": 1.1}
    raised |= {"id": f"services.{ALLOWANCE}.cost.per_case_eur_per_year"}
    usual, more = (
        small_model(measures, catalogue=with_cash, end="2024-04").run()
        for measures in (None, {"mehr": raised})
    )
    code = with_cash.ids.index(ALLOWANCE)
    one, other = (model.counts.money[:, code].sum(axis=(1, 2)) for model in (usual, more))
    assert other.sum() / one.sum() == pytest.approx(1.1, rel=1e-4)
    assert other.sum() == other[PAYERS.index("care_fund")]
    assert (usual.counts.cases[code] == more.counts.cases[code]).all()


def test_whom_a_closed_service_leaves_draws_the_allowance_instead(small_model, with_cash):
    close = {
        f"zu_{site}": WHO | {"kind": "close_site", "start": "2024-06", "site": site}
        for site in ("dienst_a", "dienst_c")
    }
    here, there = (
        small_model(measures, catalogue=with_cash, end="2024-09").run() for measures in (None, close)
    )
    more = of_allowance(there)[0].sum() - of_allowance(here)[0].sum()
    served = here.counts.cases[with_cash.ids.index("home_care")][SERVED].sum()
    # Clients of grade 1 have no claim to it.
    assert 0.7 * served < more <= served


def test_it_has_no_sites_and_nobody_waits(with_cash, small_region):
    ids = {one.concept for one in indicators(with_cash) if one.kind == ALLOWANCE}
    assert ids == {"served", "demand", "operating_cost"}
    assert ALLOWANCE not in site_kinds()
    measure = WHO | {"kind": "open_site", "start": "2024-02", "site": "neu", "site_kind": ALLOWANCE}
    measure |= {"place": "c_ort", "provider": "pflege", "licensed_places": 5}
    with pytest.raises(ScenarioError, match=f"'{ALLOWANCE}' is no kind of site"):
        read_measure("neu", measure).validate_against(small_region, with_cash)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"access": "capacity"}, "in_cash needs access: entitlement"),
        ({"cost": {}}, "in_cash needs access: entitlement and cost"),
        (
            {"cost": {"per_case_eur_per_year": 1200, "per_place_eur_per_year": 5}},
            "takes no cost.per_place_eur_per_year",
        ),
        ({"site_kind": "kita"}, "takes no site_kind"),
        ({"patience_months": 3}, "takes no patience_months"),
        ({"staff": {"qualification": "educator", "fte_per_case": 0.1}}, "takes no staff"),
        ({"residential": True}, "takes no residential"),
    ],
)
def test_what_belongs_to_places_is_refused_of_money(changes, told):
    load_catalogue(kind(**CASH))
    with pytest.raises(ConfigError, match=told):
        load_catalogue(kind(**(CASH | changes)))


def test_the_law_raises_the_allowance_from_its_date_on_and_a_switch_leaves_it(
    small_region, with_cash, values
):
    """4.39 % from January 2025 on, all of it the care fund's; before, both are the same to the bit."""
    code, fund = with_cash.ids.index(ALLOWANCE), PAYERS.index("care_fund")
    paid = []
    for acts in (True, False):
        scenario = Scenario.from_config("test", {"laws": {"care_benefits_2025": acts}})
        model = SocialModel(
            small_region, scenario, 1, parameters=values, catalogue=with_cash, spin_up=0, end="2025-01"
        )
        by_month = []
        while model.running:
            model.step()
            by_month.append(model.counts.money[:, code].sum(axis=(1, 2)))
        paid.append(np.array(by_month))
    on, off = paid
    assert np.array_equal(on[:12], off[:12])
    assert on[12, fund] / off[12, fund] == pytest.approx(1.0439, rel=1e-3)
    assert on[12].sum() == on[12, fund]
