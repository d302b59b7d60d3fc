"""The order in which somebody wrote rows, keys or files never matters."""

from __future__ import annotations

import random

import pytest
import yaml

from simsocial.core.roots import packaged_root
from simsocial.parameters import Parameters
from simsocial.region import load_region
from simsocial.services.catalogue import Catalogue, load_catalogue
from tests.conftest import FEW, with_few_kinds
from tests.unit.model.measures import MEASURES, measure
from tests.unit.model.same import assert_same_state, assert_same_tables
from tests.unit.model.small import write_region


def shuffled(seed):
    def order(rows):
        return random.Random(seed).sample(rows, len(rows))

    return order


@pytest.mark.parametrize("order", [lambda rows: rows[::-1], shuffled(1), shuffled(2)])
def test_rows_of_a_regions_tables(small_model, small_region, tmp_path, order):
    region = with_few_kinds(load_region(write_region(tmp_path, order=order)))
    assert region.data_hash == small_region.data_hash
    written, other = small_model(end="2024-06").run(), small_model(end="2024-06", region=region).run()
    assert_same_state(written, other)
    assert_same_tables(written, other)


def test_measures_of_a_scenario(small_model):
    entries = [item for kind in MEASURES for item in measure(kind).items()]
    one = small_model(dict(entries)).run()
    other = small_model(dict(entries[::-1])).run()
    assert_same_tables(one, other)


def test_service_kinds_and_their_keys(small_model, catalogue):
    def reverse(value):
        if isinstance(value, dict):
            return {key: reverse(inner) for key, inner in reversed(value.items())}
        return value

    files = sorted((packaged_root("conf") / "services").glob("*.yaml"), reverse=True)
    entries = {
        key: reverse(entry)
        for file in files
        for key, entry in yaml.safe_load(file.read_text("utf-8")).items()
    }
    other = Catalogue([kind for kind in load_catalogue(entries) if kind.site_kind in FEW])
    assert other.ids == catalogue.ids
    models = [small_model(end="2024-06").run()]
    models.append(
        small_model(end="2024-06", catalogue=other, parameters=other.register(Parameters.load())).run()
    )
    assert_same_tables(*models)
