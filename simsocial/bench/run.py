"""Run the parts, print each figure beside its limit, and write them as JSON."""

from __future__ import annotations

import json
import math
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from simsocial.bench.clock import Figures
from simsocial.bench.figures import FIGURES, judged, line, related
from simsocial.bench.mesa_world import MESA_MODEL
from simsocial.bench.parts import PARTS, RELATED, YARDSTICKS, summary_of
from simsocial.bench.profile import counting_shares, profiles
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import in_data, language, say

__all__ = ["run_bench"]


def run_bench(
    json_path: Path | None, only: Sequence[str] | None = None, *, quick: bool = False, profile: bool = False
) -> Figures:
    """Measure, print and optionally write the figures.

    Parameters
    ----------
    json_path : Path or None
        Where to write them as JSON; figures that were not measured are null there.
    only : sequence of str, optional
        Names of parts; by default all, with `profile` none.
    quick : bool
        Few people and months, to see that it works.
    profile : bool
        Whether to say where the time of a month goes, process by process.

    Returns
    -------
    dict
        Figures by name.

    Raises
    ------
    ConfigError
        If a part is unknown.
    """
    parts = _chosen(() if profile and only is None else only)
    if json_path is not None:
        # Before measuring: minutes of figures must not be lost for want of a folder.
        json_path.parent.mkdir(parents=True, exist_ok=True)
    if quick:
        click.echo(say("Quick: few people and months; the figures say that it works, not how fast it is."))
    if sys.dont_write_bytecode:
        click.echo(say("Python keeps no bytecode here (PYTHONDONTWRITEBYTECODE): every start takes longer."))
    figures: Figures = {}
    for name in parts:
        click.echo(f"{name}: {in_data(summary_of(name), language())}")
        measured = PARTS[name](quick)
        if name == "mesa" and not measured:
            click.echo(
                say(
                    "  not measured: the Mesa model ({name}) comes with the source tree only",
                    name=MESA_MODEL.name,
                )
            )
        ratios = related({**figures, **measured})
        measured |= {key: ratio for key, ratio in ratios.items() if key not in figures}
        for key in [key for key in FIGURES if key in measured]:
            click.echo(line(key, measured[key], judge=not quick))
        figures.update(measured)
    found = profiles(quick) if profile else {}
    for name, one in found.items():
        click.echo(
            say(
                "profile: {name}, {months} months and their table, processor time",
                name=name,
                months=one.months,
            )
        )
        click.echo("\n".join(one.lines()))
    for key, share in counting_shares(found).items():
        click.echo(line(key, share, judge=not quick))
        figures[key] = share
    if not quick:
        click.echo(judged(figures))
    if json_path is not None:
        content = {
            **_content(figures, quick),
            "profile": {name: one.rows() for name, one in found.items()} or None,
        }
        json_path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        click.echo(json_path)
    return figures


def _chosen(only: Sequence[str] | None) -> list[str]:
    """Return the parts to be measured, in their order: those asked for, and the yardsticks they need."""
    for name in only or ():
        if name not in PARTS:
            message = say("Unknown part '{name}'. {valid}", name=name, valid=nearest(name, PARTS))
            raise ConfigError(message)
    asked = set(PARTS if only is None else only)
    if asked & set(RELATED):
        asked |= set(YARDSTICKS)
    return [name for name in PARTS if name in asked]


def _content(figures: Figures, quick: bool) -> dict[str, object]:
    """Return every figure, null where it was not measured, its limit, and the machine."""
    return {
        **{key: None if math.isnan(figures.get(key, math.nan)) else figures[key] for key in FIGURES},
        "limits": {key: figure.limit for key, figure in FIGURES.items() if figure.limit is not None},
        "quick": quick,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
    }
