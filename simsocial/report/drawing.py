"""Pictures drawn on all processors: they take longer than everything else in a report."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from simsocial.report.picture import Picture

__all__ = ["Drawing", "Drawings"]

Drawing = Callable[[], Picture | None]
"""Draws one picture, or none where there is nothing to show."""

_begun: Sequence[Drawing] = ()
"""What forked processes find: a drawing holds whole tables, which they have already."""


class Drawings:
    """Pictures that are being drawn while the caller does something else.

    Parameters
    ----------
    drawings : sequence of callable
        In the order of their pictures.
    workers : int
        Processes that draw. With one, and where processes cannot be forked, all is drawn by :meth:`pictures`.
    """

    def __init__(self, drawings: Sequence[Drawing], workers: int) -> None:
        self._drawings = drawings
        self._pool: ProcessPoolExecutor | None = None
        self._futures: list[Future[Picture | None]] = []
        workers = min(workers, len(drawings))
        if workers > 1 and sys.platform == "linux":
            self._begin(workers)

    def _begin(self, workers: int) -> None:
        """Fork processes that have the library and all tables in memory."""
        global _begun  # noqa: PLW0603 - forked processes have nothing else in common with this one
        from matplotlib.backends import backend_agg, backend_svg  # noqa: F401 - loaded once for all of them

        _begun = self._drawings
        try:
            self._pool = ProcessPoolExecutor(workers, multiprocessing.get_context("fork"))
            self._futures = [self._pool.submit(_draw, number) for number in range(len(self._drawings))]
        finally:
            _begun = ()

    def pictures(self) -> list[Picture]:
        """Return what was drawn, when all of it is."""
        if self._pool is None:
            drawn = [draw() for draw in self._drawings]
        else:
            with self._pool:
                drawn = [future.result() for future in self._futures]
        return [picture for picture in drawn if picture is not None]


def _draw(number: int) -> Picture | None:
    return _begun[number]()
