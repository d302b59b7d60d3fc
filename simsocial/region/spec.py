"""What names a region: a name that comes with the package, or where somebody's own tables lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["EMBEDDED", "borders_file", "own_tables"]

EMBEDDED = ("musterkreis", "thueringen")
"""Regions that come with the package by name; the 22 Kreise come by AGS or name."""


def own_tables(spec: str | Path | Mapping[str, Any]) -> Path | None:
    """Return the folder or workbook a specification names, None for an embedded region."""
    if isinstance(spec, Mapping):
        return Path(str(spec.get("path"))) if spec.get("kind") == "folder" else None
    text = str(spec)
    looks_like_path = isinstance(spec, Path) or any(mark in text for mark in "/\\") or text.endswith(".xlsx")
    return Path(text) if looks_like_path or (text not in EMBEDDED and Path(text).exists()) else None


def borders_file(region: Path) -> Path:
    """Return the path of the borders of a region: in its folder, or beside its workbook.

    Examples
    --------
    >>> borders_file(Path("kreis")).name, borders_file(Path("kreis.xlsx")).name
    ('areas.geojson', 'kreis-areas.geojson')
    """
    if region.suffix.lower() in {".xlsx", ".xlsm"}:
        return region.with_name(f"{region.stem}-areas.geojson")
    return region / "areas.geojson"
