"""The name of an output folder where none is given: the scenarios, and region and future if not the default ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["name_in", "slug"]

_DEFAULT = "musterkreis"
_FORBIDDEN = '/\\:*?"<>|'
"""What some system does not allow in the name of a folder."""


def name_in(name: str, region: Mapping[str, Any], future: str = "") -> str:
    """Return a name with those of the region and of the future, unless they are the default ones.

    Parameters
    ----------
    name
        The scenarios.
    region
        Settings of the region.
    future
        Id of the future.

    Examples
    --------
    >>> name_in("status_quo", {"kind": "kreis", "name": "Saale-Orla-Kreis"})
    'status_quo_saale_orla_kreis'
    >>> name_in("status_quo", {"kind": "musterkreis"}), name_in("status_quo", {"kind": "musterkreis"}, "low_births")
    ('status_quo', 'status_quo_low_births')
    """
    name = "".join("_" if sign in _FORBIDDEN else sign for sign in name)[:80]
    tail = f"_{future}" if future else ""
    if region["kind"] == _DEFAULT:
        return f"{name}{tail}"
    path = region.get("path")
    own = region.get("ags") or region.get("name") or (Path(path).resolve().stem if path else region["kind"])
    return f"{name}_{slug(str(own))[:40]}{tail}"


def slug(text: str) -> str:
    """Return a text as part of the name of a folder.

    Examples
    --------
    >>> slug("Ilm-Kreis")
    'ilm_kreis'
    """
    return "".join(sign if sign.isalnum() else "_" for sign in text.lower())
