"""Entitlements: nobody with a claim is left without a place or its price, wherever the places went."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import ELSEWHERE, SERVED, WAITING
from simsocial.core.errors import ParameterError
from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from tests.unit.model.measures import WHO

KITAS = ("kita_a1", "kita_b1", "kita_b2", "kita_c1")


def closing(*sites, start="2024-09"):
    """Return measures that close sites."""
    return {f"zu_{site}": WHO | {"kind": "close_site", "start": start, "site": site} for site in sites}


def cases(model, kind_id):
    """Return the cases of a kind by state at the month's end."""
    return model.counts.cases[model.catalogue.ids.index(kind_id)].sum(axis=(1, 2))


def cost(model, kind_id):
    """Return the month's operating cost of a kind in cents."""
    return int(model.counts.money[:, model.catalogue.ids.index(kind_id), :, 0].sum())


@pytest.fixture(scope="module")
def pair(small_model):
    """Return a function that runs the status quo and measures side by side, month by month."""

    def run(measures, end="2025-03"):
        here, there = small_model(end=end), small_model(measures, end=end)
        while here.running:
            here.step()
            there.step()
            if here.month_label >= "2024-09":
                yield here, there

    return run


def test_pupils_without_a_place_go_elsewhere_in_the_same_month_and_cost_no_less(pair):
    for here, there in pair(closing("schule_a")):
        before, after = cases(here, "primary_school"), cases(there, "primary_school")
        assert after.sum() == before.sum()
        assert before[WAITING] == after[WAITING] == 0
        assert after[ELSEWHERE] > before[ELSEWHERE] + 60
        assert cost(there, "primary_school") >= cost(here, "primary_school")


def test_no_pupil_leaves_for_want_of_a_teacher(small_model, catalogue, values):
    """Where places are free, classes grow and posts stay vacant."""
    nobody_comes = values.with_overrides(
        {"staff.teacher.hired_share": 0.0, "staff.teacher.turnover_rate": 0.5}
    )
    usual, barred = (small_model(parameters=own, end="2024-07").run() for own in (values, nobody_comes))
    staff, wanted, *_ = barred.counts.staff[catalogue.qualifications.index("teacher")].sum(axis=0)
    assert staff < 0.8 * wanted
    assert cases(barred, "primary_school").tolist() == cases(usual, "primary_school").tolist()


@pytest.mark.parametrize("sites", [KITAS[1:3], KITAS])
def test_closing_kitas_lowers_no_demand(pair, sites):
    """Every child waits, is served or has a place elsewhere."""
    waited = 0
    for here, there in pair(closing(*sites)):
        for kind_id in ("nursery", "kindergarten"):
            before, after = cases(here, kind_id), cases(there, kind_id)
            assert after.sum() == before.sum()
            assert after[[WAITING, SERVED, ELSEWHERE]].sum() == after.sum()
            waited += int(after[WAITING] - before[WAITING])
    assert waited > 0


@pytest.mark.parametrize("draw", [None, 3, 21, 34])
def test_closing_every_kita_saves_no_public_payer_money(small_model, catalogue, draw):
    """Land and municipalities pay no less than their share of a dearer place; the Kreis pays who waits."""
    settings = {"parameters": catalogue.register(Parameters.load(draw=draw)), "end": "2025-06"}
    here, there = small_model(**settings), small_model(closing(*KITAS), **settings)
    codes = [catalogue.ids.index(kind_id) for kind_id in ("nursery", "kindergarten")]
    saved = np.zeros(len(PAYERS))
    while here.running:
        here.step()
        there.step()
        if here.month_label >= "2024-09":
            money = [model.counts.money[:, codes].sum(axis=(1, 2, 3)) for model in (here, there)]
            saved += money[0] - money[1]
    by_payer = dict(zip(PAYERS, saved / 100, strict=True))
    assert by_payer["kreis"] < -100_000
    assert by_payer["kreis"] + by_payer["land"] + by_payer["municipality"] < 0
    if draw is None:
        assert here.counts.money[:, codes].sum() < there.counts.money[:, codes].sum()


def test_a_place_elsewhere_is_never_cheaper_than_here(catalogue, values):
    """With nothing but what the houses cost here, the ratio alone decides, in every draw."""
    for draw in range(100):
        drawn = catalogue.register(Parameters.load(draw=draw))
        for kind in catalogue:
            if kind.access == "entitlement" and not kind.in_cash:
                assert kind.number(drawn, "cost.elsewhere_ratio") >= 1.0
    with pytest.raises(ParameterError, match=r"0\.9 makes no sense. Valid: from 1 "):
        values.with_overrides({"services.nursery.cost.elsewhere_ratio": 0.9})


def test_fewer_children_have_a_kita_near_when_kitas_close(small_model):
    """Who has no place within reach counts as outside, not as nobody."""
    shares = {}
    for name, measures in (("here", {}), ("there", closing(*KITAS[:3]))):
        model = small_model(measures, end="2025-06").run()
        shares[name] = model.recorder.latest("kita_within_30_min")
    assert 0 < shares["there"] < 0.7 * shares["here"] < 70


def test_a_child_has_a_claim_from_its_first_birthday(small_model, values):
    """Younger ones wait as well, but nobody owes them a place or a refund."""
    many = values.with_overrides({"services.nursery.take_up.table": 8.0})
    model = small_model(closing(*KITAS, start="2024-03"), end="2024-04", parameters=many).run()
    code, persons = model.catalogue.ids.index("nursery"), model.state.persons
    waiting = (model.state.cases.person >= 0) & (model.state.cases.kind == code)
    waiting &= model.state.cases.state == WAITING
    births = EPOCH_MONTH + (persons.cohort[model.state.cases.person[waiting]].astype(int) >> 1)
    claims = int((model.month - births >= 12).sum())
    assert 0 < claims < waiting.sum()
    assert model.counts.claims[code].sum() == claims
    unmet = model.counts.claims.sum()
    assert model.recorder.latest("unmet_legal_claim") == unmet
    assert unmet < model.recorder.latest("kita_waiting") + model.recorder.latest("primary_school_waiting")


def test_places_that_come_back_take_children_back_from_elsewhere(small_model):
    measures = closing("schule_a", start="2024-03") | {
        "neu": WHO
        | {
            "kind": "open_site", "start": "2024-06", "site": "schule_neu", "site_kind": "primary_school",
            "place": "a_stadt", "provider": "stadt_a", "licensed_places": 110, "staff_fte": 8.0,
        }
    }  # fmt: skip
    model, elsewhere = small_model(measures, end="2024-12"), []
    while model.running:
        model.step()
        elsewhere.append(int(cases(model, "primary_school")[ELSEWHERE]))
    assert elsewhere[4] > 60
    assert elsewhere[-1] < elsewhere[4] - 20
