"""A folder of results with planted figures, as `simsocial compare` would write it: two options, eight areas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.unit.analysis.planted import YEARS, indicator

AREAS = tuple("ABCDEFGH")
SHARES = np.array([24, 15, 10, 10, 9, 8, 8, 8]) / 92
SERVICES = ("kita", "home_care", "adult_day_care", "nursing_home")
SIZE = {"kita": 3600, "home_care": 1900, "adult_day_care": 290, "nursing_home": 1060}
PAYERS = ("kreis", "municipality", "land", "care_fund", "families")
COST_ID = {payer: f"cost_{payer}" for payer in PAYERS} | {"kreis": "cost_net_kreis"}
COST = {"kreis": 21.4e6, "municipality": 14.2e6, "land": 24.8e6, "care_fund": 61e6, "families": 33e6}

PAYER_NAMES = dict(
    zip(PAYERS, ("Landkreis, netto", "Gemeinden, netto", "Land", "Pflegekassen", "Familien"), strict=True)
)

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
            "department": "Jugendamt (Bedarfsplanung)",
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
        {"indicator": "provider_margin", "reason": {"de": "Träger verlieren Deckung.", "en": "x"}},
    ],
    "tagespflege": [
        {"indicator": "home_care_unmet", "reason": {"de": "Personal könnte abwandern.", "en": "x"}},
        {
            "indicator": "nursing_home_demand",
            "reason": {"de": "Späterer Heimeinzug wird erwartet.", "en": "x"},
            "state": "excluded",
        },
    ],
}

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
                label={"de": f"Laufende Kosten: {PAYER_NAMES[payer]}", "en": f"Operating cost: {payer}"},
            )
        )
    for row in rows:
        if row["id"] in LABELS:
            row["label"] = dict(zip(("de", "en"), LABELS[row["id"]], strict=True))
    return rows


def write_results(folder: Path, replicates: int = 12, *, options: bool = True) -> Path:
    """Write a complete folder of results and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ["status_quo", "kita_netz", "tagespflege"] if options else ["status_quo"]
    manifest = {
        "name": "probe",
        "created": "2026-10-05T09:00:00+02:00",
        "finished": "2026-10-05T09:01:12+02:00",
        "command": "simsocial compare " + " ".join(names),
        "versions": {"simsocial": "0.1.0", "python": "3.11.7", "mesa": "3.3.1"},
        "source_hash": "5f3a",
        "data_hash": "90cd",
        "seed": 1,
        "replicates": {"explore": replicates, "confirm": replicates},
        "draws": 0,
        "reference": "status_quo",
        "scenarios": {
            name: {
                "title": TITLES[name],
                "config": {},
                "targets": TARGETS.get(name, []),
                "suspected": SUSPECTED.get(name, []),
                "measures": MEASURES.get(name, {}),
            }
            for name in names
        },
        "region": {
            "id": "musterkreis",
            "title": {"de": "Musterkreis", "en": "Model Kreis"},
            "ags": None,
            "areas": {area: f"Planungsraum {area}" if area > "D" else f"Stadt {area}" for area in AREAS},
            "reference_date": "2023-12-31",
            "defaults_used": ["travel_minutes"],
        },
        "horizon": {"start": "2027-01", "end": "2031-12", "spin_up": 36},
        "runs": [
            {
                "key": f"{name}{k}",
                "scenario": name,
                "draw": 0,
                "replicate": k,
                "state": "finished",
                "seconds": 0.5,
            }
            for name in names
            for k in range(2 * replicates)
        ],
        "indicators": metadata(),
        "services": {s: {"label": {"de": s, "en": s}, "status": "mandatory"} for s in SERVICES},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    _indicators(names, 2 * replicates).to_parquet(folder / "indicators.parquet", index=False)
    _population(names, 4).to_parquet(folder / "population.parquet", index=False)
    _parameters().to_csv(folder / "parameters.csv", index=False)
    return folder


def _indicators(names: list[str], pairs: int) -> pd.DataFrame:
    """Yearly rows for the region and its areas, and monthly rows for the region."""
    rng = np.random.default_rng(21)
    frames = []
    noise = {}
    for meta in metadata():
        name, unit = meta["id"], meta["unit"]
        cells = [("region", "all", "all"), *((area, "all", "all") for area in AREAS)]
        if meta["groups"]:
            cells += [("region", "sex", "m"), ("region", "sex", "f"), ("region", "age_group", "80+")]
        for cell in cells:
            level = _level(name, cell[0])
            spread = 0.02 * level
            trend = (
                np.linspace(0.0, -0.06, len(YEARS))
                if not name.startswith("cost")
                else np.linspace(0, 0.15, 5)
            )
            noise[(name, cell)] = level * (1 + trend)[:, None] + rng.normal(0.0, spread, (len(YEARS), pairs))
            for scenario in names:
                shift = _shift(scenario, name, cell, rng, pairs)
                values = np.maximum(noise[(name, cell)] + shift, 0.0)
                if unit in ("persons", "places") and scenario == "status_quo":
                    values = np.round(values)
                frames.append(_rows(scenario, YEARS, "year", cell, name, values))
        if name.endswith("_waiting"):
            months = [f"{year}-{month:02}" for year in YEARS for month in range(1, 13)]
            base = _level(name, "region") * (1 + 0.3 * np.linspace(0, 1, 60))[:, None]
            base = base + rng.normal(0.0, 0.08 * _level(name, "region"), (60, pairs)).cumsum(axis=0) * 0.2
            for scenario in names:
                drop = np.zeros((60, 1))
                if scenario == "tagespflege" and name == "adult_day_care_waiting":
                    drop[8:] = -22.0 * np.minimum(np.arange(52) / 8, 1.0)[:, None]
                cell = ("region", "all", "all")
                frames.append(_rows(scenario, tuple(months), "month", cell, name, np.maximum(base + drop, 0)))
    table = pd.concat(frames, ignore_index=True)
    keys = ["scenario", "period", "period_kind", "area", "group_kind", "group", "indicator"]
    return table.astype(dict.fromkeys(keys, "category"))


def _level(name: str, area: str) -> float:
    """Level of an indicator in the first year."""
    share = 1.0 if area == "region" else float(SHARES[AREAS.index(area)])
    for payer, cost in COST.items():
        if name == COST_ID[payer]:
            return cost * share
    for service in SERVICES:
        factors = {"demand": 1.0, "usable": 1.15, "unmet": 0.03, "waiting": 0.05}
        for ending, factor in factors.items():
            if name == f"{service}_{ending}":
                return SIZE[service] * factor * share
    fixed = {
        "kita_occupancy": 71.0,
        "kita_travel_minutes": 7.4,
        "vacancies_care_nurse": 38.0,
        "capital_cost": 0.0,
    }
    return fixed.get(name, {"population": 92_000.0, "informal_care_hours": 61_000.0}.get(name, 0.0) * share)


def _shift(
    scenario: str, name: str, cell: tuple[str, str, str], rng: np.random.Generator, pairs: int
) -> np.ndarray:
    """Effect of an option on one cell by year and replicate."""
    area = cell[0]
    sizes = {
        ("kita_netz", "kita_occupancy", "E"): (16.0, 2.0),
        ("kita_netz", "kita_occupancy", "region"): (1.4, 0.2),
        ("kita_netz", "kita_travel_minutes", "E"): (3.1, 0.4),
        ("kita_netz", "kita_travel_minutes", "region"): (0.28, 0.05),
        ("kita_netz", "kita_usable", "E"): (-40.0, 0.0),
        ("kita_netz", "kita_usable", "region"): (-40.0, 0.0),
        ("kita_netz", "kita_waiting", "E"): (6.0, 5.0),
        ("kita_netz", "kita_waiting", "region"): (5.0, 5.0),
        ("kita_netz", "cost_municipality", "region"): (-118_000.0, 22_000.0),
        ("kita_netz", "cost_net_kreis", "region"): (-9_000.0, 30_000.0),
        ("kita_netz", "cost_land", "region"): (-64_000.0, 20_000.0),
        ("tagespflege", "adult_day_care_waiting", "region"): (-22.0, 5.0),
        ("tagespflege", "adult_day_care_waiting", "E"): (-12.0, 3.0),
        ("tagespflege", "adult_day_care_waiting", "G"): (-9.0, 3.0),
        ("tagespflege", "adult_day_care_usable", "region"): (36.0, 0.0),
        ("tagespflege", "adult_day_care_usable", "E"): (18.0, 0.0),
        ("tagespflege", "adult_day_care_usable", "G"): (18.0, 0.0),
        ("tagespflege", "informal_care_hours", "region"): (-310.0, 60.0),
        ("tagespflege", "vacancies_care_nurse", "region"): (4.6, 1.0),
        ("tagespflege", "home_care_unmet", "region"): (11.0, 7.0),
        ("tagespflege", "cost_care_fund", "region"): (466_000.0, 30_000.0),
        ("tagespflege", "cost_families", "region"): (104_000.0, 26_000.0),
        ("tagespflege", "cost_net_kreis", "region"): (12_000.0, 4_000.0),
    }
    if cell[1] != "all":
        return np.zeros((len(YEARS), pairs))
    if (scenario, name, area) == ("kita_netz", "capital_cost", "region"):
        return np.repeat(np.array([[3_000_000.0], [0.0], [0.0], [0.0], [0.0]]), pairs, axis=1)
    if scenario == "kita_netz" and name == "population":
        values = np.zeros((len(YEARS), pairs))
        values[2:, 1 if area == "E" else 3 : 5] = 1.0
        return values
    mean, spread = sizes.get((scenario, name, area), (0.0, 0.0))
    ramp = np.array([0.4, 1.0, 1.0, 1.0, 1.0])[:, None]
    return ramp * (mean + rng.normal(0.0, 1.0, (1, pairs)) * spread)


def _rows(
    scenario: str,
    periods: tuple[str, ...],
    kind: str,
    cell: tuple[str, str, str],
    name: str,
    values: np.ndarray,
) -> pd.DataFrame:
    """Long rows of one indicator and cell."""
    period, pair = (axis.ravel() for axis in np.indices(values.shape))
    return pd.DataFrame(
        {
            "scenario": scenario,
            "draw": np.int16(0),
            "replicate": pair.astype(np.int16),
            "period": np.array(periods, dtype=object)[period],
            "period_kind": kind,
            "area": cell[0],
            "group_kind": cell[1],
            "group": cell[2],
            "indicator": name,
            "numerator": np.round(values.ravel()).astype(np.int64),
            "denominator": np.int64(1),
            "value": values.ravel(),
        }
    )


def _population(names: list[str], pairs: int) -> pd.DataFrame:
    """Persons by sex and single age at year ends, ageing by a shift of the structure."""
    ages = np.arange(101)
    shape = 700 + 500 * np.exp(-(((ages - 62) / 11.0) ** 2)) + 160 * np.exp(-(((ages - 35) / 9.0) ** 2))
    shape = shape * (1 - 1 / (1 + np.exp(-(ages - 84) / 4.5)))
    frames = []
    for scenario in names:
        for pair in range(pairs):
            for date, shift in (("2026-12-31", 3), ("2031-12-31", 8)):
                for sex, factor in (("m", 1.0), ("f", 1.03)):
                    structure = np.interp(ages - shift + 3, ages, shape) * factor * 0.62
                    if shift > 3:
                        structure[:6] *= 0.85
                    frames.append(
                        pd.DataFrame(
                            {
                                "scenario": scenario,
                                "draw": 0,
                                "replicate": pair,
                                "date": date,
                                "area": "A",
                                "sex": sex,
                                "age": ages,
                                "persons": np.round(structure).astype(np.int64),
                            }
                        )
                    )
    return pd.concat(frames, ignore_index=True)


def _parameters() -> pd.DataFrame:
    """A short assumption sheet in the shape of the registry's."""
    columns = (
        "id unit value shape low high range_kind distribution holds_from override source year grade note"
    )
    rows = """
fertility.total_fertility_rate|children per woman|1.243|number|0.88|1.12|factor|triangular|2024-01||12612-09|2024|A|
mortality.death_probability|per year|0.0078|sex x age|0.97|1.03|factor|triangular|2023-07||12621-0001|2024|A|
services.kita.patience_months|months|6|number|3|12|absolute|triangular|||own assumption|2025|D|
care_need.drift_per_year|per year|0.01|number|0|0.05|absolute|triangular||0.02|own assumption|2023|D|
"""
    return pd.DataFrame([row.split("|") for row in rows.strip().splitlines()], columns=columns.split())
