"""What settings may name is worked out once, and anew when a file says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.known import known


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "conf" / "staff"
    folder.mkdir(parents=True)
    return folder


def test_a_file_that_is_written_anew_is_read_anew(own_folder: Path) -> None:
    before = known()
    packaged = (Path(__file__).parents[3] / "conf" / "staff" / "educator.yaml").read_text(encoding="utf-8")
    own = own_folder / "midwife.yaml"
    own.write_text(packaged.replace("educator:", "midwife:", 1), encoding="utf-8")
    after = known()
    assert "midwife" in after.held["staff/all"]["staff"]
    assert "midwife" not in before.held["staff/all"]["staff"]
    own.unlink()
    assert "midwife" not in known().held["staff/all"]["staff"]


def test_what_one_composition_changes_is_not_in_the_next() -> None:
    key = "services.nursery.patience_months"
    usual = compose_scenarios(["status_quo"])["status_quo"]["services"]["nursery"]
    changed = compose_scenarios(["status_quo"], [f"{key}=7"])["status_quo"]["services"]["nursery"]
    again = compose_scenarios(["status_quo"])["status_quo"]["services"]["nursery"]
    assert changed != usual
    assert again == usual
