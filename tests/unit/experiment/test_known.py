"""What Hydra is told of folders and registries."""

from __future__ import annotations

import pytest

from simsocial.core.roots import packaged_root
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.known import files_of_group, known

pytestmark = pytest.mark.any_python


def test_files_that_meet_in_a_key_are_left_to_hydra(tmp_path, monkeypatch):
    folder = tmp_path / "conf" / "services"
    folder.mkdir(parents=True)
    packaged = (packaged_root("conf") / "services" / "youth_club.yaml").read_text(encoding="utf-8")
    kinds = files_of_group("services")
    (folder / "another.yaml").write_text(packaged.replace("field: ", "field: not_", 1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    node = files_of_group("services", "services")
    assert node["defaults"] == ["another@services", "youth_club@services", "_self_"]
    assert "youth_club" not in node["services"]
    assert node["services"] == {
        name: kind for name, kind in kinds.items() if name not in ("defaults", "youth_club")
    }
    # Later files of the list win, as with any list of defaults.
    services = compose_scenarios(["status_quo"])["status_quo"]["services"]
    assert services["youth_club"]["field"] == kinds["youth_club"]["field"]
    assert set(services) == set(kinds) - {"defaults"}


def test_an_own_file_stands_for_the_packaged_one_of_its_name(tmp_path, monkeypatch):
    folder = tmp_path / "conf" / "services"
    folder.mkdir(parents=True)
    packaged = files_of_group("services")
    (folder / "youth_club.yaml").write_text("youth_club: {}")
    monkeypatch.chdir(tmp_path)
    assert files_of_group("services") == packaged | {"youth_club": {}}
    assert files_of_group("services", "services")["services"]["nursery"] == packaged["nursery"]


def test_a_file_that_is_written_anew_is_read_anew(tmp_path, monkeypatch):
    folder = tmp_path / "conf" / "staff"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    before = known()
    packaged = (packaged_root("conf") / "staff" / "educator.yaml").read_text(encoding="utf-8")
    own = folder / "midwife.yaml"
    own.write_text(packaged.replace("educator:", "midwife:", 1), encoding="utf-8")
    after = known()
    assert "midwife" in after.held["staff/all"]["staff"]
    assert "midwife" not in before.held["staff/all"]["staff"]
    own.unlink()
    assert "midwife" not in known().held["staff/all"]["staff"]


@pytest.mark.parametrize("group", ["horizon", "executor"])
def test_a_parameter_that_a_file_of_ones_own_sets_stays(tmp_path, monkeypatch, group):
    """The registered values come first in the list of defaults: what comes before them would be lost."""
    folder = tmp_path / "conf" / group
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    usual = {"horizon": "planning", "executor": "serial"}[group]
    text = (
        f"# @package _global_\ndefaults: [{usual}@{group}]\nparameters: {{fertility: {{male_share: 0.52}}}}\n"
    )
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    settings = compose_scenarios(["status_quo"], [f"{group}=own"])["status_quo"]
    assert settings["parameters"]["fertility.male_share"] == 0.52


def test_what_one_composition_changes_is_not_in_the_next():
    key = "services.nursery.patience_months"
    usual = compose_scenarios(["status_quo"])["status_quo"]["services"]["nursery"]
    changed = compose_scenarios(["status_quo"], [f"{key}=7"])["status_quo"]["services"]["nursery"]
    again = compose_scenarios(["status_quo"])["status_quo"]["services"]["nursery"]
    assert changed != usual
    assert again == usual
