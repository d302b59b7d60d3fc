"""The manifest of a sweep: what was asked for, the points, and the state of each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from simsocial.experiment.design import Blocks
from simsocial.experiment.manifest import as_json, command_entry, registries_entry, run_entry, scenarios_entry
from simsocial.experiment.setup import Setup, data_hash
from simsocial.experiment.store import written_whole
from simsocial.experiment.sweep_design import SweepDesign

__all__ = ["Notes", "write_sweep_manifest"]

Notes = dict[str, tuple[float, str | None]]
"""Run key to seconds and traceback (None if finished), for runs of this session."""


def write_sweep_manifest(
    sweep: SweepDesign,
    setups: Mapping[str, Setup],
    blocks: Sequence[Blocks],
    *,
    created: datetime,
    command: Sequence[str] | None,
    notes: Notes,
) -> Path:
    """Write ``manifest.json`` by rename.

    Parameters
    ----------
    sweep : SweepDesign
        What is simulated.
    setups : mapping
        Of its scenarios at the first point; the first is the reference.
    blocks : sequence of Blocks
        Replicates of each family.
    created : datetime
        When the command began.
    command : sequence of str or None
        Words of the command line.
    notes : dict
        How runs of this session ended.
    """
    reference = next(iter(sweep.base))
    content: dict[str, Any] = {
        **command_entry(sweep.base, created, command),
        "kind": "sweep",
        "sweep": sweep.file.model_dump(mode="json", exclude_defaults=True),
        "overrides": list(sweep.overrides),
        "points": sweep.points,
        "data_hash": data_hash(setups[reference]),
        "seed": sweep.settings["seed"],
        "replicates": {"explore": len(blocks[0]), "confirm": 0},
        "draws": blocks[0].draws,
        "reference": reference,
        **scenarios_entry(sweep.base, setups),
        **registries_entry(setups[reference]),
        "runs": list(_runs(sweep, blocks, notes)),
    }
    del content["parameters"]  # the sheet of a comparison; a point has its values
    path = sweep.folder / "manifest.json"
    with written_whole(path) as partial:
        partial.write_text(as_json(content), encoding="utf-8")
    return path


def _runs(sweep: SweepDesign, blocks: Sequence[Blocks], notes: Notes) -> list[dict[str, Any]]:
    """Return the state of each run, with its scenario and the points at which it stands."""
    return [
        run_entry(sweep.folder, run, notes)
        | {"scenario": family.scenario[run.scenario], "points": family.points[run.scenario]}
        for family, replicates in zip(sweep.families, blocks, strict=True)
        for block in replicates
        for run in block.runs
    ]
