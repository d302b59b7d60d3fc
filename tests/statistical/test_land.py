"""The model of the whole Land: its Kreise exchange as many people as the figures say."""

from __future__ import annotations

import pytest

from simsocial.model import SocialModel
from simsocial.region import load_region

BETWEEN_KREISE_PER_1000 = 13.3
"""Moves between Kreise of Thuringia a year, of 54,600 between its municipalities in 2024 (TLS; see
`migration.out_rate`)."""


@pytest.mark.long
def test_kreise_of_the_land_exchange_people_as_the_figures_say():
    """About 28,800 moves: chance is below 1 %. Can fail: with moves that stay in their Kreis it was half."""
    model = SocialModel(load_region("thueringen"), rng=1, spin_up=0, start="2024-01", end="2024-12")
    moves = 0
    while model.next_month <= model.end_month:
        model.advance()
        moves += int(model.counts.event("moved_in").sum())
    assert 1000 * moves / model.state.population == pytest.approx(BETWEEN_KREISE_PER_1000, rel=0.1)
