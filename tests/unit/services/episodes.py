"""A kind of service whose needs begin and end, for tests."""

from __future__ import annotations

from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue, load_catalogue

__all__ = ["counselling", "with_kinds"]

NEED = {
    "way": "episodes",
    "onset_per_1000": {0: 0, 18: 120},
    "detected_share": {"value": 0.5, "low": 0.3, "high": 0.7, "grade": "D", "source": "own assumption", "year": 2025},
    "months_served": 6,
    "months_unserved": 9,
    "source": "own assumption",
    "year": 2025,
}  # fmt: skip


def counselling(need=None, **entry):
    """Return the entry of a kind in episodes, with other values."""
    return {
        "label": {"de": "Beratung", "en": "counselling"},
        "field": "counselling",
        "legal_base": "-",
        "status": "discretionary",
        "access": "capacity",
        "capacity": "places",
        "eligibility": {},
        "need": NEED | (need or {}),
        "payers": {"kreis": 1.0},
    } | entry


def with_kinds(catalogue, **entries):
    """Return the packaged kinds with these, and the registry with all their numbers."""
    more = Catalogue([*catalogue, *load_catalogue(entries)])
    return {"catalogue": more, "parameters": more.register(Parameters.load())}
