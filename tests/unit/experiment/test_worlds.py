"""Worlds with mechanisms off: which there are, and that every switch names values and processes that exist."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from simsocial.core.errors import ConfigError
from simsocial.experiment.known import process_names
from simsocial.experiment.mechanisms import MECHANISMS, mechanisms_named, switched_off
from simsocial.experiment.worlds import compose_worlds, mechanisms_in
from simsocial.parameters import Parameters
from simsocial.report.texts import LANGUAGES, Texts
from tests.unit.cli.standing_in import FAST


@pytest.fixture
def idea(tmp_path: Path) -> str:
    """A scenario that fits a region without services."""
    path = tmp_path / "idea.yaml"
    measure = "{kind: no_change, start: 2027-08, decided_by: kreis, lever: own_act}"
    path.write_text(f"title: {{de: x, en: x}}\nmeasures: {{nichts: {measure}}}\n", encoding="utf-8")
    return str(path)


def test_every_switch_names_values_or_processes_that_exist(values: Parameters) -> None:
    processes = process_names()
    for mechanism in MECHANISMS:
        assert mechanism.values or mechanism.processes
        assert set(mechanism.processes) <= set(processes)
        for pattern in mechanism.values:
            assert any(fnmatchcase(name, pattern) for name in values.by_id), pattern


def test_switched_values_make_sense_and_others_stay(values: Parameters) -> None:
    settings = {
        "parameters": {"fertility.male_share": 0.52},
        "processes": {"ageing": True, "relocation": True},
    }
    off = switched_off(settings, MECHANISMS, values.by_id)
    values.with_overrides(off["parameters"]).complete()
    assert off["parameters"]["fertility.male_share"] == 0.52
    assert off["parameters"]["work.informal_care_strength"] == 0.0
    assert off["parameters"]["services.kindergarten.effects.mothers_work.factor"] == 1.0
    assert off["parameters"]["staff.educator.hired_share"] == 1.0
    assert off["processes"] == {"ageing": True, "relocation": False, "new_homes": False}
    assert settings["processes"]["relocation"]


def test_worlds_are_both_scenarios_with_every_subset_off(idea: str) -> None:
    worlds = compose_worlds("status_quo", idea, [FAST], mechanisms_named(["housing", "staff"]))
    assert len(worlds) == 8
    assert list(worlds)[:2] == ["status_quo", "idea"]
    assert mechanisms_in(list(worlds)) == ["staff", "housing"]
    both = worlds["idea~housing+staff"]
    assert both["measures"] == worlds["idea"]["measures"]
    assert not both["processes"]["relocation"]
    assert worlds["idea~staff"]["processes"]["relocation"]
    assert {one["name"] for one in worlds.values()} == {"warum_idea"}


def test_unknown_mechanisms_and_those_that_are_off_anyway_are_refused(idea: str) -> None:
    with pytest.raises(ConfigError, match=r"'stafff' is no mechanism.*staff"):
        mechanisms_named(["stafff"])
    with pytest.raises(ConfigError, match="relocation is off in both worlds"):
        compose_worlds(
            "status_quo", idea, [FAST, "processes.relocation=false"], mechanisms_named(["housing"])
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mechanism_has_its_words(language: str) -> None:
    texts = Texts(language)
    for part in ("direct", *(one.id for one in MECHANISMS)):
        for family in ("why-part", "why-by", "why-path", "why-off"):
            assert texts.has_term(family, part), (family, part)
