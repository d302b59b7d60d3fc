"""``why`` hands all worlds to the runner and says what came out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.standing_in import FAST, Call, stand_in


@pytest.fixture
def worlds(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stand in for the worlds, the analysis and the page; return what was asked for."""
    asked: list[Any] = []

    def compose_worlds(reference: str, option: str, overrides: list[str], mechanisms: Any) -> dict[str, Any]:
        asked.append((reference, option, overrides, [one.id for one in mechanisms]))
        config = {"name": f"warum_{option}", "report": {"language": "en"}}
        return dict.fromkeys((reference, option, f"{reference}~staff", f"{option}~staff"), config)

    stand_in(monkeypatch, "simsocial.experiment.worlds", compose_worlds=compose_worlds)
    stand_in(monkeypatch, "simsocial.analysis.why", write_why=lambda folder: folder / "why.csv")

    def write_page(folder: Path, language: str) -> Path:
        (folder / "why.html").write_text(language, encoding="utf-8")
        return folder / "why.html"

    stand_in(
        monkeypatch,
        "simsocial.report.why",
        write_why_page=write_page,
        why_answer=lambda folder, language: [f"answer in {language}"],
    )
    return asked


def test_why_runs_all_worlds_and_ends_with_the_answer(
    call: Call, engine: list[Any], worlds: list[Any]
) -> None:
    code, out, _ = call("why", "kita_netz", "replicates=2", FAST, "--only", "staff")
    assert code == 0
    assert worlds == [("status_quo", "kita_netz", ["replicates=2", FAST], ["staff"])]
    ((configs, folder),) = engine
    assert (len(configs), folder) == (4, Path("outputs/warum_kita_netz"))
    assert "4 scenarios" in out
    assert out.splitlines()[-1] == "answer in en"
    code, out, _ = call("report", "warum_kita_netz", "--language", "de")
    assert (code, out.splitlines()[-1]) == (0, "answer in de")


def test_why_takes_another_reference_and_all_mechanisms(
    call: Call, engine: list[Any], worlds: list[Any]
) -> None:
    assert call("why", "kita_netz", "tagespflege", FAST)[0] == 0
    assert worlds[0][:2] == ("kita_netz", "tagespflege")
    assert worlds[0][3] == ["staff", "travel", "income", "informal_care", "housing"]


@pytest.mark.parametrize("words", [["status_quo"], ["a", "b", "c"], ["kita_netz", "--only", "stuff"]])
def test_what_cannot_be_explained_is_refused(
    call: Call, engine: list[Any], worlds: list[Any], words: list[str]
) -> None:
    assert call("why", *words, FAST)[0] == 2
    assert not engine
