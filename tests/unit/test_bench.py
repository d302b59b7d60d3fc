"""The bench measures and writes its figures; whether limits are kept is for people to read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simsocial.bench import run_bench
from simsocial.core.errors import ConfigError


def test_quick_parts_write_their_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Core, whole model and the Mesa model are measured in one call and related."""
    path = tmp_path / "bench.json"
    run_bench(path, ["core", "full", "mesa"], quick=True)
    written = json.loads(path.read_text(encoding="utf-8"))
    for key in ("core_person_months_per_s", "full_person_months_per_s", "mesa_person_months_per_s"):
        assert written[key] > 0
    ratio = written["core_person_months_per_s"] / written["mesa_person_months_per_s"]
    assert written["core_to_mesa_ratio"] == pytest.approx(ratio)
    assert 30 < written["bytes_per_person"] <= 64
    assert "person-months/s" in capsys.readouterr().out


def test_unknown_part_names_the_valid_ones() -> None:
    """A misspelt part is an error that names what is valid."""
    with pytest.raises(ConfigError, match="core"):
        run_bench(None, ["coer"])
