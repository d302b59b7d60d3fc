"""The month, in one place: which process acts when.

Dated parameters and law hold from the month's first day; measures act next, then people, then services,
then money and counting. Being served or waiting acts on people from the next month on.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Collection, Mapping

import simsocial.processes
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.processes.base import Engine, Process, ScreenedProcess, registered
from simsocial.processes.kept_columns import KeptColumns
from simsocial.processes.screening import Screening

__all__ = ["ORDER", "Schedule", "known_processes"]

ORDER = (
    "ageing",
    "mortality",
    "fertility",
    "partnership",
    "separation",
    "new_homes",
    "leaving_home",
    "shared_home",
    "departure",
    "arrival",
    "reception",
    "asylum",
    "relocation",
    "work",
    "household_income",
    "tenancy",
    "social_states",
    "care_need",
    "added_places",
    "provider_decisions",
    "service_demand",
    "staff_market",
    "allocation",
    "census",
    "kin",
    "reach",
    "offending",
    "finance",
)
"""Turns of the month; plugins name the process they follow."""


def known_processes() -> dict[str, type[Process]]:
    """Return all processes, the package's own and those of plugins, in the order of their turns."""
    _load()
    classes = registered()
    return {name: classes[name] for name in _turns(classes)}


@functools.cache
def _load() -> None:
    """Import every module of processes, once a process."""
    for module in pkgutil.iter_modules(simsocial.processes.__path__):
        importlib.import_module(f"simsocial.processes.{module.name}")


def _turns(classes: Mapping[str, type[Process]]) -> list[str]:
    """Return the order with the plugins' processes inserted, each behind the one it names."""
    names = list(ORDER)
    left = sorted(set(classes) - set(ORDER))
    for name in left:
        after = classes[name].after
        if after not in classes:
            message = say(
                "Process '{name}' wants its turn after '{after}'. {valid}",
                name=name,
                after=after,
                valid=nearest(after, set(classes) - {name}),
            )
            raise ConfigError(message)
    while left:
        placed = [name for name in left if classes[name].after in names]
        if not placed:
            message = say(
                "Processes {left} want their turns after each other. {valid}",
                left=", ".join(left),
                valid=nearest("", ORDER),
            )
            raise ConfigError(message)
        for name in placed:
            names.insert(names.index(classes[name].after) + 1, name)
        left = [name for name in left if name not in placed]
    return names


class Schedule:
    """The processes of one model in their order.

    Parameters
    ----------
    model : Engine
        The model they act on.
    disabled : collection of str
        Names of processes that are switched off.
    """

    def __init__(self, model: Engine, disabled: Collection[str] = ()) -> None:
        classes = known_processes()
        for name in disabled:
            if name not in classes:
                message = say("Unknown process '{name}'. {valid}", name=name, valid=nearest(name, classes))
                raise ConfigError(message)
        # One that is off keeps its slot, so that the draws of the others stay theirs, and its columns with their rules.
        built = [
            cls(model)
            for name, cls in classes.items()
            if name not in disabled or issubclass(cls, ScreenedProcess) or cls.columns
        ]
        self.columns = KeptColumns(model, built)
        screened = [process for process in built if isinstance(process, ScreenedProcess)]
        self.screening = Screening(model, screened, off=disabled)
        self.processes = tuple(process for process in built if process.name not in disabled)

    def prepare(self, months: range) -> None:
        """Let every process work out what these months need."""
        for process in self.processes:
            process.prepare(months)

    def run(self, month: int) -> None:
        """Let every process act once."""
        drawn = False
        for process in self.processes:
            if isinstance(process, ScreenedProcess):
                if not drawn:
                    self.screening.draw(month)
                    drawn = True
                rows = self.screening.fire(process, month)
                if len(rows):
                    process.apply(month, rows)
            else:
                process.step(month)
            self.columns.follow(month)
