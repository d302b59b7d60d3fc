"""Who keeps more staff than cases require turns nobody away for want of it; a stricter ratio does."""

from __future__ import annotations

import pytest

from simsocial.core.columns import SERVED
from tests.unit.model.measures import measure

KITA = ("nursery", "kindergarten")


@pytest.fixture(scope="module")
def run(small_model):
    """Return a function that runs half a year of the small region under one measure or none."""

    def run(kind=None, **figures):
        measures = None if kind is None else measure(kind, start="2024-03", kinds=list(KITA), **figures)
        return small_model(measures, end="2024-08").run()

    return run


def children_served(model):
    codes = [model.catalogue.ids.index(kind) for kind in KITA]
    return int(model.counts.cases[codes, SERVED].sum())


def kita_staff(model):
    return int(model.sites.arrays.staff_milli[model.sites.codes("kita"), 0].sum())


def test_more_is_sought_and_no_child_loses_its_place(run):
    usual, kept, stricter = run(), run("staff_above_minimum", share=0.5), run("staff_ratio", fte_factor=1.5)
    wanted = [
        model.services.wanted_milli(model.month)[model.sites.codes("kita"), 0].sum()
        for model in (usual, kept)
    ]
    assert 1.2 * wanted[0] < wanted[1] <= 1.5 * wanted[0] + 1
    assert children_served(kept) >= children_served(usual) > children_served(stricter)
    assert kita_staff(kept) >= kita_staff(usual)
