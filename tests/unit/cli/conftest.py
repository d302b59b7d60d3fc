"""The command line in an empty working folder, with or without an engine behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from simsocial.analysis.results import Results
from simsocial.cli import main
from tests.unit.cli.standing_in import Call, stand_in


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the command line in an empty working directory; return exit code, output and messages."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(words)
        code = left.value.code
        captured = capsys.readouterr()
        return (code if isinstance(code, int) else 0), captured.out, captured.err

    return run


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, dict[str, Any]], Path]]:
    """Stand in for runner, analysis and report; return the calls of the runner."""
    calls: list[tuple[dict[str, dict[str, Any]], Path]] = []

    def run_experiment(
        configs: dict[str, dict[str, Any]],
        folder: Path,
        progress: bool = True,
        command: Sequence[str] | None = None,
        told: Sequence[str] | None = None,
        chosen: Mapping[str, Any] | None = None,
    ) -> Path:
        calls.append((configs, folder))
        folder.mkdir(parents=True, exist_ok=True)
        content = {
            "command": command,
            "reference": next(iter(configs)),
            "scenarios": {name: {"config": config} for name, config in configs.items()},
            "runs": [{"scenario": name, "state": "finished"} for name in configs],
        }
        (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
        return folder

    def write_page(
        results: Results | Path,
        language: str,
        answer: Sequence[str] | None = None,
        since: Path | None = None,
    ) -> Path:
        folder = results.folder if isinstance(results, Results) else results
        page = folder / f"report_{language}.html"
        page.write_text("", encoding="utf-8")
        return page

    stand_in(monkeypatch, "simsocial.experiment.runner", run_experiment=run_experiment)
    stand_in(
        monkeypatch, "simsocial.analysis.comparison", write_effects=lambda folder: folder / "effects.csv"
    )
    stand_in(monkeypatch, "simsocial.analysis.futures", write_regret=lambda folder: [])
    stand_in(monkeypatch, "simsocial.analysis.job_table", write_job_table=lambda folder, jobs: None)
    stand_in(monkeypatch, "simsocial.report.page", write_report=write_page)
    stand_in(monkeypatch, "simsocial.report.profile", write_profile=write_page)
    stand_in(monkeypatch, "simsocial.report.answer", answer=lambda folder, language: ["one", "two", "three"])
    return calls
