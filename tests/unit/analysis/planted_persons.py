"""Person tables of a handful of people in two worlds, with known gains and losses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from tests.unit.analysis.planted import manifest

__all__ = ["person_table", "write_twins"]

MARGINS = {
    "household_type": {"label": {"de": "Haushaltstyp", "en": "household type"}, "labels": {
        "lone_parent": {"de": "Alleinerziehende", "en": "lone parents"}, "couple": {"de": "Paare", "en": "couples"},
        "in_a_home": {"de": "in einem Heim", "en": "in a home"}}},
    "income_group": {"label": {"de": "Einkommen", "en": "income"}, "labels": {
        "poorest_fifth": {"de": "ärmstes Fünftel", "en": "poorest fifth"}}},
    "age_group": {"label": {"de": "Alter", "en": "age"}, "labels": {
        "0-2": {"de": "0 bis 2 Jahre", "en": "0 to 2 years"},
        "25-39": {"de": "25 bis 39 Jahre", "en": "25 to 39 years"}}},
}  # fmt: skip

_FIRST = 18_000_000_000_000_000_000
"""Keys are hashes: beyond what a float holds exactly."""


def person_table(
    changes: dict[int, dict[str, Any]] | None = None, gone: tuple[int, ...] = ()
) -> pd.DataFrame:
    """People 0 to 9 in households of two (0 and 1, 2 and 3, ...) and a newborn 10; `changes` by person and column."""
    table = pd.DataFrame(
        {
            "person_key": [_FIRST + number for number in range(11)],
            "household_key": [_FIRST + number // 2 for number in range(10)] + [0],
            "area": [*["E"] * 6, *["F"] * 4, None],
            "household_type": [*["lone_parent"] * 4, *["couple"] * 4, "in_a_home", "in_a_home", None],
            "income_group": [*["poorest_fifth"] * 10, None],
            "age_group": [*["25-39", "0-2"] * 5, None],
            "end": "lives_here",
            "moved": False,
            "area_end": [*["E"] * 6, *["F"] * 4, "E"],
            "household_equivalent_income_end": 100.0,
            "informal_care_hours": 0,
            "months_kita_waiting": 6,
            "months_kita_served": 30,
            "months_kita_gave_up": 0,
            "months_elder_care_elsewhere": 4,
        }
    ).astype({"person_key": "uint64", "household_key": "uint64"})
    for person, values in (changes or {}).items():
        for name, value in values.items():
            table.loc[person, name] = value
    return table.drop(index=list(gone))


def write_twins(folder: Path, worlds: list[tuple[pd.DataFrame, pd.DataFrame]]) -> dict[str, Any]:
    """Write pairs of person tables as an experiment would store them; return the manifest."""
    plan = manifest([]) | {"margins": MARGINS, "runs": []}
    (folder / "persons").mkdir(parents=True)
    for replicate, pair in enumerate(worlds):
        for scenario, table in zip(("status_quo", "option"), pair, strict=True):
            key = f"{scenario}{replicate}"
            table.to_parquet(folder / "persons" / f"{key}.parquet")
            plan["runs"].append({"key": key, "scenario": scenario, "draw": 0, "replicate": replicate})
    (folder / "manifest.json").write_text(json.dumps(plan), encoding="utf-8")
    return plan
