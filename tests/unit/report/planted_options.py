"""Two planted options: their measures, titles, targets and suspected side effects."""

from __future__ import annotations

from typing import Any

__all__ = ["MEASURES", "SUSPECTED", "TARGETS", "TITLES"]

MEASURES: dict[str, dict[str, Any]] = {
    "kita_netz": {
        "kita_e": {
            "kind": "merge_sites",
            "title": {
                "de": "Kita E1, E2 und E3 in einem Neubau mit 70 Plätzen",
                "en": "One new building in E",
            },
            "start": "2027-08",
            "decided_by": "municipality",
            "lever": "own_act",
            "needs_consent_of": ["kreis", "provider"],
            "lead_months": 30,
            "latest_decision_month": "2025-02",
            "department": "Jugendamt (Bedarfsplanung)",
            "place": "ort_d",
            "sites_changed": [
                {"site": "kita_e", "name": "kita_e", "old": 46, "new": 0},
                {"site": "kita_neu", "name": "kita_neu", "old": 0, "new": 70},
            ],
        }
    },
    "tagespflege": {
        f"tagespflege_{area}": {
            "kind": "open_site",
            "start": "2027-07",
            "decided_by": "provider",
            "lever": "negotiation",
            "needs_consent_of": ["care_fund"],
            "lead_months": 6,
            "latest_decision_month": "2027-01",
            "department": "Sozialamt",
        }
        for area in "eg"
    },
}

TITLES = {
    "status_quo": {"de": "Weiter wie bisher", "en": "Status quo"},
    "kita_netz": {
        "de": "Kita-Netz: drei Häuser in E werden eines",
        "en": "Kita network: three sites become one",
    },
    "tagespflege": {
        "de": "Tagespflege: je 18 Plätze in E und G",
        "en": "Adult day care: 18 places in E and G",
    },
}

TARGETS: dict[str, list[dict[str, Any]]] = {
    "kita_netz": [
        {"indicator": "kita_occupancy", "area": "E", "direction": "up", "value": 85.0},
        {"indicator": "cost_municipality", "direction": "down"},
    ],
    "tagespflege": [
        {"indicator": "adult_day_care_waiting", "direction": "down"},
        {"indicator": "informal_care_hours", "direction": "down"},
    ],
}

SUSPECTED: dict[str, list[dict[str, Any]]] = {
    "kita_netz": [
        {
            "indicator": "kita_travel_minutes",
            "area": "E",
            "reason": {"de": "Zwei Orte verlieren ihre Kita.", "en": "x"},
        },
        {"indicator": "kita_waiting", "area": "E", "reason": {"de": "70 Plätze statt 110.", "en": "x"}},
        {"indicator": "population", "area": "E", "reason": {"de": "Familien könnten wegziehen.", "en": "x"}},
        {
            "indicator": "provider_margin",
            "label": {"de": "Überschuss der Träger", "en": "Margin of providers"},
            "reason": {"de": "Träger verlieren Deckung.", "en": "x"},
            "state": "not_in_model",
        },
    ],
    "tagespflege": [
        {"indicator": "home_care_unmet", "reason": {"de": "Personal könnte abwandern.", "en": "x"}},
        {
            "indicator": "nursing_home_demand",
            "reason": {"de": "Späterer Heimeinzug wird erwartet.", "en": "x"},
            "state": "excluded",
        },
        {"indicator": "kita_travel_minutes", "reason": {"de": "Andere Wege zur Kita.", "en": "x"}},
    ],
}
