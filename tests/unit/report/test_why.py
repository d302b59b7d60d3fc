"""The page that explains effects: sentences, picture, table, and what off means, in both languages."""

from __future__ import annotations

import json

import pytest

from simsocial.analysis.why import compute_why
from simsocial.report.explained import explained
from simsocial.report.figures import draw_figure
from simsocial.report.why import why_answer, write_why_page
from tests.unit.analysis.planted import indicator
from tests.unit.analysis.planted_worlds import world_manifest, world_table


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """2 of 16 act directly, 11 by staff and 3 by travel."""
    path = tmp_path_factory.mktemp("why")
    plan = world_manifest([indicator("i0"), indicator("still")])
    (path / "manifest.json").write_text(json.dumps(plan), encoding="utf-8")
    compute_why(world_table(), plan).to_csv(path / "why.csv", index=False)
    return path


def test_a_sentence_names_the_parts_and_the_main_path(folder):
    (german,) = why_answer(folder, "de")
    assert german.startswith("Kennzahl i0 (Mittel 2027–2031): +16")
    assert "davon über Personal 69\N{NO-BREAK SPACE}%, über Wege 19\N{NO-BREAK SPACE}% und direkt" in german
    assert "Hauptweg: Stellen" in german
    assert "Arbeit der Eltern" not in german
    (english,) = why_answer(folder, "en")
    assert "69\N{NO-BREAK SPACE}% by staff" in english


@pytest.mark.parametrize(("language", "off"), [("de", "Personal aus:"), ("en", "Staff off:")])
def test_the_page_says_what_off_means_and_holds_the_picture(folder, language, off):
    page = write_why_page(folder, language).read_text(encoding="utf-8")
    assert off in page
    assert "<svg" in page
    assert f'draw_figure("outputs/{folder.name}", "why")' in page
    drawn = (folder / "figures" / "why.svg").read_bytes()
    (folder / "figures" / "why.png").unlink()
    assert draw_figure(folder, "why", language).svg.read_bytes() == drawn
    assert (folder / "figures" / "why.png").is_file()


def test_nothing_to_explain_is_said(folder, tmp_path):
    (tmp_path / "manifest.json").write_bytes((folder / "manifest.json").read_bytes())
    head = (folder / "why.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "why.csv").write_text(head + "\n", encoding="utf-8")
    assert why_answer(tmp_path, "en")[0].startswith("No target changes")
    assert "No target changes" in write_why_page(tmp_path, "en").read_text(encoding="utf-8")


def test_shares_sum_to_one(folder):
    from simsocial.analysis.results import Results
    from simsocial.analysis.why import read_why

    (one,) = explained(read_why(Results(folder)))
    assert sum(one.share(part) for part in one.parts) == pytest.approx(1.0)
