"""What tests of whole models share: made once a session, since building it costs the time."""

from __future__ import annotations

import dataclasses
import gc
import os
from collections.abc import Callable
from typing import Any

import pytest

from simsocial.core.language import VARIABLE
from simsocial.model import SocialModel
from simsocial.model.snapshot import Snapshot
from simsocial.parameters import Parameters
from simsocial.region import Region, load_region
from simsocial.scenario import Scenario
from simsocial.services.catalogue import Catalogue
from tests.packaged import packaged_kinds, packaged_values
from tests.unit.model.small import write_region

# What a test expects to be said does not depend on the language of the machine.
os.environ[VARIABLE] = os.environ["LANGUAGE"] = "en"

# All that collecting makes stays to the end: looking again and again for what is out of use takes a fifth of its time.
gc.disable()


def pytest_collection_finish() -> None:
    """Look for what is out of use from the first test on."""
    gc.enable()


Build = Callable[..., SocialModel]

FEW = ("kita", "primary_school", "nursing_home", "home_care", "adult_day_care")
"""Kinds of sites of the small region."""


def with_few_kinds(region: Region) -> Region:
    """Return the region with sites of these kinds alone, and with their providers."""
    sites = region.sites[region.sites["kind"].isin(FEW)].reset_index(drop=True)
    providers = region.providers[region.providers["provider"].isin(sites["provider"])]
    return dataclasses.replace(region, sites=sites, providers=providers.reset_index(drop=True))


@pytest.fixture(scope="session")
def all_kinds() -> Catalogue:
    """The packaged service kinds."""
    return packaged_kinds()


@pytest.fixture(scope="session")
def catalogue(all_kinds: Catalogue) -> Catalogue:
    """Few of them, so that tests of mechanisms are quick, and further kinds do not move them."""
    return Catalogue([kind for kind in all_kinds if kind.site_kind in FEW])


@pytest.fixture(scope="session")
def values() -> Parameters:
    """The packaged parameters with those of all service kinds."""
    return packaged_values()


@pytest.fixture(scope="session")
def small_region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """A region of 4,800 people with short supply of few kinds (:mod:`tests.unit.model.small`)."""
    return with_few_kinds(load_region(write_region(tmp_path_factory.mktemp("region"))))


@pytest.fixture(scope="session")
def small_model(small_region: Region, catalogue: Catalogue, values: Parameters) -> Build:
    """Return a function that builds a model of the small region, from 2024-01 on without spin-up."""

    def build(measures: dict[str, Any] | None = None, rng: int = 1, **settings: Any) -> SocialModel:
        scenario = None if measures is None else Scenario.from_config("test", {"measures": measures})
        chosen = {"parameters": values, "catalogue": catalogue, "spin_up": 0, "end": "2024-12"} | settings
        return SocialModel(chosen.pop("region", small_region), scenario, rng, **chosen)

    return build


@pytest.fixture(scope="session")
def musterkreis() -> Region:
    """The embedded region of 92,000 people; nobody changes it."""
    return load_region("musterkreis")


@pytest.fixture(scope="session")
def musterkreis_start(
    musterkreis: Region, catalogue: Catalogue, values: Parameters
) -> tuple[Region, Snapshot]:
    """The Musterkreis after its spin-up, where all options start: 2027-01."""
    model = SocialModel(musterkreis, rng=1, parameters=values, catalogue=catalogue, spin_up=36)
    return musterkreis, model.spin_up().snapshot()


@pytest.fixture(scope="session")
def musterkreis_model(
    musterkreis_start: tuple[Region, Snapshot], catalogue: Catalogue, values: Parameters
) -> Build:
    """Return a function that builds the Musterkreis from 2027-01 under a scenario, with few kinds."""
    region, snapshot = musterkreis_start
    return _from_2027(region, snapshot, catalogue, values)


@pytest.fixture(scope="session")
def whole_musterkreis(musterkreis: Region, all_kinds: Catalogue, values: Parameters) -> Build:
    """Return a function that builds the Musterkreis from 2027-01 under a scenario, with all kinds of service."""
    model = SocialModel(musterkreis, rng=1, parameters=values, catalogue=all_kinds, spin_up=36)
    return _from_2027(musterkreis, model.spin_up().snapshot(), all_kinds, values)


def _from_2027(region: Region, snapshot: Snapshot, catalogue: Catalogue, values: Parameters) -> Build:
    """Return a function that builds a model from a snapshot on under a scenario."""

    def build(scenario: Scenario | None = None, end: str = "2031-12", **settings: Any) -> SocialModel:
        own = settings.pop("parameters", values)
        # As an experiment does: what the numbers of an option alone do not change is made once for all.
        parameters = own if scenario is None else own.adding(*scenario.parameters())
        return SocialModel(
            region,
            scenario,
            1,
            parameters=parameters,
            catalogue=catalogue,
            end=end,
            snapshot=snapshot,
            **settings,
        )

    return build
