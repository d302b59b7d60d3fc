"""``simsocial check``: say every fault in the tables of a region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from simsocial.cli.comparison import REFERENCE, split_words
from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError

__all__ = ["check_tables"]


def check_tables(words: Sequence[str]) -> bool:
    """Check a region and print all faults.

    Parameters
    ----------
    words
        A place or path, or overrides that choose a region.

    Returns
    -------
    bool
        Whether the region can be simulated.
    """
    from simsocial.experiment.compose import compose_scenarios
    from simsocial.experiment.places import region_words

    places, overrides = split_words(words)
    if len(places) > 1:
        message = f"'{places[1]}': one region at a time can be checked, and '{places[0]}' is named already."
        raise ConfigError(message)
    chosen = [word for place in places for word in region_words(place)]
    settings = compose_scenarios([REFERENCE], [*chosen, *overrides])[REFERENCE]

    from simsocial.experiment.sheet_options import sheet_faults
    from simsocial.region.check import check_region

    result = check_region(settings["region"])
    found = [str(fault) for fault in result.faults] or _base_date(settings)
    found += sheet_faults(settings["region"], month_index(settings["horizon"]["start"]), in_region=result.ok)
    for line in found:
        click.echo(line)
    for warning in result.warnings:
        click.echo(f"Warning: {warning}")
    if result.marked_copy is not None:
        click.echo(f"Marked copy: {result.marked_copy}")
    if result.unmarked is not None:
        click.echo(f"No marked copy: {result.unmarked}.")
    count = len(found)
    click.echo(f"{count} fault{'' if count == 1 else 's'} found." if count else "No faults found.")
    return not found


def _base_date(settings: Mapping[str, Any]) -> list[str]:
    """Return why the horizon cannot follow the region's base date: a run would end with the same words."""
    from simsocial.experiment.setup import check_base_date, prepare_region

    try:
        check_base_date(prepare_region(settings, anew=True), settings["horizon"])
    except ConfigError as error:
        return [str(error)]
    return []
