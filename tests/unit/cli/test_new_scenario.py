"""``new`` writes a scenario that is valid as it is, of any kind of measure, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from simsocial import load_scenario
from simsocial.measures import measure_kinds
from simsocial.measures.registry import measure_model
from tests.unit.cli.standing_in import Call

KINDS = [kind for kind in measure_kinds() if measure_model(kind).__module__.startswith("simsocial.")]


@pytest.mark.parametrize(("kind", "language"), [*((kind, "de") for kind in KINDS), ("resize_site", "en")])
def test_what_it_writes_is_a_scenario(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = call("new", "mein_plan", "--kind", kind, "--language", language)
    assert code == 0
    assert out.splitlines() == ["scenarios/mein_plan.yaml", "simsocial compare status_quo mein_plan"]
    scenario = load_scenario(tmp_path / "scenarios" / "mein_plan.yaml")
    assert [measure.kind for measure in scenario.measures.values()] == [kind]
    assert scenario.targets
    assert scenario.suspected


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Mein Plan"], "small letters"),
        (["mein_plan", "--kind", "close_sites"], "Did you mean 'close_site'"),
        (["da"], "exists already"),
    ],
)
def test_what_it_cannot_write_it_says(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "da.yaml").write_text("title: da\n", encoding="utf-8")
    code, _, error = call("new", *words)
    assert code == 2
    assert said in error
    assert [path.name for path in (tmp_path / "scenarios").iterdir()] == ["da.yaml"]
