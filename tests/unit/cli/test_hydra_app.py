"""``run`` is a Hydra application."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from simsocial.core.roots import packaged_root
from tests.unit.cli.standing_in import FAST, Call


def test_run_is_a_hydra_application(call: Call, engine: list[Any]) -> None:
    code, out, _ = call("run", "scenarios=kita_netz", "seed=3", FAST)
    assert code == 0
    (configs, folder), *more = engine
    assert not more
    assert list(configs) == ["kita_netz"]
    assert configs["kita_netz"]["seed"] == 3
    assert folder.resolve() == Path("outputs/kita_netz").resolve()
    assert not (folder / ".hydra").exists()
    assert "manifest.json" in out


def test_run_takes_a_path_as_scenario(call: Call, engine: list[Any]) -> None:
    Path("idea.yaml").write_text("defaults: [kita_netz, _self_]\ntitle: {en: Idea}\n", encoding="utf-8")
    assert call("run", "scenarios=idea.yaml", "name=mine", FAST)[0] == 0
    configs, folder = engine[0]
    assert list(configs) == ["idea"]
    assert configs["idea"]["title"]["en"] == "Idea"
    assert folder.name == "mine"


def test_run_sweeps(call: Call, engine: list[Any]) -> None:
    code, _, _ = call("run", "-m", "scenarios=kita_netz,tagespflege", "seed=1,2", FAST)
    assert code == 0
    assert [(next(iter(configs)), next(iter(configs.values()))["seed"]) for configs, _ in engine] == [
        ("kita_netz", 1),
        ("kita_netz", 2),
        ("tagespflege", 1),
        ("tagespflege", 2),
    ]
    folders = {folder.resolve() for _, folder in engine}
    assert len(folders) == 4
    assert {folder.parent for folder in folders} == {Path("outputs/sweep").resolve()}


@pytest.mark.parametrize("file", ["config", "mine", None])
def test_settings_may_say_that_there_are_many_runs(call: Call, engine: list[Any], file: str | None) -> None:
    flags = {"config": [], "mine": ["--config-name", "mine"], None: ["hydra.mode=MULTIRUN"]}[file]
    if file:
        root = packaged_root("conf")
        assert root is not None
        shipped = (root / "config.yaml").read_text(encoding="utf-8")
        text = shipped if file == "config" else "defaults: [config, _self_]\nhydra:\n"
        Path("conf").mkdir()
        Path("conf", f"{file}.yaml").write_text(f"{text}  mode: MULTIRUN\n", encoding="utf-8")
    assert call("run", *flags, "seed=1,2", FAST)[0] == 0
    assert len(engine) == 2
    rows = Path("outputs/sweep/sweep.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[0] for row in rows] == ["folder", "0", "1"]
    # What the command line says comes first.
    assert call("run", *(flags if file else []), "hydra.mode=RUN", "name=one", FAST)[0] == 0
    assert not Path("outputs/one/.hydra").exists()


def test_run_shows_configuration_and_help_of_hydra(call: Call, engine: list[Any]) -> None:
    code, out, _ = call("run", "--cfg", "job", "scenarios=kita_netz", FAST)
    assert code == 0
    assert "replicates: 30" in out
    assert "hydra:" not in out
    code, out, _ = call("run", "--help")
    assert code == 0
    assert "scenarios: " in out
    assert "kita_netz" in out
    assert not engine


def test_run_leaves_arguments_and_environment_as_they_were(
    call: Call, engine: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HYDRA_FULL_ERROR", raising=False)
    before = list(sys.argv)
    call("run", FAST)
    assert sys.argv == before
    import os

    assert os.environ.get("HYDRA_FULL_ERROR", "0") == "0"
