"""Ticks say what stands at them."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from simsocial.report.style import tick_decimals, write_ticks
from simsocial.report.texts import Texts


@pytest.mark.parametrize(
    ("ticks", "decimals"),
    [([0, 0.25, 0.5], 2), ([-7.5, -5.0], 1), ([0, 2000], 0), ([0.1 + 0.2, 0.1], 1), ([], 0), ([0.0], 0)],
)
def test_ticks_get_the_decimals_their_spacing_needs(ticks, decimals):
    assert tick_decimals(ticks) == decimals


def test_no_two_ticks_of_an_axis_read_the_same():
    axes = Figure().subplots()
    axes.set_xlim(0.0, 0.013)
    write_ticks(axes.xaxis, Texts("de").signed)
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert len(set(labels)) == len(labels) > 3
    assert "+0,002" in labels
