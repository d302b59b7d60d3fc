"""``simsocial calibrate`` prints every figure, writes a page, and refuses what it cannot tell apart."""

from __future__ import annotations

from tests.workflow.mistakes import call, told


def test_a_page_names_what_is_missed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "page.md"
    code, printed = call("calibrate", "Sonneberg", "--no-fit", "--replicates", "1", "--page", str(page))
    assert code == 0, printed
    text = page.read_text(encoding="utf-8")
    assert "## Sonneberg" in text
    for name in ("unemployment_rate", "basic_support_people", "basic_support_children"):
        assert f"| `{name}` |" in text
        assert name in printed
    assert ("Missed:" in text) == ("| missed |" in text)
    assert f"`simsocial calibrate Sonneberg --no-fit --replicates 1 --page {page}`" in text
    assert not (tmp_path / "conf").exists()


def test_two_regions_by_one_key_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told(*call("calibrate", "region=kreis", "musterkreis", "region.name=Greiz"))
