"""What a kind of service costs: the Musterkreis with 24 kinds more than it has, in time and in calls of Python.

The further kinds are copies of adult day care, each with a house beside every house of the original, so that there are
people who want them, sites that serve them and staff who work there.
"""

from __future__ import annotations

import dataclasses
import gc
import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType

import pandas as pd

from simsocial.bench.clock import Figures, best_pace
from simsocial.bench.worlds import month_of, replicates
from simsocial.core.roots import roots
from simsocial.model import SocialModel
from simsocial.region import Region, load_region
from simsocial.services.catalogue import Catalogue, load_catalogue_from_dirs

__all__ = ["calls_a_month", "calls_of", "many_kinds", "with_copies"]

COPIES, ORIGINAL = 24, "adult_day_care"
SIX_KINDS = ("nursery", "kindergarten", "primary_school", "home_care", "adult_day_care", "nursing_home")
"""Kinds of the smallest house that answers a planner's question."""
NOT_WITH_SIX = ("work", "household_income", "tenancy", "social_states", "onset")
"""Processes that such a house does without."""


def many_kinds(quick: bool) -> Figures:
    """Return processor time and calls of one replicate, with the package's kinds and with 24 more; time with six."""
    spin_up, end, repeats = (1, "2024-06", 1) if quick else (36, "2031-12", 3)
    region = load_region("musterkreis")
    catalogue = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
    figures: Figures = {}
    for name, copies in (("few_kinds", 0), ("many_kinds", COPIES)):
        model = replicates(*with_copies(region, catalogue, ORIGINAL, copies), spin_up, end)
        figures[f"{name}_process_seconds"] = _replicate_seconds(model, repeats)
        figures[f"{name}_calls_a_month"] = calls_a_month(model(), 2 if quick else 12)
    six = Catalogue([catalogue[name] for name in SIX_KINDS], catalogue.staff)
    model = replicates(_with_sites_of(region, six), six, spin_up, end, disabled=NOT_WITH_SIX)
    figures["six_kinds_process_seconds"] = _replicate_seconds(model, repeats)
    return figures


def _with_sites_of(region: Region, catalogue: Catalogue) -> Region:
    """Return the region with the sites of these kinds only."""
    return dataclasses.replace(region, sites=region.sites[region.sites["kind"].isin(catalogue.site_kinds)])


def _replicate_seconds(model: Callable[[], SocialModel], repeats: int) -> float:
    """Return the processor time of a replicate and its table, from the first month of the horizon on."""
    first = model()
    months = first.end_month - first.next_month + 1
    return best_pace(lambda: month_of(model(), table=True), months, repeats).process_seconds


def with_copies(region: Region, catalogue: Catalogue, kind_id: str, copies: int) -> tuple[Region, Catalogue]:
    """Return the region and the catalogue with so many copies of a kind and of its sites.

    Parameters
    ----------
    region : Region
        Its sites of the kind are repeated under new names.
    catalogue : Catalogue
        Kinds; a copy takes its turn right behind the original.
    kind_id : str
        A kind with sites of its own.
    copies : int
        How many; they are named ``<kind>_1`` and so on.
    """
    names = [f"{kind_id}_{number}" for number in range(1, copies + 1)]
    kinds = [catalogue[kind_id].model_copy(update={"id": name, "site_kind": name}) for name in names]
    original = region.sites[region.sites["kind"] == kind_id]
    sites = [
        original.assign(kind=name, site=[f"{site}_{number}" for site in original["site"]])
        for number, name in enumerate(names, start=1)
    ]
    together = pd.concat([region.sites, *sites], ignore_index=True)
    return dataclasses.replace(region, sites=together), Catalogue([*catalogue, *kinds])


def calls_a_month(model: SocialModel, months: int) -> float:
    """Return how many Python functions a model calls in a month, after one in which it fills its caches."""
    model.advance()
    counted = calls_of(model, months)
    return sum(number for (event, _), number in counted.items() if event == "call") / months


def calls_of(model: SocialModel, months: int) -> Counter[tuple[str, str]]:
    """Count what a model calls in some months: Python functions by name, C functions by who calls them.

    Keys are ``("call", name)`` and ``("c_call", name of the caller)``.
    """
    counted: Counter[tuple[str, str]] = Counter()

    def count(frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG001 - as Python calls it
        if event in ("call", "c_call"):
            counted[event, frame.f_code.co_qualname] += 1

    before = sys.getprofile()
    # What is left of others is not to be cleared away in between.
    gc.collect()
    gc.disable()
    sys.setprofile(count)
    try:
        for _ in range(months):
            model.advance()
    finally:
        sys.setprofile(before)
        gc.enable()
    return counted
