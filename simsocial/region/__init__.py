"""Regions: tables of a Kreis, checked and completed, and the people synthesised from them."""

from __future__ import annotations

from simsocial.region.load import load_region
from simsocial.region.region import Region, SyntheticPopulation
from simsocial.region.synthesis import synthesise

__all__ = ["Region", "SyntheticPopulation", "load_region", "synthesise"]
