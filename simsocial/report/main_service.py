"""The service and the area that a comparison is about: what the first page shows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from simsocial.report.catalog import Catalog

__all__ = ["main_area", "main_service", "touched_services"]


def main_service(catalog: Catalog, options: Sequence[str]) -> str | None:
    """Return the service with places of its own that the first target names, else the first measure.

    Parameters
    ----------
    catalog : Catalog
        Names of the run.
    options : sequence of str
        Options in their order.

    Returns
    -------
    str or None
        None where neither is about such a service.
    """
    for name in options:
        scenario = catalog.manifest["scenarios"][name]
        named = [catalog.meta(str(target["indicator"])).kind for target in scenario.get("targets") or ()]
        for measure in (scenario.get("measures") or {}).values():
            named += [str(measure.get("site_kind") or ""), *map(str, measure.get("kinds") or ())]
        found = next(filter(None, (_service(catalog, kind) for kind in named)), None)
        if found is not None:
            return found
    return None


def touched_services(catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]) -> list[str]:
    """Return the services of which a target or a confirmed side effect tells, and the main one."""
    told = effects.loc[effects["role"] != "none", "indicator"].unique()
    found = {_service(catalog, catalog.meta(str(indicator)).kind) for indicator in told}
    found.add(main_service(catalog, options))
    return [service for service in catalog.services if service in found]


def _service(catalog: Catalog, kind: str) -> str | None:
    """Return the service with places that a kind is or belongs to, None if there is none."""
    shared = ((catalog.manifest.get("services") or {}).get(kind) or {}).get("site_kind")
    return next((name for name in (kind, str(shared or "")) if name in catalog.services), None)


def main_area(catalog: Catalog, options: Sequence[str]) -> str:
    """Return the area of the first target that names one, else the region."""
    targets = (
        target for name in options for target in catalog.manifest["scenarios"][name].get("targets") or ()
    )
    return next((str(target["area"]) for target in targets if target.get("area")), "region")
