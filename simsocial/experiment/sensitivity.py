"""Sensitivity of an option's effects: which points are simulated, each with the option beside the status quo.

A point is a place in the ranges of the uncertain parameters (:mod:`simsocial.experiment.ranks`), the same for both.
Designs are those of SALib, which analyses them afterwards; what is stored of an interrupted analysis is used by the
same command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.factors import factors_of
from simsocial.experiment.family_runs import blocks_of, run_families
from simsocial.experiment.lock import alone_in
from simsocial.experiment.manifest import as_json, command_entry, registries_entry, scenarios_entry
from simsocial.experiment.setup import prepare_region, setup_of
from simsocial.experiment.store import forget_other_runs, written_whole
from simsocial.experiment.sweep_configs import Family

__all__ = ["LEVELS", "Sensitivity"]

LEVELS = 4
"""Places of a range that Morris' design visits."""
_SEED = 1


class Sensitivity:
    """The effects of one option under many assumptions.

    Parameters
    ----------
    scenario : str
        Name or path of the option.
    overrides : sequence of str
        Settings that hold for both worlds.
    only : sequence of str
        Patterns of the ids that are moved; all if empty.
    each : bool
        Every parameter by itself instead of one factor a field.
    outputs : Path
        Folder in which the folder of the analysis is made.

    Raises
    ------
    SimsocialError
        If a setting or the scenario is wrong, or a pattern names nothing.
    """

    def __init__(
        self,
        scenario: str,
        overrides: Sequence[str] = (),
        only: Sequence[str] = (),
        *,
        each: bool = False,
        outputs: Path | str = "outputs",
    ) -> None:
        words = ["replicates=1", *overrides, "draws=0", "twins=0"]
        self.configs = compose_scenarios(["status_quo", scenario], words)
        self.factors = factors_of(self.configs, only, each=each)
        name = str(self.settings["name"])
        given = any(word.startswith("name=") for word in overrides)
        self.folder = Path(outputs) / (name if given else f"sensitivity_{name.removeprefix('vergleich_')}")

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of the status quo."""
        return next(iter(self.configs.values()))

    def run(
        self,
        method: str,
        size: int,
        factors: Sequence[str] | None = None,
        *,
        yes: bool = False,
        progress: bool = True,
        command: Sequence[str] | None = None,
    ) -> Path:
        """Simulate the points of a design that are not stored yet and return its folder.

        Parameters
        ----------
        method : {"morris", "sobol"}
            Trajectories, or Saltelli's points for shares of the variance.
        size : int
            Trajectories; of Sobol points a power of two.
        factors : sequence of str, optional
            Names of the factors that are moved; all others keep their best values.
        yes : bool
            Begin without asking, however long it takes.
        progress : bool
            Show a bar.
        command : sequence of str, optional
            For the manifest.
        """
        chosen = {name: self.factors[name] for name in (factors or self.factors)}
        folder = self.folder / method
        with alone_in(folder):
            return self._run_alone(folder, method, size, chosen, yes, progress, command)

    def _run_alone(
        self,
        folder: Path,
        method: str,
        size: int,
        factors: Mapping[str, list[str]],
        yes: bool,
        progress: bool,
        command: Sequence[str] | None,
    ) -> Path:
        created = datetime.now(UTC)
        prepare_region(self.settings, anew=True).inhabitants  # noqa: B018 - the tables as they are now
        names = [identifier for ids in factors.values() for identifier in ids]
        design = _design(method, size, factors)
        families = [_family(self.configs, dict(zip(names, point, strict=True))) for point in design]
        count = len(families) * len(self.configs) * int(self.settings["replicates"])
        click.echo(
            say(
                "{method}: {factors} factors, {points} points, {count:,} runs.",
                method=method,
                factors=len(factors),
                points=len(families),
                count=count,
            ),
            err=True,
        )
        blocks = blocks_of(families)
        forget_other_runs(folder, (block for one in blocks for block in one))
        pd.DataFrame(design, columns=names).to_parquet(folder / "design.parquet", index=False)
        run_families(families, blocks, folder, progress=progress, yes=yes)
        setups = {name: setup_of(name, config) for name, config in self.configs.items()}
        content = {
            **command_entry(self.configs, created, command),
            "kind": "sensitivity",
            "method": method,
            "levels": LEVELS,
            "factors": dict(factors),
            "reference": next(iter(self.configs)),
            **scenarios_entry(self.configs, setups),
            **registries_entry(next(iter(setups.values()))),
            "points": [_keys(one) for one in blocks],
        }
        with written_whole(folder / "manifest.json") as partial:
            partial.write_text(as_json(content), encoding="utf-8")
        return folder


def _design(method: str, size: int, factors: Mapping[str, list[str]]) -> npt.NDArray[np.float64]:
    """Return the points of a design, one column a parameter."""
    from simsocial.experiment.salib_design import morris_points, sobol_points

    if method == "morris":
        return morris_points(factors, size, LEVELS, _SEED)
    if size & (size - 1):
        lower = 1 << (size.bit_length() - 1)
        message = say(
            "--sobol {size}: is no power of two. Valid: {lower} or {value}.",
            size=size,
            lower=lower,
            value=2 * lower,
        )
        raise ConfigError(message)
    return sobol_points(factors, size, _SEED)


def _family(configs: Mapping[str, dict[str, Any]], ranks: Mapping[str, float]) -> Family:
    """Return both worlds at a point."""
    family = Family()
    for name, config in configs.items():
        family.add(name, name, {**config, "ranks": dict(ranks)})
    return family


def _keys(blocks: Any) -> dict[str, list[str]]:
    """Return the keys of the runs of a point by scenario."""
    found: dict[str, list[str]] = {}
    for block in blocks:
        for run in block.runs:
            found.setdefault(run.scenario, []).append(run.key)
    return found
