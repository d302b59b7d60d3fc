"""Regions and people that several tests of this folder look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.parameters import Parameters
from simsocial.region import Region, SyntheticPopulation, load_region, synthesise


@dataclass(frozen=True)
class People:
    """A synthetic population with what tests ask of it."""

    region: Region
    columns: SyntheticPopulation

    @property
    def sex(self) -> np.ndarray:
        return (self.columns.cohort % 2).astype(int)

    @property
    def age(self) -> np.ndarray:
        birth = EPOCH_MONTH + self.columns.cohort.astype(int) // 2
        return np.minimum((self.region.first_month - 1 - birth) // 12, 100)

    @property
    def household_size(self) -> np.ndarray:
        return np.bincount(self.columns.household, minlength=len(self.columns.household_key))

    @property
    def private(self) -> np.ndarray:
        return self.columns.household_form[self.columns.household] == 0

    @property
    def has_child(self) -> np.ndarray:
        """Whether a person's household has a child of any age at home."""
        children = np.bincount(
            self.columns.household, weights=self.columns.role == 1, minlength=len(self.columns.household_key)
        )
        return children[self.columns.household] > 0

    @property
    def has_couple(self) -> np.ndarray:
        couples = np.bincount(
            self.columns.household,
            weights=self.columns.partner >= 0,
            minlength=len(self.columns.household_key),
        )
        return couples[self.columns.household] > 0

    def cells(self) -> np.ndarray:
        """Persons by area, sex and age."""
        table = np.zeros_like(self.region.population)
        np.add.at(table, (self.region.place_area[self.columns.place], self.sex, self.age), 1)
        return table

    def assert_sound(self) -> None:
        """Require what every synthetic population must hold."""
        people, homes = self.columns, len(self.columns.household_key)
        assert (self.cells() == self.region.population).all()
        assert (people.place == people.household_place[people.household]).all()
        assert (np.diff(people.household) >= 0).all()
        assert (self.household_size > 0).all()
        grown_up = np.bincount(people.household, weights=self.age >= 18, minlength=homes)
        heads = np.bincount(people.household, weights=people.role != 1, minlength=homes)
        assert (grown_up > 0).all()
        assert (heads > 0).all()
        assert (self.age[people.role != 1] >= 18).all()
        assert (self.household_size[people.household_form == 1] == 1).all()
        assert ((people.role == 2) == (people.household_form[people.household] == 1)).all()
        coupled = np.flatnonzero(people.partner >= 0)
        other = people.partner[coupled]
        assert (people.partner[other] == coupled).all()
        assert (people.household[other] == people.household[coupled]).all()
        assert (self.sex[other] != self.sex[coupled]).all()
        assert len(np.unique(people.key)) == len(people)
        assert len(np.unique(people.household_key)) == homes


@pytest.fixture(scope="session")
def parameters() -> Parameters:
    return Parameters.load()


@pytest.fixture(scope="session")
def musterkreis() -> Region:
    return load_region("musterkreis")


@pytest.fixture(scope="session")
def people_of(parameters: Parameters):
    """Return a function that synthesises a region without touching the cache."""

    def make(region: Region, seed: int = 1) -> People:
        return People(region, synthesise(region, parameters, seed, cached=False))

    return make


@pytest.fixture(scope="session")
def musterkreis_people(musterkreis: Region, people_of) -> People:
    return people_of(musterkreis)


@pytest.fixture(scope="session")
def sonneberg_people(people_of) -> People:
    """The smallest Landkreis."""
    return people_of(load_region("16072"))


@pytest.fixture
def tables(tmp_path: Path):
    """Return a function that writes a small valid region folder and replaces some of its tables."""
    population = "area,sex,age_from,age_to,persons,reference_date\n" + "".join(
        f"{area},{sex},{first},{last},{persons},2023-12-31\n"
        for area in ("nord", "sued")
        for sex in ("m", "f")
        for first, last, persons in (
            (0, 2, 60),
            (3, 5, 70),
            (6, 17, 300),
            (18, 64, 1500),
            (65, 74, 300),
            (75, "", 280),
        )
    )
    valid = {"areas": "area,name,ags\nnord,Nord,16077001\nsued,Süd,16077002\n", "population": population}

    def write(**replaced: str | bytes | None) -> Path:
        folder = tmp_path / "region"
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.csv"):
            old.unlink()
        for name, text in {**valid, **replaced}.items():
            if text is None:
                continue
            data = text if isinstance(text, bytes) else text.encode()
            (folder / f"{name}.csv").write_bytes(data)
        return folder

    return write


@pytest.fixture(scope="session")
def germany_members() -> pd.DataFrame:
    """Members of private households by sex, age and household size, Germany 2025."""
    return pd.read_csv(Path(__file__).parent / "household_members_germany_2025.csv")
