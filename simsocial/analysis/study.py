"""An experiment with its results, for Python code: run, look, compare.

Examples
--------
>>> study = Experiment(["status_quo", {"idea": {"measures": {}}}], ["replicates=2", "services=[]"])
>>> study.folder.as_posix(), list(study.configs)
('outputs/vergleich_idea', ['status_quo', 'idea'])
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simsocial.analysis.auto import choose
from simsocial.analysis.results import Results
from simsocial.experiment import experiment
from simsocial.experiment.given import Given
from simsocial.experiment.lock import alone_in
from simsocial.experiment.precision import split_auto

__all__ = ["Experiment"]


class Experiment:
    """Scenarios to be simulated side by side with the same dice.

    Parameters
    ----------
    scenarios, overrides, outputs
        As of :class:`simsocial.experiment.experiment.Experiment`.
    """

    def __init__(
        self, scenarios: Sequence[Given], overrides: Sequence[str] = (), outputs: Path | str = "outputs"
    ) -> None:
        self._auto, others = split_auto(overrides)
        self._runs = experiment.Experiment(scenarios, others, outputs)

    @property
    def configs(self) -> dict[str, dict[str, Any]]:
        """Settings by scenario; the first is the reference."""
        return self._runs.configs

    @property
    def folder(self) -> Path:
        """Where manifest and tables go."""
        return self._runs.folder

    def run(self, progress: bool = True) -> Results:
        """Simulate what is not stored yet and return the results.

        Raises
        ------
        RunError
            If no run of the reference or of any option could be finished.
        """
        if not self._auto:
            return Results(self._runs.run(progress))
        with alone_in(self.folder):
            choice = choose(self._runs, progress=progress)
            self._runs = self._runs.changed(replicates=choice.replicates)
            return Results(self._runs.run(progress, chosen=choice.entry))

    def __repr__(self) -> str:
        return f"<Experiment {self.folder}: {', '.join(self.configs)}>"
