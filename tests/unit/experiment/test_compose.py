"""Names and overrides become checked settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simsocial.analysis.thresholds import MIN_NONZERO
from simsocial.core.errors import ConfigError, ScenarioError
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.known import group_options, nested, parameter_ids
from simsocial.experiment.places import region_words
from tests.unit.experiment.composing import FAST, OPTION, mistake


def test_defaults_are_the_planning_period_of_the_musterkreis(folder: Path) -> None:
    settings = compose_scenarios(["status_quo"])["status_quo"]
    assert settings["region"] == {"kind": "musterkreis"}
    assert settings["horizon"] == {"start": "2027-01", "end": "2031-12", "spin_up": 36, "known_until": None}
    assert (settings["seed"], settings["replicates"], settings["twins"], settings["draws"]) == (
        1,
        30,
        5,
        None,
    )
    assert settings["parameters"] == {}
    assert settings["workers"] >= 1
    assert settings["measures"] == {}
    assert set(settings["services"]) == set(group_options("services"))
    assert all(settings["processes"].values())


def test_settings_hold_plain_values_only(folder: Path) -> None:
    def plain(value: object) -> bool:
        if isinstance(value, dict):
            # Years of dated figures are numbers.
            return all(type(key) in (str, int) and plain(inner) for key, inner in value.items())
        if isinstance(value, list):
            return all(plain(inner) for inner in value)
        return value is None or type(value) in (str, int, float, bool)

    settings = compose_scenarios(["mine"], [FAST])["mine"]
    assert plain(settings)


def test_the_same_overrides_hold_for_all_scenarios(folder: Path) -> None:
    configs = compose_scenarios(
        ["status_quo", "mine"], [FAST, "replicates=3", "horizon.end=2028-12", "seed=7"]
    )
    assert list(configs) == ["status_quo", "mine"]
    for settings in configs.values():
        assert (settings["replicates"], settings["horizon"]["end"], settings["seed"]) == (3, "2028-12", 7)
    assert {settings["name"] for settings in configs.values()} == {"vergleich_mine"}


def test_experiments_in_words_set_the_numbers(folder: Path) -> None:
    settings = compose_scenarios(["status_quo"], [FAST, "experiment=quick", "twins=0"])["status_quo"]
    assert (settings["replicates"], settings["twins"]) == (14, 0)


@pytest.mark.parametrize("name", ["quick", "standard", "thorough"])
def test_every_experiment_in_words_is_enough_for_intervals(folder: Path, name: str) -> None:
    assert compose_scenarios(["status_quo"], [FAST, f"experiment={name}"])["status_quo"]["replicates"] >= (
        MIN_NONZERO
    )


def test_services_can_be_selected_and_changed(folder: Path) -> None:
    chosen = ["nursery", "kindergarten"]
    settings = compose_scenarios(["status_quo"], [f"services=[{','.join(chosen)}]"])["status_quo"]
    assert set(settings["services"]) == set(chosen)


def test_processes_can_be_switched_off(folder: Path) -> None:
    settings = compose_scenarios(["status_quo"], [FAST, "processes.mortality=false"])["status_quo"]
    assert settings["processes"]["mortality"] is False
    assert settings["processes"]["fertility"] is True


def test_parameters_are_overridden_by_their_id(folder: Path) -> None:
    words = [FAST, "parameters.fertility.total_fertility_rate=1.2"]
    settings = compose_scenarios(["status_quo"], words)["status_quo"]
    assert settings["parameters"] == {"fertility.total_fertility_rate": 1.2}


def test_every_registered_parameter_is_a_key(folder: Path) -> None:
    for identifier in parameter_ids():
        *path, last = identifier.split(".")
        node = nested([identifier])
        for part in path:
            node = node[part]
        assert node == {last: None}
    ids = parameter_ids()
    branches = {".".join(identifier.split(".")[:depth]) for identifier in ids for depth in range(1, 9)}
    inner = {branch for branch in branches if any(other.startswith(branch + ".") for other in ids)}
    assert not inner & set(ids), "an id that is also the beginning of another cannot be overridden"


def test_measures_are_changed_and_dropped(folder: Path) -> None:
    words = [
        FAST,
        "~measures.close_one",
        "measures.close_two.start=2029-01",
        "+measures.close_two.lead_months=3",
    ]
    measures = compose_scenarios(["mine"], words)["mine"]["measures"]
    assert set(measures) == {"close_two"}
    assert (measures["close_two"]["start"], measures["close_two"]["lead_months"]) == ("2029-01", 3)


def test_what_is_said_of_a_measure_holds_for_the_scenarios_that_have_it(folder: Path) -> None:
    names = ["status_quo", "mine", "kita_netz"]
    words = [FAST, "measures.close_one.start=2029-01", "~measures.close_two", "seed=2"]
    configs = compose_scenarios(names, words)
    assert configs["status_quo"]["measures"] == {}
    assert set(configs["mine"]["measures"]) == {"close_one"}
    assert configs["mine"]["measures"]["close_one"]["start"] == "2029-01"
    assert (
        configs["kita_netz"]["measures"] == compose_scenarios(["kita_netz"], [FAST])["kita_netz"]["measures"]
    )
    assert {settings["seed"] for settings in configs.values()} == {2}
    assert "'close_one'" in mistake(names, "measures.close_ones.start=2029-01")


def test_composing_is_the_same_whatever_the_order_of_entries(folder: Path) -> None:
    first = compose_scenarios(["mine"], [FAST, "seed=3", "replicates=2"])
    lines = OPTION.splitlines()
    lines[3], lines[4] = lines[4], lines[3]
    (folder / "scenarios" / "mine.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert compose_scenarios(["mine"], ["replicates=2", FAST, "seed=3"]) == first


def test_two_scenarios_with_one_id_are_refused(folder: Path) -> None:
    with pytest.raises(ScenarioError, match="given twice"):
        compose_scenarios(["mine", "mine"])


def test_scenarios_that_do_not_share_the_horizon_are_refused(folder: Path) -> None:
    (folder / "scenarios" / "longer.yaml").write_text(OPTION + "horizon: {end: 2045-12}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"differ in 'horizon'.*command line"):
        compose_scenarios(["status_quo", "longer"], [FAST])
    configs = compose_scenarios(["status_quo", "longer"], [FAST, "horizon=tail", "horizon.end=2040-12"])
    assert {settings["horizon"]["end"] for settings in configs.values()} == {"2040-12"}


def test_the_users_own_folders_come_first(folder: Path) -> None:
    (folder / "scenarios" / "status_quo.yaml").write_text(OPTION, encoding="utf-8")
    (folder / "conf" / "horizon").mkdir(parents=True)
    (folder / "conf" / "horizon" / "short.yaml").write_text(
        "start: 2027-01\nend: 2027-12\n", encoding="utf-8"
    )
    settings = compose_scenarios(["status_quo"], [FAST, "horizon=short"])["status_quo"]
    assert settings["title"]["en"] == "New"
    assert settings["horizon"]["end"] == "2027-12"


def test_composing_leaves_nothing_behind(folder: Path) -> None:
    from hydra.core.global_hydra import GlobalHydra

    before = dict(os.environ)
    compose_scenarios(["mine"], [FAST])
    assert not GlobalHydra.instance().is_initialized()
    assert dict(os.environ) == before
    assert sorted(path.name for path in folder.iterdir()) == ["scenarios"]


def test_a_name_may_have_umlauts():
    settings = compose_scenarios(["status_quo"], ["name=profil_sömmerda", *region_words("Sömmerda")])[
        "status_quo"
    ]
    assert (settings["name"], settings["region"]["name"]) == ("profil_sömmerda", "Sömmerda")
