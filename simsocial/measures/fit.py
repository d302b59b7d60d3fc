"""Whether the measures of a scenario fit a region, its services and the horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simsocial.core.calendar import month_label
from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.measures.base import Measure
from simsocial.measures.conflicts import check_conflicts
from simsocial.measures.faults import Faults
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue

__all__ = ["check_fit"]


def check_fit(
    measures: Sequence[Measure], region: Region, catalogue: Catalogue, first_month: int | None = None
) -> None:
    """Raise a ScenarioError that names every measure that does not fit.

    Parameters
    ----------
    measures : sequence of Measure
        All measures of a scenario; one may refer to a site that another opens.
    region : Region
        Sites, places and providers that exist.
    catalogue : Catalogue
        Service kinds that exist; a site of a kind that no service uses is none in the model.
    first_month : int or None
        First month of the horizon; no measure may start earlier, since all options share what lies before.
    """
    new_sites = {site: kind for measure in measures for site, kind in measure.new_sites.items()}
    is_used = region.sites["kind"].isin(catalogue.site_kinds)
    if not is_used.all():
        region = replace(region, sites=region.sites[is_used])
    faults = Faults()
    begin = region.first_month if first_month is None else first_month
    for waiting in measures:
        measure = waiting.at_earliest(begin)
        with faults.noted():
            _check_start(waiting, first_month)
            _check_end(measure)
            others = {site: kind for site, kind in new_sites.items() if site not in measure.new_sites}
            measure.validate_against(region, catalogue, others)
    if not faults:
        check_conflicts(measures, lambda measure: measure.site_actions_in(region, catalogue))
    if faults:
        raise ScenarioError(str(faults))


def _check_start(measure: Measure, first_month: int | None) -> None:
    if measure.start is not None and first_month is not None and measure.first_month < first_month:
        message = say(
            "measures.{name}.start: {start} lies before the horizon. Valid: {month_label} or later.",
            name=measure.name,
            start=measure.start,
            month_label=month_label(first_month),
        )
        raise ScenarioError(message)


def _check_end(measure: Measure) -> None:
    """Refuse an end before a trigger can have dated the begin."""
    if measure.last_month is not None and measure.last_month < measure.first_month:
        message = say(
            "measures.{name}.end: {end} lies before {start}, the earliest month in which it can "
            "begin by its trigger. Valid: later, or without 'end'.",
            name=measure.name,
            end=measure.end,
            start=measure.start,
        )
        raise ScenarioError(message)
