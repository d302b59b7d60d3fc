"""The service and the area that a comparison is about: what the first page shows."""

from __future__ import annotations

from collections.abc import Sequence

from simsocial.report.catalog import Catalog

__all__ = ["main_area", "main_service"]


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
    services = catalog.services
    for name in options:
        scenario = catalog.manifest["scenarios"][name]
        named = [catalog.meta(str(target["indicator"])).kind for target in scenario.get("targets") or ()]
        for measure in (scenario.get("measures") or {}).values():
            named += [str(measure.get("site_kind") or ""), *map(str, measure.get("kinds") or ())]
        for kind in named:
            shared = ((catalog.manifest.get("services") or {}).get(kind) or {}).get("site_kind")
            for service in (kind, str(shared or "")):
                if service in services:
                    return service
    return None


def main_area(catalog: Catalog, options: Sequence[str]) -> str:
    """Return the area of the first target that names one, else the region."""
    targets = (
        target for name in options for target in catalog.manifest["scenarios"][name].get("targets") or ()
    )
    return next((str(target["area"]) for target in targets if target.get("area")), "region")
