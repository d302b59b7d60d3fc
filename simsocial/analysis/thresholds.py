"""The few numbers that decide what counts as an effect; reports print them."""

from __future__ import annotations

__all__ = ["CONFIDENCE", "LEVEL", "MIN_NONZERO", "SAME_SIGN_SHARE"]

CONFIDENCE = 0.95
"""Confidence of every printed interval of an effect."""

LEVEL = 0.05
"""False-discovery rate of each of the two stages."""

MIN_NONZERO = 10
"""Replicates that must differ before a row is tested or called structural."""

SAME_SIGN_SHARE = 0.8
"""With parameter draws: share of draws that must point the same way."""
