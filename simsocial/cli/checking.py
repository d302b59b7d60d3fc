"""``simsocial check``: say every fault in the tables of a region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simsocial.cli.comparison import REFERENCE, split_words
from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError
from simsocial.core.language import say

if TYPE_CHECKING:
    from simsocial.experiment.measure_sheet import MeasureSheet
    from simsocial.region.faults import CheckReport

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
        message = say(
            "'{other}': one region at a time can be checked, and '{first}' is named already.",
            other=places[1],
            first=places[0],
        )
        raise ConfigError(message)
    chosen = [word for place in places for word in region_words(place)]
    settings = compose_scenarios([REFERENCE], [*chosen, *overrides])[REFERENCE]

    from simsocial.experiment.sheet_options import checked_sheet
    from simsocial.region.check import check_region

    result = check_region(settings["region"])
    found = [str(fault) for fault in result.faults] or _base_date(settings)
    sheet = checked_sheet(settings["region"], month_index(settings["horizon"]["start"]), in_region=result.ok)
    if sheet is not None:
        found += sheet.faults
        result = _with_marks(result, sheet)
    for line in found:
        click.echo(line)
    for warning in result.warnings:
        click.echo(say("Warning: {warning}", warning=warning))
    if result.marked_copy is not None:
        click.echo(say("Marked copy: {marked_copy}", marked_copy=result.marked_copy))
    if result.unmarked is not None:
        click.echo(say("No marked copy: {unmarked}.", unmarked=result.unmarked))
    count = len(found)
    if not count:
        click.echo(say("No faults found."))
    else:
        click.echo(say("1 fault found.") if count == 1 else say("{count} faults found.", count=count))
    return not found


def _with_marks(result: CheckReport, sheet: MeasureSheet) -> CheckReport:
    """Mark what is wrong in the sheet of measures, too, in the copy of the workbook."""
    from simsocial.region.marking import MarkingError, mark_cells

    if not sheet.at_cells or result.unmarked is not None:
        return result
    notes = {(sheet.title, row, column): lines for (row, column), lines in sheet.at_cells.items()}
    try:
        return replace(result, marked_copy=mark_cells(Path(result.source), notes, result.marked_copy))
    except MarkingError as error:
        return replace(result, unmarked=str(error))


def _base_date(settings: Mapping[str, Any]) -> list[str]:
    """Return why the horizon cannot follow the region's base date: a run would end with the same words."""
    from simsocial.experiment.setup import check_base_date, prepare_region

    try:
        check_base_date(prepare_region(settings, anew=True), settings["horizon"])
    except ConfigError as error:
        return [str(error)]
    return []
