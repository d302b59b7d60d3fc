"""Compute the tables of household budgets with GETTSIM and write them where simsocial reads them.

Run it in an environment of its own (see the README): ``python make_tables.py FOLDER``.
"""

from __future__ import annotations

import csv
import sys
import warnings
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import gettsim
import numpy as np
import pyarrow as pa
from budgets import HEATING_SHARE, Budgets, Household, budgets_of
from check_points import check_points
from households import DATES, MIDDLE, MINIJOB_EUR, OLDER, TYPES, YOUNG, HouseholdType, gross_knots
from pyarrow import parquet

Array = np.ndarray[Any, Any]

RENT_LEVELS = (1, 2, 3, 4)
AGE_CLASSES = {"0_5": YOUNG, "6_13": MIDDLE, "14_17": OLDER}
CHEAP_RENT_EUR, MEDIUM_RENT_EUR, ANY_RENT_EUR = 300.0, 900.0, 1e6
"""Between the least and the highest rent that counts for the housing allowance; usual; above the highest."""

USUAL_GROSS_EUR = 2000.0
"""A gross income at which all constants of a type show: above every threshold of the child supplement."""

NEVER = -10_000.0
"""Housing allowance where income excludes it whatever the rent, EUR a month."""

CURVES = ("income_tax", "social_contributions", "countable_income", "allowance_level", "allowance_slope")
UNITS = {"allowance_slope": 1e-5}
"""What a whole number in the table of curves stands for, 0.01 EUR unless said otherwise."""


def allowance_lines(persons: Array, income_eur: Array, date: str) -> tuple[Array, Array]:
    """Return level and slope of the housing allowance by recognised rent, at given persons and incomes.

    Between nothing and the rent itself the allowance is a straight line in the rent (section 19 WoGG).
    """
    pairs, place = np.unique(np.stack((persons, income_eur)), axis=1, return_inverse=True)
    rents = 50.0 * 2.0 ** np.arange(0, 14, 0.5)
    number, income = (np.repeat(part, len(rents)) for part in pairs)
    rent = np.tile(rents, pairs.shape[1])
    rows = np.arange(len(rent))
    data = {
        "p_id": rows,
        "hh_id": rows,
        "wthh_id": rows,
        "wohngeld__anzahl_personen_wthh": number.astype(np.int64),
        "wohngeld__einkommen_m_wthh": income,
        "wohngeld__miete_m_wthh": rent,
    }
    target = "wohngeld__basisbetrag_m_wthh"
    found = gettsim.main(
        main_target="results__qname",
        policy_date_str=date,
        input_data=gettsim.InputData.qname(data),
        tt_targets=gettsim.TTTargets(qname={target: None}),
        rounding=False,
        include_warn_nodes=False,
    )
    amount = np.asarray(found[target]).reshape(-1, len(rents))
    level, slope = np.full(len(amount), NEVER), np.zeros(len(amount))
    for row, amounts in enumerate(amount):
        (inside,) = np.nonzero((amounts > 0) & (amounts < rents - 1e-6))
        if len(inside) >= 2:
            low, high = inside[0], inside[-1]
            slope[row] = (amounts[high] - amounts[low]) / (rents[high] - rents[low])
            level[row] = amounts[low] - slope[row] * rents[low]
        elif amounts[0] > 0:
            level[row], slope[row] = 0.0, 1.0
    return level[place.ravel()], slope[place.ravel()]


def curves_of(date: str) -> dict[str, Array]:
    """Return what goes by gross income: one row a type and knot."""
    knots = gross_knots()
    budgets = budgets_of([Household(kind, gross, MEDIUM_RENT_EUR) for kind in TYPES for gross in knots], date)
    persons = np.bincount(budgets.home)
    level, slope = allowance_lines(persons, budgets.common("wohngeld__einkommen_m_wthh"), date)
    values = (*taxes_of(budgets), countable_of(budgets), level, slope)
    return {
        "type": np.repeat(np.arange(len(TYPES)), len(knots)),
        "gross_eur": np.tile(knots, len(TYPES)),
        **dict(zip(CURVES, values, strict=True)),
    }


def taxes_of(budgets: Budgets) -> tuple[Array, Array]:
    """Return income tax with the solidarity surcharge, and the insured persons' social contributions."""
    tax = budgets.common("einkommensteuer__betrag_m_sn") + budgets.common("solidaritätszuschlag__betrag_m_sn")
    return tax, budgets.total("sozialversicherung__beiträge_versicherter_m")


def countable_of(budgets: Budgets) -> Array:
    """Return what the adults' income counts in basic income support, of pensioners in that of old age."""
    earners, pensioners = budgets.is_adult & ~budgets.is_old, budgets.is_adult & budgets.is_old
    return budgets.total("bürgergeld__nettoeinkommen_nach_abzug_freibetrag_m", earners) + budgets.total(
        "grundsicherung__im_alter__einkommen_m", pensioners
    )


