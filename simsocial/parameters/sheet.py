"""The assumption sheet: every parameter of a run in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simsocial.core.calendar import month_label
from simsocial.parameters.parameter import Parameter
from simsocial.parameters.registry import Parameters

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["assumption_sheet"]


def assumption_sheet(parameters: Parameters) -> pd.DataFrame:
    """Return one row a parameter.

    Returns
    -------
    DataFrame
        Columns id, unit, value (latest; for a table its mean), shape, low, high, range_kind,
        distribution, identified (whether figures can tell the value; else only the range is known),
        holds_from (empty when undated), override, factor and shift of the draw, source,
        year, grade, note.
    """
    import pandas as pd

    return pd.DataFrame([_row(parameter, parameters) for parameter in parameters])


def _row(parameter: Parameter, parameters: Parameters) -> dict[str, object]:
    latest = parameter.history[parameter.position(None, parameters.known_until)[0]]
    factor, shift = parameters.adjustment(parameter.id)
    return {
        "id": parameter.id,
        "unit": parameter.unit,
        "value": float(np.mean(latest.value)),
        "shape": " x ".join(parameter.dims) or "number",
        "low": parameter.low,
        "high": parameter.high,
        "range_kind": parameter.range_kind,
        "distribution": parameter.distribution,
        "identified": "yes" if parameter.identified else "not identified",
        "holds_from": month_label(latest.holds_from) if latest.holds_from else "",
        "override": parameters.overrides.get(parameter.id),
        "factor": factor,
        "shift": shift,
        "source": parameter.source,
        "year": parameter.year,
        "grade": parameter.grade,
        "note": parameter.note,
    }
