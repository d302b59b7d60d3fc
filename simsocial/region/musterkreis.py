"""How the people of the fictional Musterkreis are derived; ``data/musterkreis/population.csv`` is its result.

The 17 Landkreise of Thuringia at the end of 2023 (:mod:`.official`) are added up and scaled to 92,000, their
rounded mean. The eight areas have the sizes of the planning example (a Kreisstadt, a town, two small towns, four
rural areas). Their age structures differ by an assumption (evidence grade D): the share of an age in an area is
tilted by ``exp(tilt * (age - 47) / 32)``, then fitted so that areas and ages both add up exactly. Children
are 17 % of the Kreisstadt and 13 % of the oldest rural area, people of 65 and more 26 and 31 %.

A-Süd is stated as disadvantaged (index 1.6), B-Stadt a little (0.5), the rural areas least (-0.3 to -0.5): they are
illustrative, like the rest (:mod:`.disadvantage`).

Places, sites, providers and dwellings of the Musterkreis are written by hand and fictional; their totals are
Thuringian figures scaled to 92,000 people: 58 Kitas with 4,570 licensed places, 19 primary schools, 22 home care
services, 11 adult day care sites with 202 places, 16 nursing homes with 1,170 beds; 9 Regelschulen with 2,560 seats,
4 Gymnasien with 2,690, 4 Gemeinschaftsschulen with 1,780, 3 Förderschulen with 370; 9 children's homes with 88 places,
27 youth clubs; 35 GP practices with 71 doctors, 9 sites of assisted living with 405 flats, 12 meeting places; 7 houses
of supported housing with 226 places, 3 workshops with 383; 4 shared accommodations with 477 places; and of the rarer
services one to seven each.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.calendar import MAX_AGE
from simsocial.region.official import kreis_population, kreise
from simsocial.region.rounding import fit_margins, round_columns, round_total

__all__ = ["AREA_PEOPLE", "AREA_TILT", "derive_population"]

AREA_PEOPLE = {
    "A": 24_000,
    "B": 15_000,
    "C": 10_000,
    "D": 10_000,
    "E": 8_800,
    "F": 8_200,
    "G": 7_400,
    "H": 8_600,
}
"""Inhabitants of the areas; together 92,000."""

AREA_TILT = {"A": -0.10, "B": -0.05, "C": 0.0, "D": 0.0, "E": 0.05, "F": 0.09, "G": 0.11, "H": 0.07}
"""How much older (positive) or younger an area is (own assumption, grade D)."""

_MIDDLE_AGE, _TILT_YEARS = 47, 32


def derive_population() -> pd.DataFrame:
    """Return the table ``population`` of the Musterkreis.

    Returns
    -------
    DataFrame
        ``area, sex, age_from, age_to, persons, reference_date``.
    """
    day = date(2023, 12, 31)
    rural = (kreise()["kind"] == "Landkreis").to_numpy()
    people = round_total(kreis_population(day)[rural].sum(axis=0), sum(AREA_PEOPLE.values())).ravel()
    size = np.array(list(AREA_PEOPLE.values()), dtype=np.float64)
    tilt = np.array([AREA_TILT[area] for area in AREA_PEOPLE])
    age = np.tile(np.arange(MAX_AGE + 1), 2)
    seed = size[:, None] * np.exp(tilt[:, None] * (age - _MIDDLE_AGE) / _TILT_YEARS)
    persons = round_columns(fit_margins(seed, size, people.astype(np.float64)), people)
    return _as_table(persons, age, day)


def _as_table(persons: npt.NDArray[np.int64], age: npt.NDArray[np.int64], day: date) -> pd.DataFrame:
    cells = len(age)
    areas = list(AREA_PEOPLE)
    ages = np.tile(age, len(areas))
    return pd.DataFrame(
        {
            "area": np.repeat(areas, cells),
            "sex": np.tile(np.repeat(["m", "f"], MAX_AGE + 1), len(areas)),
            "age_from": ages,
            "age_to": [str(age) if age < MAX_AGE else "" for age in ages],
            "persons": persons.ravel(),
            "reference_date": day.isoformat(),
        }
    )
