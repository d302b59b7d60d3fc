"""``simsocial sweep``: scenarios at many points, gathered in one table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simsocial.cli.comparison import OUTPUTS
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.core.roots import roots

if TYPE_CHECKING:
    from simsocial.experiment.sweep import Sweep

__all__ = ["sweep_file"]


def sweep_file(name: str, overrides: Sequence[str], *, yes: bool) -> Path:
    """Simulate what a file asks for, gather it, draw the responses, and return the folder.

    Parameters
    ----------
    name : str
        Path to a YAML file, or the name of one in a folder ``conf/sweeps``.
    overrides : sequence of str
        Settings that hold for all.
    yes : bool
        Begin without asking, however long it takes.

    Raises
    ------
    SimsocialError
        If the file or a setting is wrong, or a run failed; the table of the others is written before.
    """
    from simsocial.experiment.lock import alone_in
    from simsocial.experiment.sweep import Sweep

    sweep = Sweep(_file(name), overrides, OUTPUTS)
    click.echo(
        say("{number} points of {scenarios}.", number=len(sweep.points), scenarios=", ".join(sweep.base)),
        err=True,
    )
    command = ["sweep", name, *overrides, *(["--yes"] if yes else [])]
    with alone_in(sweep.folder):
        return _sweep(sweep, command, yes=yes)


def _file(name: str) -> Path:
    """Return the file of a sweep."""
    folders = [root / "sweeps" for root in roots("conf")]
    for path in (Path(name), *(folder / f"{name}.yaml" for folder in folders)):
        if path.is_file():
            return path
    known = sorted({path.stem for folder in folders for path in folder.glob("*.yaml")})
    message = say(
        "No sweep '{name}'. {valid} A path to a YAML file is valid too.",
        name=name,
        valid=nearest(name, known),
    )
    raise ConfigError(message)


def _sweep(sweep: Sweep, command: Sequence[str], *, yes: bool) -> Path:
    """Simulate, gather and draw; nobody else works in the folder."""
    folder = sweep.run(command=command, yes=yes)

    from simsocial.analysis.sweep_table import write_sweep_table
    from simsocial.experiment.failures import require_all_runs
    from simsocial.report.figure_response import draw_responses

    table = write_sweep_table(folder)
    pictures = draw_responses(folder, sweep.settings["report"]["language"])
    click.echo("\n" + say("Written:"))
    for written in (folder / "manifest.json", table, *(picture.svg for picture in pictures)):
        click.echo(f"  {written}")
    require_all_runs(folder)
    return folder
