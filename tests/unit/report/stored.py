"""A folder of results with planted figures, as `simsocial compare` would write it: two options, eight areas."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from simsocial.indicators.axes import PAYERS
from simsocial.indicators.margins import MARGINS
from simsocial.region.defaults import default_note
from tests.unit.report.planted_figures import AREAS, indicator_rows, population_rows
from tests.unit.report.planted_indicators import SERVICES, metadata
from tests.unit.report.planted_options import MEASURES, SUSPECTED, TARGETS, TITLES

__all__ = ["write_results"]

KITA = {"de": "Kindertagesbetreuung", "en": "Childcare"}


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
            "places": [
                {
                    "place": f"ort_{area.lower()}",
                    "name": f"Ort {area}",
                    "area": area,
                    "inhabitants": 9000 - 500 * number,
                    "x_km": 3.0 * (number % 3),
                    "y_km": 4.0 * (number // 3),
                }
                for number, area in enumerate(AREAS)
            ],
            "site_places": [
                {"site": f"kita_{a.lower()}", "kind": "kita", "place": f"ort_{a.lower()}"} for a in AREAS
            ],
            "reference_date": "2023-12-31",
            "defaults_used": [default_note("travel_minutes")],
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
        "margins": {name: {"label": dict(one.label), "labels": one.words()} for name, one in MARGINS.items()},
        "payers": {name: {"label": dict(one.label)} for name, one in PAYERS.items()},
        "site_kinds": {"kita": {"label": {"de": "Kita", "en": "Kita"}, "service": KITA}},
        "services": {s: {"label": {"de": s, "en": s}, "status": "mandatory"} for s in SERVICES},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    indicator_rows(names, 2 * replicates).to_parquet(folder / "indicators.parquet", index=False)
    population_rows(names, 4).to_parquet(folder / "population.parquet", index=False)
    _parameters().to_csv(folder / "parameters.csv", index=False)
    return folder


def _parameters() -> pd.DataFrame:
    """A short assumption sheet in the shape of the registry's."""
    columns = (
        "id unit value shape low high range_kind distribution holds_from override source year grade note"
    )
    rows = """
fertility.total_fertility_rate|children per woman|1.243|number|0.88|1.12|factor|triangular|2024-01||12612-09|2024|A|
mortality.death_probability|probability per year|0.0078|sex x age|0.97|1.03|factor||2023-07||12621-0001|2024|A|
services.kita.patience_months|months|6|number|3|12|absolute|triangular|||own assumption|2025|D|
care_need.drift_per_year|relative change per year|0.01|number|0|0.05|absolute|triangular||0.02|own assumption|2023|D|
"""
    return pd.DataFrame([row.split("|") for row in rows.strip().splitlines()], columns=columns.split())
