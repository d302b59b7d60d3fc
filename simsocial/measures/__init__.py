"""Measures: dated modifiers of a region, one file a kind; importing the package registers them all."""

from __future__ import annotations

from simsocial.measures import (
    change_value,
    close_site,
    co_funding,
    convert_site,
    cooperation,
    lateral_entry,
    merge_sites,
    no_change,
    open_site,
    opening_days,
    outreach,
    parental_fee,
    phased_housing,
    prevention,
    recruitment,
    resize_site,
    reuse_of_vacancy,
    shuttle,
    staff_ratio,
    staff_retention,
    target_quota,
    training_places,
)
from simsocial.measures.base import Measure
from simsocial.measures.registry import measure_kinds, read_measure, register_measure

__all__ = [
    "Measure",
    "change_value",
    "close_site",
    "co_funding",
    "convert_site",
    "cooperation",
    "lateral_entry",
    "measure_kinds",
    "merge_sites",
    "no_change",
    "open_site",
    "opening_days",
    "outreach",
    "parental_fee",
    "phased_housing",
    "prevention",
    "read_measure",
    "recruitment",
    "register_measure",
    "resize_site",
    "reuse_of_vacancy",
    "shuttle",
    "staff_ratio",
    "staff_retention",
    "target_quota",
    "training_places",
]
