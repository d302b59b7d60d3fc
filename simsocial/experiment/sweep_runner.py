"""The runner of a sweep: checks before the first run, and a manifest however it ends.

Finished runs stay when it is stopped; the same command goes on where it stopped and gives the same tables.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.experiment.failures import tell_failures
from simsocial.experiment.family_runs import blocks_of, run_families
from simsocial.experiment.lock import alone_in
from simsocial.experiment.remarks import remarks
from simsocial.experiment.setup import Setup, prepare_region, setup_of
from simsocial.experiment.store import forget_other_runs
from simsocial.experiment.sweep_configs import Family
from simsocial.experiment.sweep_design import SweepDesign
from simsocial.experiment.sweep_manifest import Notes, write_sweep_manifest
from simsocial.indicators.known import indicators

__all__ = ["run_sweep"]


def run_sweep(sweep: SweepDesign, progress: bool, command: Sequence[str] | None, *, yes: bool) -> Path:
    """Do what :meth:`simsocial.experiment.sweep.Sweep.run` promises."""
    with alone_in(sweep.folder):
        return _run_alone(sweep, progress, command, yes)


def _run_alone(sweep: SweepDesign, progress: bool, command: Sequence[str] | None, yes: bool) -> Path:
    created, folder, first = datetime.now(UTC), sweep.folder, sweep.settings
    prepare_region(first, anew=True)
    setups = {name: setup_of(name, config) for name, config in sweep.base.items()}
    for sentence in remarks(setups):
        click.echo(say("Warning: {sentence}", sentence=sentence), err=True)
    _check_indicators(sweep, next(iter(setups.values())))
    _check_ends(sweep)
    next(iter(setups.values())).people(1)
    blocks = blocks_of(sweep.families)
    forget_other_runs(folder, (block for one in blocks for block in one))
    notes: Notes = {}
    written = functools.partial(
        write_sweep_manifest, sweep, setups, blocks, created=created, command=command, notes=notes
    )
    written()
    try:
        run_families(sweep.families, blocks, folder, notes=notes, progress=progress, yes=yes)
    finally:
        written()
    tell_failures(folder)
    return folder


def _check_indicators(sweep: SweepDesign, setup: Setup) -> None:
    """Refuse indicators that nothing counts."""
    known = [one.id for one in indicators(setup.catalogue)]
    for key in ("indicators", "curves"):
        for name in getattr(sweep.file, key):
            if name not in known:
                message = say(
                    "{key}: '{name}' is unknown. {valid}", key=key, name=name, valid=nearest(name, known)
                )
                raise ConfigError(message)


def _check_ends(sweep: SweepDesign) -> None:
    """Refuse, before the first run, what does not fit at the ends of a factor's values; between them all is alike."""
    ends: dict[str, dict[str, Any]] = {}
    for key in sweep.points[0]:
        order = sorted(range(len(sweep.points)), key=lambda number: _sortable(sweep.points[number][key]))
        for number in (order[0], order[-1]):
            ends |= _configs_at(sweep.families, number)
    for name, config in ends.items():
        setup_of(name, config)


def _sortable(value: object) -> tuple[str, Any]:
    return ("text", value) if isinstance(value, str) else ("number", value)


def _configs_at(families: Iterable[Family], number: int) -> dict[str, dict[str, Any]]:
    """Return the settings of all scenarios at a point."""
    return {
        f"{name} at point {number}": config
        for family in families
        for name, config in family.configs.items()
        if number in family.points[name]
    }
