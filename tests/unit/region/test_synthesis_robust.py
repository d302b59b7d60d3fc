"""Any region, however odd, becomes sound people; the same input gives the same people."""

from __future__ import annotations

import dataclasses
import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simsocial.core.errors import RegionError
from simsocial.region import build, load_region, synthesise
from simsocial.region.cache import cache_file, recall


def _with_population(region, population: np.ndarray):
    """Return a copy of a region with another population in two places an area."""
    areas = len(population)
    names = [f"a{number:03d}" for number in range(areas)]
    places = pd.DataFrame(
        {
            "place": [f"p{number:03d}" for number in range(2 * areas)],
            "area": np.repeat(names, 2),
            "inhabitants": np.arange(2 * areas) % 3,
        }
    )
    return dataclasses.replace(
        region,
        areas=pd.DataFrame({"area": names}),
        places=places,
        place_area=(np.arange(2 * areas) // 2).astype(np.int16),
        population=population.astype(np.int32),
        sites=region.sites.iloc[:0],
        data_hash="random",
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    areas=st.integers(1, 4),
    level=st.sampled_from([0.02, 0.3, 2.0]),
    seed=st.integers(0, 10**6),
    shape=st.sampled_from(["all", "children and one grown-up", "old", "men"]),
)
def test_random_small_regions_are_sound(musterkreis, people_of, areas, level, seed, shape):
    population = np.random.default_rng(seed).poisson(level, (areas, 2, 101))
    if shape == "children and one grown-up":
        population[:, :, 18:] = 0
        population[:, 0, 18 + seed % 80] = 1
    elif shape == "old":
        population[:, :, :70] = 0
    elif shape == "men":
        population[:, 1] = 0
    lonely = (population[:, :, :18].sum(axis=(1, 2)) > 0) & (population[:, :, 18:].sum(axis=(1, 2)) == 0)
    population[lonely, 0, 40] = 1
    people_of(_with_population(musterkreis, population), seed).assert_sound()


def test_children_without_any_grown_up_are_an_error_that_names_the_area(musterkreis, parameters):
    population = np.zeros((2, 2, 101), dtype=int)
    population[0, :, 40] = 5
    population[1, 0, 7] = 3
    with pytest.raises(RegionError, match="area number 2 has 3 children"):
        synthesise(_with_population(musterkreis, population), parameters, cached=False)


def test_the_same_seed_gives_the_same_people_and_another_seed_others(
    musterkreis, people_of, musterkreis_people
):
    again = people_of(musterkreis)
    for name in ("key", "cohort", "household", "partner", "place"):
        assert (getattr(again.columns, name) == getattr(musterkreis_people.columns, name)).all()
    other = people_of(musterkreis, seed=2)
    assert (other.columns.key != musterkreis_people.columns.key).all()
    assert (other.columns.household != musterkreis_people.columns.household[: len(other.columns)]).any()


def test_people_counted_by_place_are_met_in_every_place(musterkreis, people_of):
    shares = np.bincount(musterkreis.place_area)
    by_place = (
        musterkreis.population[musterkreis.place_area] // shares[musterkreis.place_area][:, None, None]
    ).astype(np.int32)
    population = np.zeros_like(musterkreis.population)
    np.add.at(population, musterkreis.place_area, by_place)
    region = dataclasses.replace(musterkreis, population=population, place_population=by_place)
    people = people_of(region)
    people.assert_sound()
    actual = np.zeros_like(by_place)
    np.add.at(actual, (people.columns.place, people.sex, people.age), 1)
    assert (actual == by_place).all()


def test_own_household_sizes_are_followed(musterkreis, people_of):
    sizes = np.array([0.36, 0.38, 0.14, 0.09, 0.03])
    table = pd.DataFrame({"size": [1, 2, 3, 4, 5], "households": (sizes * 45_000).astype(int)})
    people = people_of(dataclasses.replace(musterkreis, households=table))
    people.assert_sound()
    private = people.household_size[people.columns.household_form == 0]
    assert abs((private == 1).mean() - 0.36) < 0.01


def test_the_largest_household_size_is_open(musterkreis, people_of, parameters):
    land = parameters.table("household.size_share", musterkreis.first_month - 1)

    def mean_size(largest):
        shares = [*land[: largest - 1], land[largest - 1 :].sum()]
        table = pd.DataFrame(
            {"size": range(1, largest + 1), "households": np.multiply(shares, 1e7).astype(int)}
        )
        people = people_of(dataclasses.replace(musterkreis, households=table))
        return people.household_size[people.columns.household_form == 0].mean()

    assert [mean_size(largest) for largest in (3, 4)] == pytest.approx([mean_size(5)] * 2, abs=1e-3)


def test_populations_are_kept_by_tables_figures_code_and_seed(monkeypatch, tmp_path, musterkreis, parameters):
    monkeypatch.setenv("SIMSOCIAL_CACHE", str(tmp_path))
    first = synthesise(musterkreis, parameters)
    (file,) = tmp_path.rglob("*.npz")
    second = synthesise(musterkreis, parameters)
    assert (first.household == second.household).all()
    assert (recall(file).key == first.key).all()
    synthesise(musterkreis, parameters, seed=2)
    assert len(list(tmp_path.rglob("*.npz"))) == 2
    assert not list(tmp_path.rglob("*.partial*"))


def test_an_edited_packaged_table_makes_other_runs_and_people(monkeypatch, tmp_path, musterkreis):
    data = shutil.copytree(build._DATA, tmp_path / "data")
    table = data / "population" / "thueringen_2023_single_age.csv"
    table.write_text(table.read_text().replace("1", "2"))
    monkeypatch.setattr(build, "_DATA", data)
    changed = load_region("musterkreis").data_hash
    assert changed != musterkreis.data_hash
    assert cache_file(changed, [], 1) != cache_file(musterkreis.data_hash, [], 1)


def test_a_broken_cache_file_is_made_anew(monkeypatch, tmp_path, musterkreis, parameters):
    monkeypatch.setenv("SIMSOCIAL_CACHE", str(tmp_path))
    expected = synthesise(musterkreis, parameters)
    (file,) = tmp_path.rglob("*.npz")
    file.write_bytes(b"broken")
    assert (synthesise(musterkreis, parameters).key == expected.key).all()
