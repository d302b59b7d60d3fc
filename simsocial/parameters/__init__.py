"""Registry of every number the model assumes: value by date, unit, range, source, year and evidence grade.

The rest of the package asks :class:`Parameters` for values; nothing else reads the data files.
"""

from __future__ import annotations

from simsocial.parameters.parameter import Dated, Parameter
from simsocial.parameters.registry import Parameters

__all__ = ["Dated", "Parameter", "Parameters"]
