"""A public provider has no money of its own: what nobody else pays is the Kreis's or the municipality's."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from simsocial.indicators.axes import OWNERSHIPS, PAYERS
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.ledger import OWN_PART
from simsocial.services.payers import ServicePayers
from simsocial.services.public_owners import PUBLIC, at_public, bearers, owner_of, owners_of

KREIS, TOWNS = PAYERS.index("kreis"), PAYERS.index("municipality")
OWNERS = {
    "kindergarten": "municipality",
    "youth_club": "municipality",
    "meeting_place": "municipality",
    "gymnasium": "kreis",
    "adult_education": "kreis",
    "shared_accommodation": "kreis",
    "mobile_youth_work": "kreis",
    "nursing_home": "kreis",
}


def test_who_builds_more_runs_the_public_sites_of_a_kind(all_kinds):
    assert {kind: owner_of(all_kinds[kind]) for kind in OWNERS} == OWNERS
    assert {owner_of(all_kinds.house(name)) for name in all_kinds.site_kinds} == {"kreis", "municipality"}


def test_whose_part_is_passed_on_and_whose_is_not(all_kinds):
    kinds = [all_kinds.ids.index(name) for name in ("kindergarten", "kindergarten", "gymnasium", "gymnasium")]
    offers = SimpleNamespace(kind=np.array(kinds), site=np.arange(4))
    other = OWNERSHIPS.index("non_profit")
    assert bearers(owners_of(all_kinds), offers, np.array([PUBLIC, other] * 2)).tolist() == [
        TOWNS,
        OWN_PART,
        KREIS,
        OWN_PART,
    ]


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
def test_of_a_public_house_its_owner_pays_all_that_the_provider_would(part):
    payers = at_public({"land": 1.0 - part, "provider": part}, "kreis")
    assert payers == {"land": 1.0 - part, "kreis": part}


@pytest.mark.parametrize("kept", [1.0, 0.5, 0.0])
def test_a_lost_grant_of_a_public_kita_is_the_municipalitys(small_model, all_kinds, kept):
    """The Kreis pays all, half or nothing of 30 %, and the Land 60 % beside it; who runs the house bears the rest."""
    payers = ServicePayers.model_validate(
        {"shares": {"land": 0.6, "kreis": 0.3, "provider": 0.1}, "co_funding": {"land": "kreis"}}
    )
    kinds = Catalogue([all_kinds["kindergarten"].model_copy(update={"payers": payers})])
    identifier = "services.kindergarten.payers.kreis"
    cut = {
        "kind": "change_value",
        "decided_by": "kreis",
        "lever": "own_act",
        "start": "2024-02",
        "id": identifier,
    }
    measures = {"c": {**cut, "op": "set", "by": 0.3 * kept}} if kept < 1.0 else None
    model = small_model(
        measures, catalogue=kinds, parameters=kinds.register(Parameters.load()), end="2024-06"
    )
    money = np.zeros(len(PAYERS), dtype=np.int64)
    while model.running:
        model.step()
        money += model.counts.money[..., 0].sum(axis=(1, 2))
    ledger, public = model.sites.ledger.paid_cents, model.sites.ownerships == PUBLIC
    assert money[TOWNS] == ledger[public, OWN_PART].sum() > 0
    # Of places elsewhere their providers bear a part, too.
    assert 0 <= money[OWN_PART] - ledger[~public, OWN_PART].sum() < money.sum() - ledger.sum()
    months = [0.1] + 5 * [0.1 + 0.9 * (1.0 - kept)]
    assert money[TOWNS] / ledger[public].sum() == pytest.approx(np.mean(months), rel=0.02)
