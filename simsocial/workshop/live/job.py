"""The job: replicates of the setting that was asked for last, one after the other, in one worker process.

A new setting takes over as soon as the replicate at hand has ended; what was found for the old one stays, and is gone
on with when it is asked for again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from simsocial.core.errors import SimsocialError
from simsocial.core.language import say

__all__ = ["MOST_SETTINGS", "Job", "Progress"]

MOST_SETTINGS = 100
"""Settings whose runs are kept; the one that was asked for first goes first."""

Found = TypeVar("Found")


@dataclass
class Progress(Generic[Found]):
    """How far a setting has come.

    Attributes
    ----------
    work : callable
        Simulates one replicate, given its number; sent to the worker.
    found : list
        What came of the replicates so far.
    error : Exception or None
        Why it stopped.
    """

    work: Callable[[int], Found]
    found: list[Found] = field(default_factory=list)
    error: Exception | None = None


class Job(Generic[Found]):
    """Works at one setting at a time; opened as a context, it ends with it.

    Parameters
    ----------
    executor : Executor
        Of one worker.
    replicates : int
        How many replicates a setting gets.
    """

    def __init__(self, executor: Executor, replicates: int) -> None:
        self._executor, self.replicates = executor, replicates
        self._settings: dict[str, Progress[Found]] = {}
        self._wanted, self._ended = "", False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._go_on, name="job", daemon=True)

    def __enter__(self) -> Job[Found]:
        """Begin to wait for settings."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Begin no further replicate."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def ask(self, key: str, work: Callable[[int], Found]) -> None:
        """Work at a setting from now on.

        Parameters
        ----------
        key : str
            Name of the setting; what is known of it is kept, but for an error, after which it is tried again.
        work : callable
            Simulates its replicate of a number.
        """
        with self._changed:
            self._settings.setdefault(key, Progress(work)).error = None
            self._wanted = key
            if len(self._settings) > MOST_SETTINGS:
                del self._settings[next(one for one in self._settings if one != key)]
            self._changed.notify_all()

    def progress(self, key: str) -> tuple[list[Found], str, bool] | None:
        """Return what was found for a setting, its error, whether it is worked at; None if it was never asked for."""
        with self._changed:
            one = self._settings.get(key)
            return None if one is None else (list(one.found), _told(one.error), self._is_open(key))

    def _is_open(self, key: str) -> bool:
        one = self._settings.get(key)
        return key == self._wanted and one is not None and not one.error and len(one.found) < self.replicates

    def _go_on(self) -> None:
        """Simulate replicate after replicate of what is wanted."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or self._is_open(self._wanted))
                if self._ended:
                    return
                one = self._settings[self._wanted]
            try:
                found = self._executor.submit(one.work, len(one.found)).result()
            except Exception as error:  # whatever a run raises is told on the page
                with self._changed:
                    one.error = error
            else:
                with self._changed:
                    one.found.append(found)


def _told(error: Exception | None) -> str:
    """Return the message of an error, empty without one; of one that is no mistake in a setting also its kind."""
    if error is None:
        return ""
    if isinstance(error, BrokenExecutor):
        return say(
            "The process that simulates has ended, often for want of memory. Start simsocial workshop --live again."
        )
    return str(error) if isinstance(error, SimsocialError) else f"{type(error).__name__}: {error}"
