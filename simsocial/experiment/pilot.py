"""How long a sweep takes and how much it stores: measured on its first piece, said, and asked about if it is long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from simsocial.core.errors import ConfigError
from simsocial.core.language import say

__all__ = ["Pilot"]

_MOST_MINUTES = 30.0


class Pilot:
    """The first piece of a sweep, which tells of the others.

    Parameters
    ----------
    folder : Path
        Where runs are stored.
    runs : sequence of int
        Runs of each piece, the one that is measured first.
    workers : int
        How many work at once on the others.
    """

    def __init__(self, folder: Path, runs: Sequence[int], workers: int) -> None:
        self._folder, self._runs, self._workers = folder, runs, workers
        self.minutes = self.gigabytes = 0.0

    def measure(self, work: Callable[[], None]) -> None:
        """Do the first piece and say what that means for the others.

        Parameters
        ----------
        work : callable
            Does it.
        """
        before, started = self._stored(), time.monotonic()
        work()
        others = sum(self._runs[1:]) / self._runs[0]
        self.minutes = (time.monotonic() - started) / 60.0 * others / self._workers
        self.gigabytes = (self._stored() - before) / 1e9 * others
        click.echo(say("Measured on {runs} runs: {told}.", runs=self._runs[0], told=self.told), err=True)

    @property
    def told(self) -> str:
        """What the other runs take, in words."""
        runs = sum(self._runs[1:])
        return say(
            "{runs:,} more runs take about {minutes:,.1f} minutes and {gigabytes:,.3f} GB",
            runs=runs,
            minutes=self.minutes,
            gigabytes=self.gigabytes,
        )

    def confirm(self, *, yes: bool) -> None:
        """Ask before more than half an hour; without anybody to ask, refuse.

        Parameters
        ----------
        yes : bool
            The answer, given beforehand.

        Raises
        ------
        ConfigError
            If nobody can be asked, or the answer is no.
        """
        if yes or self.minutes <= _MOST_MINUTES:
            return
        if not (sys.stdin.isatty() and click.confirm(say("Go on?"), err=True)):
            message = say(
                "{told}. Valid: --yes if it is meant, or fewer points or replicates.", told=self.told
            )
            raise ConfigError(message)

    def _stored(self) -> int:
        return sum(path.stat().st_size for path in (self._folder / "runs").rglob("*.parquet"))
