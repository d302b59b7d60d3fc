"""What the manifest says of services: their words, and what paths between them are read from."""

from __future__ import annotations

from typing import Any

from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import ServiceKind

__all__ = ["acts_on", "services_entry"]


def services_entry(catalogue: Catalogue) -> dict[str, Any]:
    """Return the service kinds with their staff and what they can change, and the words of the staff."""
    return {
        "services": {
            kind.id: {
                "label": kind.label.model_dump(),
                "field": kind.field,
                "status": kind.status,
                "access": kind.access,
                "legal_base": kind.legal_base,
                "site_kind": kind.site_kind,
                "qualifications": list(kind.qualifications),
                "acts_on": acts_on(kind),
            }
            for kind in catalogue
        },
        "qualifications": {
            name: {"label": catalogue.staff[name].label.model_dump()} for name in catalogue.qualifications
        },
    }


def acts_on(kind: ServiceKind) -> list[str]:
    """Return what cases of a kind, or ways to it, change; left out what no value of the range changes."""
    can = (one for one in kind.effects.values() if one.factor.limits != (1.0, 1.0))
    return sorted({one.target for one in can})
