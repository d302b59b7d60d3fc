"""The indicators of the planted results, in the shape of the manifest."""

from __future__ import annotations

from typing import Any

from tests.unit.analysis.planted import indicator

__all__ = ["COST_ID", "SERVICES", "metadata"]

SERVICES = ("kita", "home_care", "adult_day_care", "nursing_home")
PAYERS = ("kreis", "municipality", "land", "care_fund", "families")
COST_ID = {payer: f"cost_{payer}" for payer in PAYERS} | {"kreis": "cost_net_kreis"}

PAYER_NAMES = dict(
    zip(PAYERS, ("Landkreis, netto", "Gemeinden, netto", "Land", "Pflegekassen", "Familien"), strict=True)
)

LABELS = {
    "population": ("Einwohner", "Inhabitants"),
    "informal_care_hours": ("Pflegestunden der Angehörigen", "Informal care hours"),
    "kita_occupancy": ("Auslastung der Kitas", "Occupancy of Kitas"),
    "kita_travel_minutes": ("Weg zur Kita", "Way to the Kita"),
    "vacancies_care_nurse": ("Unbesetzte Stellen in der Pflege", "Care vacancies"),
    "capital_cost": ("Investitionen", "Capital cost"),
}


def metadata() -> list[dict[str, Any]]:
    """Indicators of the planted results."""
    names = {"kita": "Kita", "home_care": "Ambulante Pflege"}
    names |= {"adult_day_care": "Tagespflege", "nursing_home": "Pflegeheim"}
    words = {
        "demand": ("Nachfrage", "persons", "neutral"),
        "usable": ("mit Personal nutzbare Kapazität", "cases", "neutral"),
        "unmet": ("ohne Versorgung", "persons", "down"),
        "waiting": ("Warteliste", "persons", "down"),
    }
    rows = [
        indicator(
            "population",
            direction="neutral",
            relevance=20.0,
            validation="hindcast",
            groups=["sex", "age_group"],
        ),
        indicator("informal_care_hours", unit="hours per week", field="informal_care", relevance=50.0),
        indicator(
            "kita_occupancy",
            kind="kita",
            concept="occupancy",
            unit="% of licensed capacity",
            direction="neutral",
            field="kita",
            relevance=1.0,
            decimals=1,
            validation="base_year",
        ),
        indicator("kita_travel_minutes", unit="minutes one way", field="travel", relevance=0.1),
        indicator(
            "vacancies_care_nurse", unit="FTE", decimals=1, field="staff", relevance=0.5, validation="none"
        ),
        indicator(
            "capital_cost",
            unit="EUR per year",
            concept="capital_cost",
            direction="down",
            field="finance",
            relevance=1000.0,
            sum_over_time="sum",
        ),
    ]
    for service in SERVICES:
        for ending, (word, unit, direction) in words.items():
            rows.append(
                indicator(
                    f"{service}_{ending}",
                    unit=unit,
                    direction=direction,
                    field="kita" if service == "kita" else "elder_care",
                    relevance=2.0,
                    kind=service,
                    concept="supply" if ending == "usable" else ending,
                    label={"de": f"{names[service]}: {word}", "en": f"{service}: {ending}".replace("_", " ")},
                )
            )
    for payer in PAYERS:
        rows.append(
            indicator(
                COST_ID[payer],
                unit="EUR per year",
                direction="neutral",
                field="finance",
                relevance=20_000.0,
                sum_over_time="sum",
                validation="plausible",
                payer=payer,
                concept="operating_cost",
                label={"de": f"Laufende Kosten: {PAYER_NAMES[payer]}", "en": f"Operating cost: {payer}"},
            )
        )
    for row in rows:
        if row["id"] in LABELS:
            row["label"] = dict(zip(("de", "en"), LABELS[row["id"]], strict=True))
    return rows
