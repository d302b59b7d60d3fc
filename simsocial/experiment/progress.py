"""A progress bar with the time left, on the terminal's error stream."""

from __future__ import annotations

from types import TracebackType
from typing import Self

__all__ = ["Progress"]


class Progress:
    """Counts finished blocks; silent unless `shown`.

    Parameters
    ----------
    total : int
        Blocks to come.
    shown : bool
        Whether to draw the bar.
    """

    def __init__(self, total: int, shown: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._console = Console(stderr=True)
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("replicates, left"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not shown,
            # Workers are forked from this process: no thread may draw beside it.
            auto_refresh=False,
        )
        self._task = self._bar.add_task("Simulating", total=total)

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the last state on the screen."""
        self._bar.stop()

    def say(self, text: str) -> None:
        """Print a line above the bar, whether the bar is shown or not."""
        self._console.print(text)

    def advance(self) -> None:
        """Count one finished block."""
        self._bar.advance(self._task)
        self._bar.refresh()
