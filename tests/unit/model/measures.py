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
    "bus_line": {"start": "2024-05", "where": {"place": ["b_ort", "b_dorf"]}, "minutes_less": 30},
    "on_demand_bus": {
        "start": "2024-05", "where": {"place": ["c_ort", "c_dorf"]}, "wait_minutes": 5, "detour_ratio": 1.1,
    },
    "fee_bands": {
        "start": "2024-05", "kinds": ["nursery", "kindergarten"], "bands": [{"below": 1.0, "factor": 0.5}],
        "borne_by": "municipality",
    },
    "grant": {
        "start": "2024-05", "service": "kindergarten", "payer": "land", "relieves": "municipality",
        "per_site_eur_per_year": 24000, "below_cases": 40,
    },
    "district_levy": {"start": "2024-05", "points": 1},
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
    "convert_site": {
        "start": "2024-06", "from_site": "heim_b", "site": "tag_b", "site_kind": "adult_day_care", "place": "b_ort",
        "provider": "pflege", "licensed_places": 8,
    },
    "cooperation": {
        "start": "2024-03", "kinds": "primary_school", "where": {"area": "a"}, "fixed_factor": 0.5,
    },
    "cut": {"start": "2024-05", "kinds": "primary_school", "where": {"place": "b_ort"}, "share": 0.6},
    "co_funding": {"start": "2024-03", "kinds": "adult_day_care", "payer": "care_fund", "share": 0.3, "order": 1},
    "lateral_entry": {"start": "2024-03", "qualification": "care_nurse", "entrants_factor": 8},
    "opening_days": {"start": "2024-03", "kinds": "adult_day_care", "days_per_week": 7},
    "outreach": {"start": "2024-03", "kinds": "home_care", "detected_factor": 1.2},
    "parental_fee": {"start": "2024-03", "kinds": ["nursery", "kindergarten"], "fee_factor": 0.5},
    "recruitment": {"start": "2024-03", "qualification": "care_nurse", "moves_in_factor": 9},
    "reuse_of_vacancy": {"place": "b_dorf", "phases": {"2024-03": 15}},
    "shuttle": {"start": "2024-03", "kinds": "adult_day_care", "ease_factor": 1.5},
    "staff_above_minimum": {"start": "2024-03", "kinds": ["nursery", "kindergarten"], "share": 0.4},
    "staff_ratio": {"start": "2024-03", "kinds": "nursery", "fte_factor": 1.4},
    "staff_retention": {"start": "2024-03", "qualification": "educator", "turnover_factor": 0.4},
    "target_quota": {"start": "2024-03", "kinds": "kindergarten", "quota": 0.8},
    "training_places": {
        "start": "2024-03", "qualification": "care_nurse", "graduates_factor": 5, "training_months": 0,
    },
    "no_change": {"start": "2024-02"},
}  # fmt: skip
"""By kind of measure; `no_change` changes nothing by definition."""


def measure(kind: str, **changes: Any) -> dict[str, Any]:
    """Return the settings of a scenario with one measure of a kind."""
    return {f"m_{kind}": WHO | MEASURES[kind] | {"kind": kind} | changes}
