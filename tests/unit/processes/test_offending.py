"""Young people expected to offend: none more by default where clubs close, as many as stated where switched on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simsocial.parameters import Parameters
from simsocial.region import load_region
from simsocial.services.catalogue import Catalogue
from tests.conftest import FEW
from tests.unit.model.measures import WHO
from tests.unit.model.small import SMALL, write_region

FACTOR = "services.youth_club.effects.offending_farther.factor"
CLOSES = {"closes": WHO | {"kind": "close_site", "start": "2024-03", "site": "club_b"}}


@pytest.fixture(scope="module")
def world(tmp_path_factory, small_model, catalogue, all_kinds):
    """Return a function that builds a world of two clubs, one of which may close."""
    sites = [
        f"club_{code},youth_club,{place},verein,60" for code, place in (("a", "a_stadt"), ("b", "b_ort"))
    ]
    folder = write_region(tmp_path_factory.mktemp("clubs"), sites=[*SMALL["sites"], *sites])
    region = load_region(folder)
    region = replace(
        region, sites=region.sites[region.sites["kind"].isin((*FEW, "youth_club"))].reset_index(drop=True)
    )
    kinds = Catalogue([*catalogue, all_kinds["youth_club"]])
    values = kinds.register(Parameters.load())

    def build(measures=None, **over):
        own = values.with_overrides({name.replace("__", "."): value for name, value in over.items()})
        return small_model(measures, region=region, catalogue=kinds, parameters=own, end="2024-04")

    return build


def of_last_month(model):
    return model.run().counts.quantity("young_offenders").copy()


def test_the_number_is_the_rate_on_the_young(world):
    model = world()
    found = of_last_month(model)
    young = model.counts.population[:, :, 10:18].sum(axis=(1, 2))
    rate = model.plan.value("offending.rate_per_1000")
    np.testing.assert_allclose(found, rate / 12.0 * young, atol=0.5)
    assert found.min() > 0


def test_by_default_a_closed_club_does_nothing(world):
    assert (of_last_month(world()) == of_last_month(world(CLOSES))).all()


def test_switched_on_it_is_more_where_the_way_is_longer_and_nowhere_else(world):
    usual, more = (world(CLOSES, **{FACTOR: factor}) for factor in (1.0, 1.14))
    before, after = of_last_month(usual), of_last_month(more)
    factors = more.place_factors("offending")
    assert 1.0 < factors.max() <= 1.14
    assert (after[1:2] > before[1:2]).all()
    assert after[1] <= 1.14 * before[1] + 1
    stays = [area for area in range(len(before)) if (factors[more.place_area == area] == 1.0).all()]
    assert stays
    assert (after[stays] == before[stays]).all()


def test_counted_by_place_it_is_what_is_counted_by_area(world):
    """Can fail: whoever lives there counts, homes and reception included, at the age at the month's end."""
    model = world().run()
    process = next(one for one in model.schedule_of_month.processes if one.name == "offending")
    by_area = np.bincount(model.place_area, process._by_place(model.month), minlength=len(model.counts.areas))
    assert by_area.tolist() == model.counts.population[:, :, 10:18].sum(axis=(1, 2)).tolist()


def test_who_knows_no_effect_on_it_is_told_no_number(small_model):
    frame = small_model(end="2024-01").run().recorder.frame()
    assert "young_offenders" not in set(frame["indicator"])
