"""``synergy`` hands all corners of a bundle to the runner and says what came out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simsocial.core.errors import ScenarioError
from tests.unit.cli.standing_in import FAST, Call, stand_in


@pytest.fixture
def analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for checks, analysis and page."""
    stand_in(monkeypatch, "simsocial.experiment.setup", setup_of=lambda name, config: None)
    stand_in(monkeypatch, "simsocial.analysis.synergy", write_synergy=lambda folder: folder / "synergy.csv")

    def write_page(folder: Path, language: str) -> Path:
        (folder / "synergy.html").write_text(language, encoding="utf-8")
        return folder / "synergy.html"

    stand_in(
        monkeypatch,
        "simsocial.report.synergy",
        write_synergy_page=write_page,
        synergy_answer=lambda folder, language: [f"answer in {language}"],
    )


@pytest.mark.usefixtures("analysis")
def test_synergy_runs_all_corners_and_ends_with_the_answer(call: Call, engine: list[Any]) -> None:
    words = ["dorfmitte", "replicates=2", FAST, "--group", "haus=kita_kleiner+tagespflege_im_haus"]
    code, out, _ = call("synergy", *words)
    assert code == 0
    ((configs, folder),) = engine
    assert list(configs) == ["without", "haus", "rat_im_haus", "haus+rat_im_haus"]
    assert folder == Path("outputs/synergie_dorfmitte")
    assert "4 scenarios" in out
    assert out.splitlines()[-1] == "answer in de"
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["command"] == [
        "synergy",
        *words,
    ]
    code, out, _ = call("report", "synergie_dorfmitte", "--language", "en")
    assert (code, out.splitlines()[-1]) == (0, "answer in en")
    assert call("synergy", "dorfmitte", "kita_netz", FAST)[0] == 2


def test_a_measure_that_needs_another_one_is_refused_with_the_way_out(
    call: Call, engine: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def setup_of(name: str, config: dict[str, Any]) -> None:
        if name == "rat_im_haus":
            message = "measures.rat_im_haus.site: 'x' is no site."
            raise ScenarioError(message)

    stand_in(monkeypatch, "simsocial.experiment.setup", setup_of=setup_of)
    code, _, said = call("synergy", "dorfmitte", FAST)
    assert (code, engine) == (2, [])
    assert "'x' is no site. Valid: a measure that needs another one" in said
    assert "--group" in said
