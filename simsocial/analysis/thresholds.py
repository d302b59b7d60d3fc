"""The few numbers that decide what counts as an effect; reports print them."""

from __future__ import annotations

__all__ = ["CONFIDENCE", "LEVEL", "MIN_NONZERO", "POWER", "RANGE", "SAME_SIGN_SHARE"]

CONFIDENCE = 0.95
"""Confidence of the interval of a mean effect."""

RANGE = (0.05, 0.95)
"""Ends of the printed range of an effect: so much of the draws (without draws, of the runs) lies below each."""

POWER = 0.9
"""Chance with which one stage must find an effect of the size of its relevance before 'not found' may be said; two
stages find it with four chances in five."""

LEVEL = 0.05
"""False-discovery rate of each of the two stages."""

MIN_NONZERO = 10
"""Replicates that must differ before a row is tested or called structural."""

SAME_SIGN_SHARE = 0.8
"""With parameter draws: share of draws that must point the same way."""
