"""What services under one roof show alike is one side effect; what they show otherwise stays."""

from __future__ import annotations

import numpy as np

from simsocial.report.catalog import Catalog
from simsocial.report.texts import Texts
from simsocial.report.told_once import sides_told_once
from tests.unit.analysis.planted import PAIRS, effects_of, indicator, manifest

KINDS = {
    "nursery": {"site_kind": "kita"},
    "kindergarten": {"site_kind": "kita"},
    "hort": {"site_kind": "hort"},
}
NAMES = ("kita", "nursery", "kindergarten", "hort")


def told(shift: dict[str, float]) -> list[str]:
    noise = np.random.default_rng(7).normal(1.0, 0.01, PAIRS)
    metadata = [indicator(f"{kind}_way", kind=kind, concept="way", direction="down") for kind in NAMES]
    metadata += [indicator("nursery_cost", kind="nursery", concept="way", direction="down", field="finance")]
    stored = manifest(metadata) | {"services": KINDS}
    values = {name: np.full(PAIRS, value) * noise for name, value in shift.items()}
    effects = effects_of(values, metadata=metadata)
    catalog = Catalog(Texts("de"), stored)
    return sorted(line.head.indicator for line in sides_told_once(catalog, effects, "option"))


def test_parts_of_a_house_are_told_by_the_house():
    every = dict.fromkeys((f"{kind}_way" for kind in NAMES), 20.0)
    assert told(every) == ["hort_way", "kita_way"]


def test_a_part_that_goes_the_other_way_or_stands_alone_is_told():
    assert told({"kita_way": 20.0, "nursery_way": -20.0}) == ["kita_way", "nursery_way"]
    assert told({"nursery_way": 20.0, "kindergarten_way": 20.0}) == ["kindergarten_way", "nursery_way"]


def test_money_has_a_table_of_its_own():
    assert told({"nursery_cost": 20.0}) == []
