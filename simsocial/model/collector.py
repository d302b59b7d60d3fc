"""Mesa's data collector over what the recorder keeps: a month costs nothing until somebody reads it."""

from __future__ import annotations

from functools import partial
from typing import Any

import mesa

from simsocial.model.recorder import Recorder

__all__ = ["Collector"]


class Collector(mesa.DataCollector):
    """Collects every indicator of the months stepped through, evaluated when the model's variables are read.

    Whoever needs a few indicators month by month puts Mesa's own collector in its place:
    ``model.datacollector = mesa.DataCollector({"births": lambda model: model.recorder.latest("births")})``.

    Parameters
    ----------
    recorder : Recorder
        Of the model that is stepped.
    """

    model_reporters: dict[str, Any]

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._months: list[int] = []
        self._read = 0
        super().__init__({name: partial(_latest, name) for name in recorder.ids})

    def collect(self, model: Any) -> None:
        """Note that the month recorded last belongs to the collection; Mesa reads what a user has added."""
        self._months.append(self._recorder.done - 1)
        known = self.model_reporters
        self.model_reporters = {name: known[name] for name in known.keys() - set(self._recorder.ids)}
        # Since 3.4 Mesa notes when something was collected, and not where there seems to be nothing to collect.
        noted = getattr(self, "_collection_steps", None)
        before = len(noted or ())
        super().collect(model)
        if noted is not None and len(noted) == before:
            noted.append(model.time)
        self.model_reporters = known

    @property
    def model_vars(self) -> dict[str, list[Any]]:
        """Values by indicator, one for each month collected; those of reporters that a user has added beside them."""
        if self._read != len(self._months):
            self._read = len(self._months)
            for name, values in self._recorder.monthly().items():
                self._values[name] = [values[month] for month in self._months]
        return self._values

    @model_vars.setter
    def model_vars(self, values: dict[str, list[Any]]) -> None:
        self._values = values


def _latest(name: str, model: Any) -> float:
    """Return an indicator's value in the month simulated last."""
    return float(model.recorder.latest(name))
