"""An estimate as the page shows it: mean and interval in words, and where they lie on the criterion's scale."""

from __future__ import annotations

import math

from simsocial.analysis.precision import range_place
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers, decimals_that_tell
from simsocial.workshop.live.estimate import LEAST, Estimate
from simsocial.workshop.scale import Scale

__all__ = ["placed", "ranked", "told"]


def placed(scale: Scale, estimate: Estimate) -> list[float] | None:
    """Return mean and ends, without an interval the mean alone, on the scale of the cards (0 to 100); None: no value.

    Examples
    --------
    >>> placed(Scale(0.0, 10.0), Estimate(4.0, 3.0, 12.0, 1.0, 7.0, n=3, same=False))
    [40.0, 30.0, 100.0]
    """
    if math.isnan(estimate.mean):
        return None
    known = not math.isnan(estimate.low)
    ends = (estimate.low, estimate.high) if known else (estimate.mean, estimate.mean)
    points = scale.points(estimate.mean, *ends)
    # Beyond the cards' ends a bar stops at the edge.
    return [round(100.0 * min(max(one, 0.0), 1.0), 2) for one in (points.mid, points.low, points.high)]


def ranked(scale: Scale, estimate: Estimate) -> list[float] | None:
    """Return the points of mean and range with which a ranking reckons; None as long as there is no range.

    Examples
    --------
    >>> ranked(Scale(0.0, 10.0), Estimate(4.0, 3.0, 12.0, 1.0, 7.0, n=3, same=False))
    [0.4, 0.1, 0.7]
    """
    if math.isnan(estimate.lowest):
        return None
    points = scale.points(estimate.mean, estimate.lowest, estimate.highest)
    return [points.mid, points.low, points.high]


def told(catalog: Catalog, indicator: str, estimate: Estimate) -> dict[str, str]:
    """Return the texts ``mean`` and ``interval`` of an estimate.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    indicator : str
        What is counted.
    estimate : Estimate
        What the runs tell so far.
    """
    texts, numbers = catalog.texts, Numbers(catalog)
    n = texts.number(estimate.n)
    if not estimate.n:
        return {"mean": texts("workshop-live-unknown"), "interval": ""}
    no_interval = texts("workshop-live-no-interval", least=texts.number(LEAST))
    few = estimate.n < LEAST
    same = no_interval if few else texts("workshop-live-same", n=n)
    if estimate.same and not estimate.mean:
        return {"mean": texts("effect-none"), "interval": same}
    # NaN stands for an end that is not given, and is never the largest.
    largest = max(
        [abs(estimate.mean), abs(estimate.low), abs(estimate.high)], key=lambda one: (one == one, one)
    )
    scale = numbers.scale_of(indicator, largest)
    mean, low, high = (one * scale.factor for one in (estimate.mean, estimate.low, estimate.high))
    decimals = decimals_that_tell(scale, range_place((high - low) / 2.0), mean)
    unit = numbers.unit_name(scale, "difference", mean, decimals)
    shown = f"{texts.signed(mean, decimals)} {unit}".strip()
    if few or estimate.same:
        return {"mean": shown, "interval": same}
    ends = {"low": texts.signed(low, decimals), "high": texts.signed(high, decimals)}
    return {"mean": shown, "interval": texts("interval", **ends)}
