"""What Hydra is told of folders and registries."""

from __future__ import annotations

from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.known import files_of_group


def test_files_that_meet_in_a_key_are_left_to_hydra(tmp_path, monkeypatch):
    folder = tmp_path / "conf" / "payers"
    folder.mkdir(parents=True)
    (folder / "fund.yaml").write_text("fund: {label: {de: Fonds, en: fund}}")
    (folder / "other_fund.yaml").write_text("other_fund: {label: {de: Zweiter, en: second}}")
    (folder / "another.yaml").write_text("fund: {label: {de: Fonds unter anderem Namen, en: fund}}")
    monkeypatch.chdir(tmp_path)
    node = files_of_group("payers", "payers")
    assert node["defaults"] == ["another@payers", "fund@payers", "_self_"]
    assert "other_fund" in node["payers"]
    assert "fund" not in node["payers"]
    # Later files of the list win, as with any list of defaults.
    payers = compose_scenarios(["status_quo"])["status_quo"]["payers"]
    assert payers["fund"]["label"]["de"] == "Fonds"
    assert payers["other_fund"]["label"]["en"] == "second"


def test_an_own_file_stands_for_the_packaged_one_of_its_name(tmp_path, monkeypatch):
    folder = tmp_path / "conf" / "services"
    folder.mkdir(parents=True)
    packaged = files_of_group("services")
    (folder / "youth_club.yaml").write_text("youth_club: {}")
    monkeypatch.chdir(tmp_path)
    assert files_of_group("services") == packaged | {"youth_club": {}}
    assert files_of_group("services", "services")["services"]["nursery"] == packaged["nursery"]
