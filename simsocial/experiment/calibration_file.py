"""The factors of a calibration as settings: a file that every run of the region can name, ``calibration=<file>``."""

from __future__ import annotations

from pathlib import Path

from simsocial.experiment.calibration import Calibration

__all__ = ["write_factors"]


def write_factors(found: Calibration, path: Path) -> Path:
    """Write the factors, each with the figure it was fitted to."""
    lines = [
        "# @package parameters",
        f"# Factors of {found.title}, fitted by `simsocial calibrate` on {found.day.isoformat()},",
        f"# {found.replicates} replicates of the status quo.",
    ]
    above: list[str] = []
    for name, factor in sorted(found.factors.items()):
        *keys, last = name.split(".")
        for depth, key in enumerate(keys):
            if above[: depth + 1] != keys[: depth + 1]:
                lines.append(f"{'  ' * depth}{key}:")
                above = keys[: depth + 1]
        above = keys
        on = f"calibrated on {found.fitted_to[name]}, {found.day.isoformat()}"
        lines.append(f"{'  ' * len(keys)}{last}: {factor} # {on}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
