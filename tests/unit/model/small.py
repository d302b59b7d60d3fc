"""A made-up region of 4,800 people with short supply, for tests of whole models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

__all__ = ["SMALL", "write_region"]

AREAS = {"a": ("Amt A", 1.0), "b": ("Amt B", 0.62), "c": ("Amt C", 0.38)}
PLACES = {
    "a_stadt": ("a", 1900, 0.0, 0.0, 2),
    "a_dorf": ("a", 500, 5.0, 2.0, 0),
    "b_ort": ("b", 1000, 11.0, 4.0, 1),
    "b_dorf": ("b", 488, 15.0, 9.0, 0),
    "c_ort": ("c", 700, 3.0, 16.0, 1),
    "c_dorf": ("c", 212, -4.0, 19.0, 0),
}
# Persons of an area of 2,400 by age group and sex, close to a rural Kreis of Thuringia.
GROUPS = (
    (0, 2, 22, 21), (3, 5, 28, 27), (6, 9, 40, 38), (10, 17, 86, 82), (18, 24, 72, 62), (25, 39, 172, 158),
    (40, 64, 440, 428), (65, 74, 180, 196), (75, 84, 106, 134), (85, "", 38, 70),
)  # fmt: skip
SITES = (
    ("kita_a1", "kita", "a_stadt", "stadt_a", 74), ("kita_b1", "kita", "b_ort", "verein", 34),
    ("kita_b2", "kita", "b_dorf", "verein", 16), ("kita_c1", "kita", "c_ort", "verein", 24),
    ("schule_a", "primary_school", "a_stadt", "stadt_a", 110), ("schule_b", "primary_school", "b_ort", "stadt_a", 60),
    ("dienst_a", "home_care", "a_stadt", "pflege", 66), ("dienst_c", "home_care", "c_ort", "pflege", 20),
    ("tag_a", "adult_day_care", "a_stadt", "pflege", 8),
    ("heim_a", "nursing_home", "a_stadt", "verein", 40), ("heim_b", "nursing_home", "b_ort", "pflege", 14),
)  # fmt: skip
PROVIDERS = ("stadt_a,Stadt A,public", "verein,Verein,non_profit", "pflege,Pflege,private")


def _tables() -> dict[str, list[str]]:
    population = [
        f"{area},{sex},{first},{last},{round(size * persons)},2023-12-31"
        for area, (_, size) in AREAS.items()
        for first, last, men, women in GROUPS
        for sex, persons in (("m", men), ("f", women))
    ]
    return {
        "areas": ["area,name", *(f"{area},{name}" for area, (name, _) in AREAS.items())],
        "places": [
            "place,area,inhabitants,x_km,y_km,centrality",
            *(f"{place},{','.join(map(str, row))}" for place, row in PLACES.items()),
        ],
        "population": ["area,sex,age_from,age_to,persons,reference_date", *population],
        "sites": ["site,kind,place,provider,licensed_places", *(",".join(map(str, site)) for site in SITES)],
        "providers": ["provider,name,ownership", *PROVIDERS],
    }


SMALL = _tables()
"""Lines of each table, the header first."""


def write_region(
    folder: Path, order: Callable[[list[str]], list[str]] = list, **replaced: list[str] | None
) -> Path:
    """Write the region's tables to a folder of the name `klein` and return it.

    Parameters
    ----------
    folder : Path
        Where the folder is made.
    order : callable
        Returns the rows of a table (without header) in the order in which they are written.
    replaced : list of str or None
        Lines of tables to write instead; None leaves a table out.
    """
    target = folder / "klein"
    target.mkdir(parents=True, exist_ok=True)
    for name, lines in (SMALL | replaced).items():
        if lines is not None:
            text = "\n".join([lines[0], *order(lines[1:])]) + "\n"
            (target / f"{name}.csv").write_text(text, encoding="utf-8")
    return target
