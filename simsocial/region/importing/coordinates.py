"""Coordinates of planners' lists in kilometres of the map grid UTM 32, in which Germany's offices keep theirs."""

from __future__ import annotations

import math
import re

from simsocial.core.language import later
from simsocial.region.values import to_count, to_number

__all__ = ["DEGREES", "METRES", "degrees_of", "point_in", "utm32_km"]

DEGREES = later("degrees of latitude 47 to 55.5 and of longitude 5.5 to 15.5 (WGS 84)")
METRES = later("metres in UTM 32: 200,000 to 950,000 east and 5,200,000 to 6,150,000 north")

_SCALE, _MERIDIAN, _FALSE_EAST_KM = 0.9996, math.radians(9.0), 500.0
_AXIS_KM, _FLATTENING = 6378.137, 1 / 298.257222101
_ZONE = 32_000_000


def utm32_km(first: float, second: float, *, degrees: bool) -> tuple[float, float] | None:
    """Return kilometres east and north, None outside of Germany.

    Parameters
    ----------
    first, second : float
        Latitude and longitude in degrees; or metres east (with or without the zone in front) and north.
    degrees : bool
        Which of both.

    Examples
    --------
    >>> [round(part, 3) for part in utm32_km(50.0, 9.0, degrees=True)]
    [500.0, 5538.631]
    >>> utm32_km(32712345.0, 5641234.0, degrees=False)
    (712.345, 5641.234)
    """
    if degrees:
        if not (47 <= first <= 55.5 and 5.5 <= second <= 15.5):
            return None
        return _projected(math.radians(first), math.radians(second))
    east = first - _ZONE if first > _ZONE else first
    if not (200_000 <= east <= 950_000 and 5_200_000 <= second <= 6_150_000):
        return None
    return east / 1000, second / 1000


def point_in(text: str) -> tuple[float, float] | None:
    """Return kilometres of UTM 32 of a text that is a pair of coordinates alone, None if it is none in Germany.

    Examples
    --------
    >>> point_in("50.0, 9.0") == point_in("POINT (9.0 50.0)") == utm32_km(50.0, 9.0, degrees=True)
    True
    >>> point_in("712345 / 5641234"), point_in("12,50"), point_in("Greiz")
    ((712.345, 5641.234), None, None)
    """
    if to_number(text) is not None or to_count(text) is not None:
        return None
    number = r"(\d+(?:\.\d+)?|\d+,\d+(?=\s*[;/ ]))"
    match = re.fullmatch(
        rf"(?:POINT\s*\()?\s*{number}\s*[,;/ ]\s*(\d+(?:[.,]\d+)?)\s*\)?", text.strip(), re.IGNORECASE
    )
    if match is None:
        return None
    first, second = (float(part.replace(",", ".")) for part in match.groups())
    return (
        utm32_km(first, second, degrees=True)
        or utm32_km(second, first, degrees=True)
        or utm32_km(first, second, degrees=False)
    )


def degrees_of(east: float, north: float, zone: int = 32) -> tuple[float, float]:
    """Return latitude and longitude of metres in a zone of UTM, by Krüger's inverse series.

    Examples
    --------
    >>> east, north = utm32_km(50.66, 12.2, degrees=True)
    >>> [round(part, 7) for part in degrees_of(1000 * east, 1000 * north)]
    [50.66, 12.2]
    """
    n = _FLATTENING / (2 - _FLATTENING)
    radius = _AXIS_KM / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi, eta = north / 1000 / (_SCALE * radius), (east / 1000 - _FALSE_EAST_KM) / (_SCALE * radius)
    series = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    x = xi - sum(b * math.sin(2 * k * xi) * math.cosh(2 * k * eta) for k, b in enumerate(series, start=1))
    y = eta - sum(b * math.cos(2 * k * xi) * math.sinh(2 * k * eta) for k, b in enumerate(series, start=1))
    conformal = math.asin(math.sin(x) / math.cosh(y))
    geographic = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    latitude = conformal + sum(d * math.sin(2 * k * conformal) for k, d in enumerate(geographic, start=1))
    longitude = math.atan2(math.sinh(y), math.cos(x))
    return math.degrees(latitude), math.degrees(longitude) + 6 * zone - 183


def _projected(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the transverse Mercator projection by Krüger's series, exact to a millimetre within the zone."""
    n = _FLATTENING / (2 - _FLATTENING)
    radius = _AXIS_KM / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    series = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16, 13 * n**2 / 48 - 3 * n**3 / 5, 61 * n**3 / 240)
    eccentric = 2 * math.sqrt(n) / (1 + n)
    sine = math.sin(latitude)
    tangent = math.sinh(math.atanh(sine) - eccentric * math.atanh(eccentric * sine))
    away = longitude - _MERIDIAN
    north = math.atan2(tangent, math.cos(away))
    east = math.asinh(math.sin(away) / math.hypot(tangent, math.cos(away)))
    x = east + sum(
        a * math.cos(2 * k * north) * math.sinh(2 * k * east) for k, a in enumerate(series, start=1)
    )
    y = north + sum(
        a * math.sin(2 * k * north) * math.cosh(2 * k * east) for k, a in enumerate(series, start=1)
    )
    return _FALSE_EAST_KM + _SCALE * radius * x, _SCALE * radius * y
