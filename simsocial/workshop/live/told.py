"""An estimate in words: the mean, and its interval or why there is none."""

from __future__ import annotations

from simsocial.analysis.precision import range_place
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers, decimals_that_tell
from simsocial.workshop.live.estimate import LEAST, Estimate

__all__ = ["told"]


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
