"""Measures: dated modifiers of a region, one file a kind; importing the package registers them all."""

from __future__ import annotations

from simsocial.measures import (
    change_value,
    close_site,
    merge_sites,
    no_change,
    open_site,
    phased_housing,
    resize_site,
)
from simsocial.measures.base import Measure
from simsocial.measures.registry import measure_kinds, read_measure, register_measure

__all__ = [
    "Measure",
    "change_value",
    "close_site",
    "measure_kinds",
    "merge_sites",
    "no_change",
    "open_site",
    "phased_housing",
    "read_measure",
    "register_measure",
    "resize_site",
]
