"""``simsocial check``: say every fault in the tables of a region."""

from __future__ import annotations

from collections.abc import Sequence

import click

from simsocial.cli.comparison import REFERENCE, split_words

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
    chosen = [word for place in places for word in region_words(place)]
    region = compose_scenarios([REFERENCE], [*chosen, *overrides])[REFERENCE]["region"]

    from simsocial.region.check import check_region

    result = check_region(region)
    for fault in result.faults:
        click.echo(str(fault))
    if result.marked_copy is not None:
        click.echo(f"Marked copy: {result.marked_copy}")
    count = len(result.faults)
    click.echo(f"{count} fault{'' if count == 1 else 's'} found." if count else "No faults found.")
    return result.ok
