"""Read a single scenario, the way every command reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.setup import prepare_region
from simsocial.region import Region
from simsocial.scenario import Scenario

__all__ = ["load_in_region", "load_scenario"]


def load_scenario(name_or_path: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """Load a scenario by name, or from a YAML file.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a scenario in ``./scenarios`` or in those that come with simsocial, or a path.
    overrides : sequence of str
        As on the command line: ``measures.kita_e.start=2028-08`` sets a value, ``+measures.kita_e.end=...``
        adds one, ``~measures.kita_e`` drops a key.

    Raises
    ------
    SimsocialError
        If there is no such scenario, or keys or values are invalid.

    Examples
    --------
    >>> load_scenario("status_quo").measures
    {}
    """
    return Scenario.from_config(*_composed(name_or_path, overrides))


def load_in_region(name_or_path: str | Path, overrides: Sequence[str] = ()) -> tuple[Scenario, Region]:
    """Load a scenario as :func:`load_scenario` does, and the region that the overrides choose."""
    identifier, config = _composed(name_or_path, overrides)
    return Scenario.from_config(identifier, config), prepare_region(config)


def _composed(name_or_path: str | Path, overrides: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the id of a scenario and its settings; no service kind is part of it: half of the time of composing."""
    ((identifier, config),) = compose_scenarios([str(name_or_path)], ["services=[]", *overrides]).items()
    return identifier, config
