"""Load a region by name, key, folder, workbook or configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simsocial.core.errors import RegionError
from simsocial.region.build import build_region
from simsocial.region.region import Region
from simsocial.region.tables import read_tables

__all__ = ["load_region"]

_DATA = Path(__file__).parent / "data"


def load_region(spec: str | Path | Mapping[str, Any]) -> Region:
    """Return a complete region.

    Parameters
    ----------
    spec : str, Path or mapping
        ``musterkreis``, ``thueringen``, an AGS or name of a Thuringian Kreis, a folder, an ``.xlsx``
        file, or a mapping with ``kind`` (musterkreis, kreis, thueringen, folder) and ``ags``, ``name``
        or ``path``.

    Raises
    ------
    RegionError
        If the region is unknown or its tables have faults; the message names them.
    """
    if isinstance(spec, Mapping):
        if spec.get("kind") == "musterkreis":
            return load_region("musterkreis")
    elif str(spec) == "musterkreis":
        return build_region(
            read_tables(_DATA / "musterkreis"),
            identifier="musterkreis",
            title={"de": "Musterkreis (fiktiv)", "en": "Musterkreis (fictional)"},
        )
    message = f"Region '{spec}' is unknown."
    raise RegionError(message)
