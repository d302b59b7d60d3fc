"""The Land's population as the package ships it, for tests of totals."""

from __future__ import annotations

import csv
from importlib.resources import files

import numpy as np
import pytest

from simsocial.parameters import Parameters


@pytest.fixture(scope="session")
def parameters():
    """Return the packaged parameters at their best values."""
    return Parameters.load()


@pytest.fixture(scope="session")
def people():
    """Return the people of Thuringia on 31.12.2023, shape (2, 101)."""
    table = files("simsocial") / "region" / "data" / "population" / "thueringen_2023_single_age.csv"
    persons = np.zeros((2, 101))
    with table.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            persons["mf".index(row["sex"]), int(row["age"])] = float(row["persons"])
    return persons
