"""Calibrate the shipped regions and write their factors into the packaged tables.

    python tools/calibration/shipped.py --replicates 3 musterkreis Nordhausen Gotha Ilm-Kreis

The Musterkreis stands for the Landkreise: its factors are those of every Kreis without a row. Kreise are fitted after
it, each from the factors that it had before.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from simsocial.experiment.calibration import FACTORS, calibrate
from simsocial.experiment.places import region_words
from simsocial.region import load_region

TABLES = Path(__file__).parents[2] / "simsocial" / "parameters" / "tables"
TARGET = {name: indicator for indicator, name in FACTORS.items()}


def rows_of(path: Path) -> dict[str, tuple[float, str]]:
    """Return value and source by Kreis."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["kreis"]: (float(row["value"]), row["source"]) for row in csv.DictReader(stream)}


def main() -> None:
    """Fit one region after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="+")
    parser.add_argument("--replicates", type=int, default=3)
    chosen = parser.parse_args()
    tables = {name: TABLES / f"{name.replace('.', '_')}.csv" for name in FACTORS.values()}
    # What all are fitted from: the registry is read once.
    started = {name: rows_of(path) for name, path in tables.items()}
    for place in chosen.places:
        ags = "landkreise" if place == "musterkreis" else load_region(place).ags
        found = calibrate(region_words(place), chosen.replicates)
        for name, factor in found.factors.items():
            rows = rows_of(tables[name])
            before = started[name].get(ags, started[name]["landkreise"])[0]
            source = f"calibrated on {TARGET[name]} of {found.title}, {found.day.isoformat()}, {found.replicates} runs"
            rows[ags] = (round(before * factor, 3), source)
            with tables[name].open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(("kreis", "value", "source"))
                order = sorted(rows, key=lambda one: (one != "16", one != "landkreise", one))
                writer.writerows((kreis, *rows[kreis]) for kreis in order)
        sys.stdout.write(f"{found.title} {found.factors}\n{found.table.to_string()}\n")


if __name__ == "__main__":
    main()
