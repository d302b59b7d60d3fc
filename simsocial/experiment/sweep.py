"""A sweep: scenarios at many points, all with the same dice, in one folder.

Examples
--------
>>> sweep = Sweep({"scenarios": ["status_quo"], "factors": {"seed": [1, 2, 3]}})
>>> len(sweep.points), sweep.folder.as_posix()
(3, 'outputs/sweep')
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simsocial.experiment.sweep_design import SweepDesign

__all__ = ["Sweep"]


class Sweep(SweepDesign):
    """Scenarios at the points of a design, to be simulated; see :class:`SweepDesign` for what it is made from."""

    def run(self, progress: bool = True, command: Sequence[str] | None = None, *, yes: bool = False) -> Path:
        """Simulate what is not stored yet; return the folder.

        Parameters
        ----------
        progress : bool
            Show a bar with the time left.
        command : sequence of str, optional
            Words of the command line, for the manifest.
        yes : bool
            Go on without asking, however long it takes.

        Raises
        ------
        ConfigError
            If it takes long and nobody agreed.
        RunError
            If a worker ended, or nothing is left of the reference or of all options.
        """
        from simsocial.experiment.sweep_runner import run_sweep

        return run_sweep(self, progress, command, yes=yes)
