"""Run the parts, print each figure beside its limit, and write them as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from pathlib import Path

import click

from simsocial.bench.parts import PARTS
from simsocial.core.errors import ConfigError, nearest

__all__ = ["run_bench"]

_LIMITS: dict[str, tuple[str, float, str]] = {
    "core_person_months_per_s": ("at least", 150e6, "person-months/s, demographic core, one thread"),
    "full_person_months_per_s": ("at least", 20e6, "person-months/s, whole model, one thread"),
    "mesa_person_months_per_s": ("", 0.0, "person-months/s, Mesa model of the core's work"),
    "core_to_mesa_ratio": ("at least", 150.0, "times the Mesa model"),
    "bytes_per_person": ("at most", 64.0, "bytes a person, all columns and spare rows"),
    "import_seconds": ("", 0.0, "s import"),
    "synthesis_seconds": ("", 0.0, "s load and synthesise the Musterkreis, not cached"),
    "kernel_seconds": ("", 0.0, "s load kernels from the cache, one month"),
    "spin_up_seconds": ("", 0.0, "s spin-up of 36 months"),
    "region_seconds": ("at most", 0.6, "s Musterkreis, 60 months, one replicate"),
    "thueringen_seconds": ("at most", 15.0, "s Thuringia, 60 months"),
    "thueringen_peak_bytes": ("at most", 1.5e9, "bytes peak memory of that process"),
    "cost_ratio_10m_to_1m": ("at most", 1.5, "times the cost of a person-month at 10 against 1 million"),
    "help_seconds": ("at most", 0.6, "s simsocial --help"),
    "run_seconds": ("at most", 5.0, "s simsocial run replicates=1, warm"),
}


def run_bench(
    json_path: Path | None, only: Sequence[str] | None = None, *, quick: bool = False
) -> dict[str, float]:
    """Measure, print and optionally write the figures.

    Parameters
    ----------
    json_path : Path or None
        Where to write them as JSON.
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
    figures: dict[str, float] = {}
    for name, part in PARTS.items():
        if only is None or name in only:
            click.echo(f"{name}: {(part.__doc__ or '').splitlines()[0]}")
            for key, value in part(quick).items():
                figures[key] = value
                click.echo(_line(key, value))
            if name == "mesa" and "mesa_person_months_per_s" not in figures:
                click.echo("  not measured: the Mesa model lies in the repository's tests/benchmarks")
            ratio = figures.get("core_person_months_per_s", 0.0) / figures.get(
                "mesa_person_months_per_s", 1.0
            )
            if name == "mesa" and ratio and "mesa_person_months_per_s" in figures:
                figures["core_to_mesa_ratio"] = ratio
                click.echo(_line("core_to_mesa_ratio", ratio))
    if json_path is not None:
        content = {**figures, "quick": quick, "python": platform.python_version()}
        json_path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return figures


def _line(key: str, value: float) -> str:
    """Return a figure with its unit, and whether it keeps its limit."""
    kind, limit, unit = _LIMITS[key]
    shown = f"  {_short(value):>10} {unit}"
    if not kind:
        return shown
    kept = value >= limit if kind == "at least" else value <= limit
    return f"{shown} ({kind} {_short(limit)}: {'kept' if kept else 'MISSED'}, {value / limit:.2f}x)"


def _short(value: float) -> str:
    """Write large numbers in millions."""
    if value >= 1e9:
        return f"{value / 1e9:.2f} bn"
    return f"{value / 1e6:.2f} m" if value >= 1e5 else f"{value:.2f}"
