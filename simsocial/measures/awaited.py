"""Whether what a trigger waits for is counted, where and as often as it must be."""

from __future__ import annotations

from collections.abc import Collection

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import say
from simsocial.measures.base import Measure
from simsocial.measures.checks import NO_SITES, check_site
from simsocial.region import Region

__all__ = ["check_trigger"]


def check_trigger(
    measure: Measure, region: Region, indicators: Collection[str] | None, yearly: Collection[str]
) -> None:
    """Raise a ScenarioError if a measure waits for what nobody counts month by month.

    Parameters
    ----------
    measure : Measure
        With or without a trigger.
    region : Region
        Areas and sites that exist.
    indicators : collection of str or None
        Ids of what is counted; None if they are not known.
    yearly : collection of str
        Those among them that are counted once a year.
    """
    trigger = measure.trigger
    if trigger is None:
        return
    where = f"measures.{measure.name}.trigger"
    if trigger.site is not None:
        check_site(f"{where}.site", trigger.site, region, NO_SITES)
        return
    areas = ["region", *region.areas["area"]]
    if trigger.area is not None and trigger.area not in areas:
        message = say(
            "{where}.area: '{area}' is no area. {valid}",
            where=where,
            area=trigger.area,
            valid=nearest(trigger.area, areas),
        )
        raise ScenarioError(message)
    if indicators is None or trigger.indicator is None:
        return
    monthly = [one for one in indicators if one not in yearly]
    if trigger.indicator in yearly:
        message = say(
            "{where}.indicator: '{indicator}' is counted once a year, at its key date, and a "
            "trigger looks at every month. {valid}",
            where=where,
            indicator=trigger.indicator,
            valid=nearest(trigger.indicator, monthly),
        )
        raise ScenarioError(message)
    if trigger.indicator not in monthly:
        message = say(
            "{where}.indicator: '{indicator}' is unknown. {valid}",
            where=where,
            indicator=trigger.indicator,
            valid=nearest(trigger.indicator, monthly),
        )
        raise ScenarioError(message)
