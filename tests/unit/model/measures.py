"""One measure of every packaged kind for the small region, each of which changes something."""

from __future__ import annotations

from typing import Any

__all__ = ["MEASURES", "measure"]

WHO = {"decided_by": "kreis", "lever": "own_act"}
MEASURES: dict[str, dict[str, Any]] = {
    "open_site": {
        "start": "2024-04", "end": "2025-03", "ramp_months": 3, "site": "tag_neu", "site_kind": "adult_day_care",
        "place": "b_ort", "provider": "pflege", "licensed_places": 12,
    },
    "close_site": {"start": "2024-05", "site": "kita_b2", "to": "kita_b1"},
    "merge_sites": {
        "start": "2024-08", "sites": ["kita_a1", "kita_c1"], "site": "kita_neu", "site_kind": "kita",
        "place": "a_dorf", "provider": "verein", "licensed_places": 90,
    },
    "resize_site": {"start": "2024-03", "end": "2024-10", "ramp_months": 4, "site": "heim_a", "licensed_places": 24},
    "phased_housing": {
        "place": "c_ort", "phases": {"2024-03": 20, "2025-02": 10}, "capital_per_dwelling_eur": 9000,
        "capital_payers": {"municipality": 1.0},
    },
    "change_value": {
        "start": "2024-03", "end": "2024-10", "ramp_months": 4, "id": "cost.per_fte_eur_per_year", "op": "multiply",
        "by": 1.2, "where": {"kind": ["kindergarten", "primary_school"], "area": "a"},
    },
    "no_change": {"start": "2024-02"},
}  # fmt: skip
"""By kind of measure; `no_change` changes nothing by definition."""


def measure(kind: str, **changes: Any) -> dict[str, Any]:
    """Return the settings of a scenario with one measure of a kind."""
    return {f"m_{kind}": WHO | MEASURES[kind] | {"kind": kind} | changes}
