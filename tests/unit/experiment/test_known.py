"""What Hydra is told of folders and registries."""

from __future__ import annotations

from simsocial.core.roots import packaged_root
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.known import files_of_group


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
