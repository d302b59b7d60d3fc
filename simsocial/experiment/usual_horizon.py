"""The usual horizon: where measures and laws of a scenario hang on its first month and no run says which."""

from __future__ import annotations

from simsocial.core.calendar import month_index
from simsocial.experiment.compose import compose_scenarios

__all__ = ["usual_start"]


def usual_start() -> int:
    """Return the absolute month in which horizons begin where nobody says otherwise."""
    (usual,) = compose_scenarios(["status_quo"], ["services=[]"]).values()
    return month_index(usual["horizon"]["start"])
