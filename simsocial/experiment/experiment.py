"""An experiment: scenarios, settings that hold for all, and the folder its tables go to.

Examples
--------
>>> experiment = Experiment(["status_quo", "kita_netz"], ["replicates=2", "horizon.end=2028-12"])
>>> experiment.folder.as_posix()
'outputs/vergleich_kita_netz'
>>> list(experiment.configs)
['status_quo', 'kita_netz']
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.given import Given, names_of

__all__ = ["Experiment"]


class Experiment:
    """Scenarios to be simulated side by side with the same dice.

    Parameters
    ----------
    scenarios : sequence
        Names, paths to YAML files, scenarios (:class:`simsocial.scenario.Scenario`), or contents as of a file by id
        (``{"idea": {"measures": {...}}}``, :func:`simsocial.vary`); the first is the reference.
    overrides : sequence of str
        Hydra overrides for all scenarios, for example ``["region=kreis", "region.name=Greiz"]``.
    outputs : Path
        Folder in which the folder of the experiment is made.

    Attributes
    ----------
    configs : dict
        Scenario id to its resolved settings.

    Raises
    ------
    SimsocialError
        If a setting or a scenario is wrong.
    """

    def __init__(
        self, scenarios: Sequence[Given], overrides: Sequence[str] = (), outputs: Path | str = "outputs"
    ) -> None:
        self.configs: dict[str, dict[str, Any]] = compose_scenarios(names_of(scenarios), overrides)
        self._outputs = Path(outputs)

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of the reference; name, region, horizon and numbers of replicates hold for all."""
        return next(iter(self.configs.values()))

    @property
    def folder(self) -> Path:
        """Where manifest and tables go: ``<outputs>/<name>``."""
        return self._outputs / str(self.settings["name"])

    def changed(self, outputs: Path | str | None = None, **settings: Any) -> Experiment:
        """Return the same scenarios under other settings that hold for all, in the same or another folder of outputs.

        Examples
        --------
        >>> more = Experiment(["status_quo"], ["services=[]"]).changed(replicates=40, name="more")
        >>> more.settings["replicates"], more.folder.as_posix()
        (40, 'outputs/more')
        """
        other = copy.copy(self)
        other.configs = {name: {**config, **settings} for name, config in self.configs.items()}
        other._outputs = self._outputs if outputs is None else Path(outputs)
        return other

    def run(
        self,
        progress: bool = True,
        command: Sequence[str] | None = None,
        chosen: Mapping[str, Any] | None = None,
    ) -> Path:
        """Simulate what is not stored yet and return the folder, which ``simsocial.Results`` reads.

        Parameters
        ----------
        progress : bool
            Show a bar with the time left.
        command : sequence of str, optional
            Words of the command line, for the manifest.
        chosen : mapping, optional
            Why there are so many replicates, for the manifest.

        Raises
        ------
        RunError
            If no run of the reference or of any option could be finished.
        """
        from simsocial.experiment.runner import run_experiment

        return run_experiment(self.configs, self.folder, progress, command, chosen=chosen)
