"""Shipped regions come calibrated: fitted figures are met, and what else is missed is known by name.

A figure is met within 5 % or twice the error of a Poisson count of its size, and the chance of the mean of few runs on
top in the quick test.
"""

from __future__ import annotations

from simsocial.experiment.calibration import FACTORS, calibrate

KREISE = ("Nordhausen", "Gotha", "Ilm-Kreis")
KNOWN_MISSES = {
    "Musterkreis (fiktiv)": {
        # Who is in an institution or lives elsewhere on it; the number of children per family is a little low.
    },
}


def words_of(name):
    return ["region=musterkreis"] if name == "musterkreis" else ["region=kreis", f"region.name={name}"]


def missed_of(found):
    table = found.table
    return set(table["indicator"][table["state"] == "missed"])


def test_the_musterkreis_meets_what_is_fitted():
    found = calibrate(words_of("musterkreis"), 2, fit=False)
    fitted = found.table[found.table["factor"] != ""]
    assert set(fitted["factor"]) == set(FACTORS.values())
    # Two runs: three standard deviations of a count of several hundred people beside what is allowed.
    chance = 100.0 * 3.0 / fitted["published"].pow(0.5).where(fitted["unit"] != "%", 60.0)
    assert (fitted["deviation_percent"].abs() <= fitted["allowed_percent"] + chance).all(), fitted.to_string()
