"""A progress bar with the time left, on the terminal's error stream; lines where it is redirected."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from simsocial.core.language import say

__all__ = ["LINE_SECONDS", "Progress"]

LINE_SECONDS = 10.0
"""Time between two lines where no bar can be drawn."""


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
        self._total, self._done, self._shown = total, 0, shown
        self._began = self._said = time.monotonic()
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(say("replicates, left")),
            TimeRemainingColumn(),
            console=self._console,
            disable=not shown or not self._console.is_terminal,
            # Workers are forked from this process: no thread may draw beside it.
            auto_refresh=False,
        )
        self._task = self._bar.add_task(say("Simulating"), total=total)

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the last state on the screen."""
        self._bar.stop()

    def tell(self, text: str) -> None:
        """Print a line above the bar, whether the bar is shown or not."""
        self._console.print(text)

    def advance(self) -> None:
        """Count one finished block."""
        self._done += 1
        self._bar.advance(self._task)
        self._bar.refresh()
        self.tick()

    def tick(self) -> None:
        """Where no bar can be drawn, in a file or pipe, print a line every ten seconds."""
        now = time.monotonic()
        if not self._shown or self._console.is_terminal or now - self._said < LINE_SECONDS:
            return
        self._said = now
        left = (now - self._began) / self._done * (self._total - self._done) if self._done else None
        told = "" if left is None else ", " + say("about {left:.0f} s left", left=left)
        self._console.print(
            say(
                "Simulating: {done} of {total} replicates{told}",
                done=self._done,
                total=self._total,
                told=told,
            ),
            highlight=False,
        )
