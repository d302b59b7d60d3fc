"""The bench measures and writes its figures; whether limits are kept is for people to read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from simsocial.bench import run_bench
from simsocial.bench.mesa_world import mesa_module, mesa_world
from simsocial.bench.run import FIGURES
from simsocial.bench.worlds import world
from simsocial.core.errors import ConfigError


def test_quick_parts_write_their_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Core, Mesa model and whole model are measured in one call and related; what is not is null."""
    path = tmp_path / "not" / "there_yet" / "bench.json"
    run_bench(path, ["core", "full", "mesa"], quick=True)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert set(FIGURES) < set(written)
    for key in ("core_person_months_per_s", "full_person_months_per_s", "mesa_person_months_per_s"):
        assert written[key] > 0
    ratio = written["core_person_months_per_s"] / written["mesa_person_months_per_s"]
    assert written["core_to_mesa_ratio"] == pytest.approx(ratio)
    assert 30 < written["bytes_per_person"] <= 64
    assert written["region_seconds"] is None
    assert "person-months" in capsys.readouterr().out


def test_every_figure_the_contract_names_is_known() -> None:
    """These keys are read by others."""
    assert {
        "core_person_months_per_s",
        "full_person_months_per_s",
        "mesa_person_months_per_s",
        "bytes_per_person",
        "region_seconds",
    } <= set(FIGURES)


def test_unknown_part_names_the_valid_ones() -> None:
    """A misspelt part is an error that names what is valid."""
    with pytest.raises(ConfigError, match="core"):
        run_bench(None, ["coer"])


def test_without_the_source_tree_the_mesa_model_is_said_not_to_be_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An installed wheel has no tests; the bench says so and goes on."""
    monkeypatch.setattr("simsocial.bench.parts.mesa_module", lambda: None)
    assert run_bench(None, ["mesa"], quick=True) == {}
    assert "not measured" in capsys.readouterr().out


def test_the_mesa_model_does_the_same_work_at_the_same_rates() -> None:
    """Deaths, births, departures and changes of care grade of a year agree with the engine's.

    Each pair of counts differs by less than 5 standard deviations of a Poisson difference (a false alarm in
    2 of 1,000,000); a departure takes a household, so that its counts vary more.
    """
    engine = world(90_000, core=True, months=13)
    module = mesa_module()
    assert module is not None
    model = mesa_world(module, engine, 90_000)
    found: Counter[str] = Counter()
    for _ in range(12):
        model.step()
        engine.advance()
        found.update(engine.counts.happened())
    for event, count, spread in (
        ("deaths", found["deaths"], 1.0),
        ("births", found["births"], 1.0),
        ("departures", found["departures"], 2.5),
        ("care changes", found["care_onset"] + found["care_worse"] + found["care_better"], 1.0),
    ):
        allowed = 5.0 * (spread * (count + model.events[event])) ** 0.5
        assert abs(count - model.events[event]) < allowed, event
    assert abs(engine.state.population - len(model.agents)) < 5.0 * (2.5 * 5_000.0) ** 0.5
