"""Degrees become kilometres of UTM 32 as another series says, written down from the textbook."""

from __future__ import annotations

import math

import pytest

from simsocial.region.importing.coordinates import utm32_km


def _snyder_km(latitude, longitude):
    """Snyder (1987), Map Projections, equations 8-9 to 8-13, for GRS 80."""
    axis, square = 6378.137, 0.00669438002290
    prime = square / (1 - square)
    phi, away = math.radians(latitude), math.radians(longitude - 9)
    n = axis / math.sqrt(1 - square * math.sin(phi) ** 2)
    t, c, a = math.tan(phi) ** 2, prime * math.cos(phi) ** 2, away * math.cos(phi)
    m = axis * (
        (1 - square / 4 - 3 * square**2 / 64 - 5 * square**3 / 256) * phi
        - (3 * square / 8 + 3 * square**2 / 32 + 45 * square**3 / 1024) * math.sin(2 * phi)
        + (15 * square**2 / 256 + 45 * square**3 / 1024) * math.sin(4 * phi)
        - 35 * square**3 / 3072 * math.sin(6 * phi)
    )
    x = n * (a + (1 - t + c) * a**3 / 6 + (5 - 18 * t + t**2 + 72 * c - 58 * prime) * a**5 / 120)
    y = m + n * math.tan(phi) * (
        a**2 / 2
        + (5 - t + 9 * c + 4 * c**2) * a**4 / 24
        + (61 - 58 * t + t**2 + 600 * c - 330 * prime) * a**6 / 720
    )
    return 500 + 0.9996 * x, 0.9996 * y


@pytest.mark.parametrize(("latitude", "longitude"), [(50.66, 12.2), (53.55, 9.99), (47.6, 6.5)])
def test_both_series_agree_to_a_metre(latitude, longitude):
    assert utm32_km(latitude, longitude, degrees=True) == pytest.approx(
        _snyder_km(latitude, longitude), abs=1e-3
    )


@pytest.mark.parametrize(
    ("first", "second", "degrees"), [(12.2, 50.7, True), (50.7, 12.2, False), (4512345, 5612345, False)]
)
def test_what_is_not_in_germany_is_none(first, second, degrees):
    assert utm32_km(first, second, degrees=degrees) is None
