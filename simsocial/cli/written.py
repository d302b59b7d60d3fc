"""Print the paths of what a command wrote."""

from __future__ import annotations

from pathlib import Path

import click

from simsocial.core.language import say

__all__ = ["print_written"]

_FILES = (
    "manifest.json",
    "parameters.csv",
    "indicators.parquet",
    "population.parquet",
    "effects.csv",
    "effects.parquet",
    "equity.csv",
    "synergy.csv",
    "why.csv",
    "who.csv",
    "cost_per_unit.csv",
    "frames.csv",
    "regret.csv",
    "robustness.csv",
    "flips.csv",
)


def print_written(folder: Path, *pages: Path) -> None:
    """Print the tables, the figures and the pages of a folder of results, in the order of their use."""
    shown = [folder / name for name in _FILES if (folder / name).is_file()]
    figures = sorted((folder / "figures").glob("*.svg")) if (folder / "figures").is_dir() else []
    click.echo("\n" + say("Written:"))
    for path in shown:
        click.echo(f"  {path}")
    if figures:
        click.echo(
            "  "
            + say("{folder} ({number} figures, SVG and PNG)", folder=folder / "figures", number=len(figures))
        )
    for page in pages:
        click.echo(f"  {page}")