def constants_of(date: str) -> list[dict[str, Any]]:
    """Return what does not go by gross income: one row a type."""
    asked = {
        "usual": Household(TYPES[0], USUAL_GROSS_EUR, MEDIUM_RENT_EUR),
        "free": Household(TYPES[0], USUAL_GROSS_EUR, 0.0),
        "cheap": Household(TYPES[0], USUAL_GROSS_EUR, CHEAP_RENT_EUR),
        **{
            f"dear {level}": Household(TYPES[0], USUAL_GROSS_EUR, ANY_RENT_EUR, level)
            for level in RENT_LEVELS
        },
    }
    budgets = budgets_of([one._replace(type=kind) for one in asked.values() for kind in TYPES], date)
    parts = dict(zip(asked, np.arange(len(budgets.first)).reshape(len(asked), -1), strict=True))
    usual = parts["usual"]
    recognised = budgets.common("wohngeld__miete_m_wthh")
    need = budgets.total("bürgergeld__regelsatz_m", ~budgets.is_adult)[usual]
    advance = budgets.total("unterhaltsvorschuss__betrag_m")[usual]
    only = {name: TYPES.index(HouseholdType("lone_parent", (age,))) for name, age in AGE_CLASSES.items()}
    heating = recognised[parts["cheap"]] - (1 - HEATING_SHARE) * CHEAP_RENT_EUR
    constants = {
        "standard_need_adults": budgets.total("bürgergeld__regelsatz_m", budgets.is_adult)[usual],
        "child_benefit": budgets.total("kindergeld__betrag_m")[usual],
        "supplement": budgets.total("kinderzuschlag__basisbetrag_kind_m")[usual],
        "supplement_from_gross": budgets.common("kinderzuschlag__mindestbruttoeinkommen_m_bg")[usual],
        "supplement_rent_share": budgets.common("kinderzuschlag__wohnbedarf_anteil_eltern_bg")[usual],
        "allowance_least_rent": recognised[parts["free"]] - heating,
        "allowance_heating": heating,
        **{
            f"allowance_most_rent_{level}": recognised[parts[f"dear {level}"]] - heating
            for level in RENT_LEVELS
        },
    }
    return [
        {
            "date": date,
            "type": code,
            "form": kind.form,
            **{f"children_{name}": kind.ages.count(age) for name, age in AGE_CLASSES.items()},
            "adults": kind.adults,
            "pensioners": sum(kind.is_old),
            "marginal_job": MINIJOB_EUR[date],
            **{f"child_need_{name}": float(need[alone]) for name, alone in only.items()},
            **{
                f"child_advance_{name}": float(advance[alone]) if kind.form == "lone_parent" else 0.0
                for name, alone in only.items()
            },
            **{name: float(values[code]) for name, values in constants.items()},
        }
        for code, kind in enumerate(TYPES)
    ]


def write_curves(path: Path, by_date: dict[str, dict[str, Array]]) -> None:
    """Write all curves as whole numbers; the unit of each stands in the table's metadata."""
    columns: dict[str, pa.Array] = {
        "date": pa.array(np.repeat(list(by_date), [len(part["type"]) for part in by_date.values()]))
    }
    for name in ("type", "gross_eur", *CURVES):
        unit = UNITS.get(name, 0.01) if name in CURVES else 1
        together = np.concatenate([part[name] for part in by_date.values()])
        columns[name] = pa.array(np.round(together / unit).astype(np.int32))
    table = pa.table(columns).replace_schema_metadata(
        {"source": f"GETTSIM {version('gettsim')}", **{name: str(UNITS.get(name, 0.01)) for name in CURVES}}
    )
    parquet.write_table(
        table, path, compression="zstd", compression_level=19, use_dictionary=["date", "type", "gross_eur"]
    )


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows as CSV, amounts rounded to a cent, shares to five places."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: _short(name, value) for name, value in row.items()})


def _short(name: str, value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return (
        f"{value:.5f}".rstrip("0").rstrip(".") if "share" in name else f"{value:.2f}".rstrip("0").rstrip(".")
    )


def main() -> None:
    """Compute and write everything."""
    folder, points = Path(sys.argv[1]), Path(sys.argv[2])
    warnings.simplefilter("ignore")
    write_curves(folder / "curves.parquet", {date: curves_of(date) for date in DATES})
    write_rows(folder / "types.csv", [row for date in DATES for row in constants_of(date)])
    write_rows(points, [row for date in DATES for row in check_points(date)])


if __name__ == "__main__":
    main()
