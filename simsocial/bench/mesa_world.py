"""The same people at the same rates for the Mesa model that the core is compared with.

The model itself lies with the tests (``tests/benchmarks/mesa_core.py``) and is no part of an installed
package. Its tables are read off the engine's own processes, so that both do the same work.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

import simsocial
from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import NOBODY, PRIVATE, UNUSED
from simsocial.core.state import TOP
from simsocial.model import SocialModel
from simsocial.processes.care_need import CareNeed
from simsocial.processes.departure import Departure
from simsocial.processes.fertility import Fertility
from simsocial.processes.mortality import Mortality
from simsocial.processes.relocation import Relocation

__all__ = ["MESA_MODEL", "mesa_module", "mesa_world"]

MESA_MODEL = Path(simsocial.__file__).resolve().parents[1] / "tests" / "benchmarks" / "mesa_core.py"
"""Where the Mesa model lies in the source tree."""


def mesa_module() -> ModuleType | None:
    """Return the module of the Mesa model, or None where the package comes without its tests."""
    name = "simsocial_mesa_core"
    if name in sys.modules:
        return sys.modules[name]
    specification = importlib.util.spec_from_file_location(name, MESA_MODEL) if MESA_MODEL.is_file() else None
    if specification is None or specification.loader is None:
        return None
    module = importlib.util.module_from_spec(specification)
    # Dataclasses look their own module up while it is being executed.
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


def mesa_world(module: ModuleType, engine: SocialModel, people: int, seed: int = 1) -> Any:
    """Return a Mesa model of every so-many-th household of an engine's model, at the engine's rates.

    Parameters
    ----------
    module : ModuleType
        What :func:`mesa_module` returned.
    engine : SocialModel
        Whose people, places and processes are taken over; it is not changed.
    people : int
        About how many people.
    seed : int
        Of Mesa's generator.
    """
    every = max(1, round(engine.state.population / people))
    years = range(engine.next_month // 12, engine.end_month // 12 + 1)
    return module.DemographicCore(
        _households(module, engine, every),
        _places(module, engine, every),
        {year: _rates(module, engine, year * 12) for year in years},
        engine.next_month,
        seed,
    )


def _households(module: ModuleType, engine: SocialModel, every: int) -> list[tuple[int, bool, list[Any]]]:
    """Return place, kind and members of the chosen households."""
    persons, households = engine.state.persons, engine.state.households
    rows = np.flatnonzero(households.form[: int(engine.state.counters[1, TOP])] != UNUSED)[::every]
    found = []
    for household in rows.tolist():
        members = []
        row = int(households.first_member[household])
        while row != NOBODY:
            members.append(row)
            row = int(persons.next_member[row])
        people = [
            module.Member(
                EPOCH_MONTH + int(persons.cohort[row]) // 2,
                int(persons.cohort[row]) % 2,
                int(persons.role[row]),
                int(persons.care_grade[row]),
                None if persons.partner[row] == NOBODY else members.index(int(persons.partner[row])),
            )
            for row in members
        ]
        found.append((int(households.place[household]), bool(households.form[household] == PRIVATE), people))
    return found


def _places(module: ModuleType, engine: SocialModel, every: int) -> Any:
    """Return the places with as many free dwellings for each household as the engine has."""
    market = engine.housing
    market.count(engine.state.households, int(engine.state.counters[1, TOP]))
    area_weight, place_weight, _, _ = market.choice_tables
    return module.Places(
        engine.place_area.tolist(),
        place_weight.tolist(),
        (area_weight / area_weight.max()).tolist(),
        (np.maximum(market.free, 0) // every).tolist(),
    )


def _rates(module: ModuleType, engine: SocialModel, month: int) -> Any:
    """Return the monthly chances of a year, from the engine's processes and parameters."""

    def hazard(process: type[Any]) -> list[Any]:
        table: npt.NDArray[np.float64] = process(engine).hazard(month)
        nested: list[Any] = table.tolist()
        return nested

    change, worse, entry = CareNeed(engine).changes(month)
    return module.Rates(
        death=hazard(Mortality),
        birth=hazard(Fertility),
        departure=hazard(Departure),
        relocation=hazard(Relocation),
        care_change=change.tolist(),
        care_worse=worse.tolist(),
        entry_grade=np.moveaxis(entry, 0, -1).tolist(),
        male_share=engine.parameters.value("fertility.male_share", month),
        multiple_share=engine.parameters.value("fertility.multiple_birth_share", month),
    )
