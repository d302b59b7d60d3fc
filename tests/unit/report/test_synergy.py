"""The page of a bundle: what is shown, what is not, and the same in both languages."""

from __future__ import annotations

import json

import numpy as np
import pytest

from simsocial.analysis.synergy import compute_synergy
from simsocial.report.figures import draw_figure
from simsocial.report.synergy import synergy_answer, write_synergy_page
from tests.unit.analysis.planted import PAIRS, indicator
from tests.unit.analysis.planted_corners import corner_manifest, corner_table


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A bundle of three measures: a and b compete for staff, a and c help each other, b and c do neither."""
    rng, path = np.random.default_rng(1), tmp_path_factory.mktemp("bundle")

    def both(first: float, second: float) -> np.ndarray:
        return np.stack(
            [rng.normal(mean, 1.0, PAIRS) if mean else np.zeros(PAIRS) for mean in (first, second)]
        )

    alone = {name: both(-9.0, -5.0) for name in "abc"}
    made = corner_table("abc", {**alone, "a+b": both(0.0, 4.0), "a+c": both(-6.0, 0.0)})
    metadata = [
        indicator("i0"),
        indicator("i1", field="staff", label={"de": "Offene Stellen", "en": "Vacancies"}),
    ]
    target = [{"indicator": "i0", "area": None, "direction": "down"}]
    plan = corner_manifest("abc", metadata, targets=target)
    for name in "abc":
        plan["scenarios"][name]["title"] = {"de": f"Maßnahme {name}", "en": f"Measure {name}"}
    (path / "manifest.json").write_text(json.dumps(plan), encoding="utf-8")
    compute_synergy(made, plan).to_csv(path / "synergy.csv", index=False)
    return path


def test_each_pair_is_told_in_a_sentence(folder):
    compete, helping, nothing, total = synergy_answer(folder, "de")
    assert compete.startswith("„Maßnahme a“ und „Maßnahme b“: konkurrieren um Personal. Offene Stellen")
    assert helping.startswith("„Maßnahme a“ und „Maßnahme c“: helfen einander. Kennzahl i0")
    assert "nichts nachgewiesen. Bei „Kennzahl i0“ addieren sich die Wirkungen in jedem Lauf" in nothing
    assert "helfen und behindern einander" in total


@pytest.mark.parametrize(
    ("language", "word"), [("de", "konkurrieren um Personal"), ("en", "compete for staff")]
)
def test_the_page_says_it_and_holds_the_matrix(folder, language, word):
    page = write_synergy_page(folder, language).read_text(encoding="utf-8")
    assert page.count(word) >= 2
    assert "<svg" in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert f'draw_figure("outputs/{folder.name}", "synergy")' in page
    (folder / "figures" / "synergy.png").unlink(missing_ok=True)
    assert draw_figure(folder, "synergy", language).png.is_file()


def test_nothing_shown_is_told_with_what_could_have_stayed_unseen(folder, tmp_path):
    rng = np.random.default_rng(2)
    plan = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    plan["scenarios"] = {n: e for n, e in plan["scenarios"].items() if "c" not in n.split("+")}
    noise = {name: rng.normal(0.0, 1.0, (2, PAIRS)) for name in ("a", "b", "a+b")}
    (tmp_path / "manifest.json").write_text(json.dumps(plan), encoding="utf-8")
    table = compute_synergy(corner_table("ab", noise), plan)
    table.to_csv(tmp_path / "synergy.csv", index=False)
    (only,) = synergy_answer(tmp_path, "en")
    row = table[(table["term"] == "pair") & (table["indicator"] == "i0")].iloc[0]
    assert f"up to ± {row['unseen']:.2f} persons could have stayed unseen" in only
