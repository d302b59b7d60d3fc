"""Hundreds of kinds: cases of each, and nobody's life or case of another kind differs because of them."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import yaml

from simsocial.core.columns import NOBODY
from simsocial.core.errors import ConfigError
from simsocial.core.roots import packaged_root
from simsocial.core.state import TOP
from simsocial.model import SocialModel
from simsocial.parameters import Parameters
from simsocial.services.catalogue import MOST_KINDS, load_catalogue
from tests.unit.services.test_catalogue import MINIMAL

PACKAGED = len(list((packaged_root("conf") / "services").glob("*.yaml")))


def catalogue_with(clubs):
    """Return the packaged kinds and so many clubs without sites or staff, behind them in the order of the month."""
    config = {}
    for path in (packaged_root("conf") / "services").glob("*.yaml"):
        config |= yaml.safe_load(path.read_text(encoding="utf-8"))
    for number in range(clubs):
        take_up = {"by": "age", "table": {18: 0.01 + 0.0001 * number}}
        config[f"club_{number:03}"] = copy.deepcopy(MINIMAL) | {"order": 1000, "take_up": take_up}
    return load_catalogue(config)


def cases_of(model):
    """Return kind, person's key and state of every case, sorted."""
    state = model.state
    top = int(state.counters[2, TOP])
    rows = np.flatnonzero(state.cases.person[:top] != NOBODY)
    keys = state.persons.key[state.cases.person[rows]].tolist()
    return sorted(zip(state.cases.kind[rows].tolist(), keys, state.cases.state[rows].tolist(), strict=True))


def test_as_many_kinds_as_a_case_can_name_change_nobodys_life(small_region):
    few, many = (
        SocialModel(
            small_region,
            rng=3,
            parameters=kinds.register(Parameters.load()),
            catalogue=kinds,
            spin_up=0,
            end="2024-06",
        ).run()
        for kinds in (catalogue_with(0), catalogue_with(MOST_KINDS - PACKAGED))
    )
    assert len(many.catalogue) == MOST_KINDS >= 250
    top = int(few.state.counters[0, TOP])
    assert np.array_equal(few.state.persons.key[:top], many.state.persons.key[:top])
    own, found = cases_of(few), cases_of(many)
    assert [case for case in found if case[0] < PACKAGED] == own
    clubs = np.bincount([kind for kind, _, _ in found], minlength=MOST_KINDS)[PACKAGED:]
    grown_up = (many.counts.population.sum(axis=(0, 1))[18:]).sum()
    expected = grown_up * (0.01 + 0.0001 * np.arange(len(clubs)))
    # A binomial draw each: six standard deviations.
    assert (np.abs(clubs - expected) < 6.0 * np.sqrt(expected)).all()


def test_one_more_kind_is_refused():
    with pytest.raises(ConfigError, match=f"{MOST_KINDS + 1} kinds.*{MOST_KINDS}"):
        catalogue_with(MOST_KINDS - PACKAGED + 1)
