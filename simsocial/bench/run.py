"""Run the parts, print each figure beside its limit, and write them as JSON."""

from __future__ import annotations

import json
import math
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from simsocial.bench.clock import Figures
from simsocial.bench.mesa_world import MESA_MODEL
from simsocial.bench.parts import PARTS
from simsocial.core.errors import ConfigError, nearest

__all__ = ["FIGURES", "run_bench"]


class Figure(NamedTuple):
    """What a figure means, and the limit it should keep: a least one if `least`, else a highest one."""

    meaning: str
    limit: float | None = None
    least: bool = False


FIGURES: dict[str, Figure] = {
    "core_person_months_per_s": Figure(
        "person-months a second, demographic core, processor time", 150e6, True
    ),
    "core_person_months_per_wall_s": Figure("  the same by the clock on the wall"),
    "mesa_person_months_per_s": Figure("person-months a second, Mesa model of the same work"),
    "mesa_person_months_per_wall_s": Figure("  the same by the clock on the wall"),
    "core_to_mesa_ratio": Figure("times as fast as the Mesa model", 150.0, True),
    "full_person_months_per_s": Figure("person-months a second, whole model, processor time", 20e6, True),
    "full_person_months_per_wall_s": Figure("  the same by the clock on the wall"),
    "bytes_per_person": Figure("bytes a person: all columns, spare rows included", 64.0),
    "temporary_bytes_per_person": Figure("bytes a person more for a while within a month"),
    "import_seconds": Figure("s import of the engine"),
    "synthesis_seconds": Figure("s tables and synthesis of the Musterkreis, not cached"),
    "kernel_seconds": Figure("s loading kernels from the cache"),
    "spin_up_seconds": Figure("s spin-up of 36 months"),
    "region_seconds": Figure("s 60 months of the Musterkreis with their table, one replicate", 0.6),
    "region_process_seconds": Figure("s   the same in processor time"),
    "thueringen_people": Figure("people in Thuringia"),
    "thueringen_build_seconds": Figure("s building it: tables, cached people, sites"),
    "thueringen_seconds": Figure("s 60 months of Thuringia with their table", 15.0),
    "thueringen_process_seconds": Figure("s   the same in processor time"),
    "thueringen_peak_bytes": Figure("bytes at the peak of that process", 1.5e9),
    "cost_ratio_10m_to_1m": Figure("times the cost of a person-month at 1 million, whole model", 1.5),
    "core_cost_ratio_10m_to_1m": Figure("times the cost of a person-month at 1 million, core", 1.5),
    "help_seconds": Figure("s simsocial --help", 0.6),
    "run_seconds": Figure("s simsocial run replicates=1, caches filled", 5.0),
    "compile_seconds": Figure("s compilation, once a version", 60.0),
}
"""All figures in the order in which they are read."""


def run_bench(json_path: Path | None, only: Sequence[str] | None = None, *, quick: bool = False) -> Figures:
    """Measure, print and optionally write the figures.

    Parameters
    ----------
    json_path : Path or None
        Where to write them as JSON; figures that were not measured are null there.
    only : sequence of str, optional
        Names of parts; by default all.
    quick : bool
        Few people and months, to see that it works.

    Returns
    -------
    dict
        Figures by name.

    Raises
    ------
    ConfigError
        If a part is unknown.
    """
    for name in only or ():
        if name not in PARTS:
            message = f"Unknown part '{name}'. {nearest(name, PARTS)}"
            raise ConfigError(message)
    if json_path is not None:
        # Before measuring: minutes of figures must not be lost for want of a folder.
        json_path.parent.mkdir(parents=True, exist_ok=True)
    if quick:
        click.echo("Quick: few people and months; the figures say that it works, not how fast it is.")
    if sys.dont_write_bytecode:
        click.echo("Python keeps no bytecode here (PYTHONDONTWRITEBYTECODE): every start takes longer.")
    figures: Figures = {}
    for name, part in PARTS.items():
        if only is not None and name not in only:
            continue
        click.echo(f"{name}: {(part.__doc__ or '').splitlines()[0]}")
        measured = part(quick)
        if name == "mesa" and not measured:
            click.echo(f"  not measured: the Mesa model ({MESA_MODEL.name}) comes with the source tree only")
        core, mesa = figures.get("core_person_months_per_s"), measured.get("mesa_person_months_per_s")
        if core and mesa:
            measured["core_to_mesa_ratio"] = core / mesa
        for key, value in measured.items():
            click.echo(_line(key, value, judged=not quick))
        figures.update(measured)
    if json_path is not None:
        json_path.write_text(json.dumps(_content(figures, quick), indent=1) + "\n", encoding="utf-8")
        click.echo(json_path)
    return figures


def _line(key: str, value: float, *, judged: bool) -> str:
    """Return a figure with its unit, and, if `judged`, how it stands to its limit."""
    meaning, limit, least = FIGURES[key]
    shown = f"  {_short(value):>9} {meaning}"
    if limit is None or math.isnan(value) or not judged:
        return shown
    kept = value >= limit if least else value <= limit
    word = "at least" if least else "at most"
    return f"{shown} [{word} {_short(limit)}: {'kept' if kept else 'MISSED'}, {value / limit:.2f} of it]"


def _short(value: float) -> str:
    """Write large numbers in millions and billions."""
    if value >= 1e9:
        return f"{value / 1e9:.2f} bn"
    return f"{value / 1e6:.2f} m" if value >= 1e5 else f"{value:.2f}"


def _content(figures: Figures, quick: bool) -> dict[str, object]:
    """Return every figure, null where it was not measured, its limit, and the machine."""
    return {
        **{key: None if math.isnan(figures.get(key, math.nan)) else figures[key] for key in FIGURES},
        "limits": {key: figure.limit for key, figure in FIGURES.items() if figure.limit is not None},
        "quick": quick,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
    }
