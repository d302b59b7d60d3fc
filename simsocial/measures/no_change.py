"""The null measure: it changes nothing, and tests hold the engine to that."""

from __future__ import annotations

from simsocial.measures.base import Measure
from simsocial.measures.registry import register_measure

__all__ = ["NoChange"]


@register_measure("no_change")
class NoChange(Measure):
    """Change nothing from a month on."""
