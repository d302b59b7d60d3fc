"""``simsocial repeat``: run again what a manifest tells, and say whether the same came out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from simsocial.cli.comparison import OUTPUTS
from simsocial.core.errors import RunError
from simsocial.core.language import later, say

__all__ = ["repeat_runs"]

_WORDS = {True: later("equal"), False: later("DIFFERENT"), None: later("not there to compare")}


def repeat_runs(manifest: Path, name: str | None) -> None:
    """Simulate, gather as the first did, and print what differs.

    Parameters
    ----------
    manifest : Path
        ``manifest.json``, or the folder that holds it.
    name : str, optional
        Of the folder of the repetition.

    Raises
    ------
    RunError
        If a table came out different.
    """
    from simsocial.experiment.repeat import repeat

    path = manifest / "manifest.json" if manifest.is_dir() else manifest
    found = repeat(path, OUTPUTS, name)
    if json.loads(path.read_text(encoding="utf-8")).get("kind") == "sweep":
        from simsocial.analysis.sweep_table import write_sweep_table

        write_sweep_table(found.again)
    elif (path.parent / "effects.csv").is_file():
        from simsocial.analysis.comparison import write_effects

        write_effects(found.again)
    click.echo(say("Repeated in {again}", again=found.again))
    differences, tables = found.differences(), found.tables()
    for line in differences or [say("nothing: the same versions, sources, tables and settings")]:
        click.echo("  " + say("differs: {line}", line=line))
    for table, same in tables.items():
        click.echo(f"  {table}: {say(_WORDS[same])}")
    if False in tables.values():
        message = say(
            "The tables came out different: {differences}.",
            differences="; ".join(differences) or say("for no reason that the manifest tells"),
        )
        raise RunError(message)
