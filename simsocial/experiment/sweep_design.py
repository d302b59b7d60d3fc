"""What a sweep simulates, made from its file: points, settings, families.

Examples
--------
>>> sweep = SweepDesign({"scenarios": ["status_quo"], "factors": {"fertility.male_share": [0.51, 0.52]}})
>>> [list(family.configs) for family in sweep.families], sweep.points[1]
([['status_quo'], ['status_quo']], {'fertility.male_share': 0.52})
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.sweep_configs import Family, at_point, check_factor, families_of
from simsocial.experiment.sweep_file import SweepFile, as_word, read_sweep
from simsocial.experiment.sweep_points import points_of

__all__ = ["SweepDesign"]


class SweepDesign:
    """Scenarios at the points of a design.

    Parameters
    ----------
    file : Path or str or mapping
        A YAML file, or what it would hold (:class:`SweepFile`).
    overrides : sequence of str
        Settings that hold for all, after those of the file.
    outputs : Path
        Folder in which the folder of the sweep is made.

    Attributes
    ----------
    file : SweepFile
        What was asked for.
    overrides : tuple of str
        Settings that hold for all.
    points : list of dict
        Value of each factor, by its key as written, at each point.
    base : dict
        Settings of each scenario at the first point; the first scenario is the reference.
    families : list of Family
        What is simulated.

    Raises
    ------
    SimsocialError
        If the file, a factor or a scenario is wrong.
    """

    def __init__(
        self,
        file: Path | str | Mapping[str, Any],
        overrides: Sequence[str] = (),
        outputs: Path | str = "outputs",
    ) -> None:
        self.file = SweepFile.of(file, "sweep") if isinstance(file, Mapping) else read_sweep(file)
        self.overrides, self._outputs = tuple(overrides), Path(outputs)
        parameters = _registered()
        full = {key: _full_key(key, parameters) for key in self._keys()}
        file_in_full = self.file.model_copy(
            update={"factors": {full[key]: value for key, value in self.file.factors.items()}}
        )
        points = points_of(file_in_full, lambda name: _range_of(name, parameters))
        if self.file.design == "list":
            points = [{full[key]: value for key, value in point.items()} for point in points]
        short = {key: name.lstrip("+") for name, key in full.items()}
        self.points = [{short[key]: value for key, value in point.items()} for point in points]
        name = "sweep" if isinstance(file, Mapping) else Path(file).stem
        # The first point goes the way of all settings: what is wrong with a key is told as ever.
        first = [f"{key}={as_word(value)}" for key, value in points[0].items()]
        words = [f"name={name}", "twins=0", *self.file.words(), *overrides, *first]
        composed = compose_scenarios(self.file.scenarios, words)
        self.base = {scenario: at_point(config, points[0]) for scenario, config in composed.items()}
        self.families: list[Family] = families_of(self.base, points)

    def _keys(self) -> list[str]:
        """Return the factors as written."""
        if self.file.design == "list":
            assert isinstance(self.file.points, tuple)  # noqa: S101 - checked with the file
            return list(self.file.points[0])
        return list(self.file.factors)

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of the reference at the first point."""
        return next(iter(self.base.values()))

    @property
    def folder(self) -> Path:
        """Where everything goes: ``<outputs>/<name>``."""
        return self._outputs / str(self.settings["name"])


def _registered() -> dict[str, tuple[float, float]]:
    """Return the range of each registered parameter by its id."""
    from simsocial.core.roots import roots
    from simsocial.parameters import Parameters
    from simsocial.services.catalogue import load_catalogue_from_dirs

    kinds = load_catalogue_from_dirs([folder / "services" for folder in roots("conf")])
    return {one.id: one.value_range for one in kinds.register(Parameters.load())}


def _range_of(name: str, parameters: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    if name not in parameters:
        message = say(
            "factors.{name}: registered: is no parameter. Valid: {{low: ..., high: ...}}, or a list of "
            "values.",
            name=name,
        )
        raise ConfigError(message)
    return parameters[name]


def _full_key(key: str, parameters: Mapping[str, Any]) -> str:
    """Return a factor's key among the settings."""
    full = f"parameters.{key}" if key in parameters else key
    check_factor(full)
    return full
