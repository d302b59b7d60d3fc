"""Planted rows of indicators and of the population: levels, noise and what the options change, by area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.unit.analysis.planted import YEARS
from tests.unit.report.planted_indicators import COST_ID, SERVICES, metadata

__all__ = ["AREAS", "indicator_rows", "population_rows"]

AREAS = tuple("ABCDEFGH")
SHARES = np.array([24, 15, 10, 10, 9, 8, 8, 8]) / 92
SIZE = {"kita": 3600, "home_care": 1900, "adult_day_care": 290, "nursing_home": 1060}
COST = {"kreis": 21.4e6, "municipality": 14.2e6, "land": 24.8e6, "care_fund": 61e6, "families": 33e6}


def indicator_rows(names: list[str], pairs: int) -> pd.DataFrame:
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


def population_rows(names: list[str], pairs: int) -> pd.DataFrame:
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
