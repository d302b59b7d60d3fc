"""Read a single scenario, the way every command reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simsocial.experiment.compose import compose_scenarios
from simsocial.scenario import Scenario

__all__ = ["load_scenario"]


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
    # No service kind is part of a scenario: half of the time of composing.
    ((identifier, config),) = compose_scenarios([str(name_or_path)], ["services=[]", *overrides]).items()
    return Scenario.from_config(identifier, config)
