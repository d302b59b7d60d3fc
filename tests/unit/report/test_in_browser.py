"""The report as a browser takes it: valid, without hurdles, labelled on a phone, each area on one sheet of paper."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from simsocial.analysis.effects_files import write_effect_files
from simsocial.analysis.results import Results
from simsocial.report.page import write_report
from tests.unit.workshop.browser import NEEDS_BROWSER, printed, use

pytestmark = NEEDS_BROWSER

_TOOLS = Path(__file__).parents[2] / "browser"
AXE = Path(os.environ.get("SIMSOCIAL_AXE") or _TOOLS / "node_modules" / "axe-core" / "axe.min.js")

ELEMENTS = """
const found = [];
for (const one of document.querySelectorAll("main *")) {
  let depth = 0;
  for (let up = one; up.tagName !== "MAIN"; up = up.parentElement) depth += 1;
  found.push([one.tagName.toLowerCase(), depth]);
}
return found;
"""

HURDLES = """
const told = await axe.run(document, {resultTypes: ["violations"]});
return told.violations.map((one) => [one.id, one.impact, one.nodes[0].html.slice(0, 200)]);
"""

SMALLEST = """
const first = document.getElementById("first");
const told = [];
for (const one of first.querySelectorAll("*")) {
  const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!own || one.classList.contains("unseen") || one.closest("title, metadata, defs, style")) continue;
  const drawn = one.closest("svg");
  const scale = drawn ? drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width : 1;
  const points = 0.75 * scale * parseFloat(getComputedStyle(one).fontSize);
  told.push([Math.round(10 * points) / 10, one.textContent.trim().slice(0, 40)]);
}
return told.sort((a, b) => a[0] - b[0]);
"""
"""Texts of the first page with their size in points (96 pixels are 72), the smallest first."""


class Source(HTMLParser):
    """Elements within ``main`` as they are written, with their depth, and what must be unique."""

    void = frozenset({"meta", "link", "br", "img", "input", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[list[object]] = []
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.twice: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._note(tag, attrs)
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self._note(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def _note(self, tag, attrs):
        names = [name for name, _ in attrs]
        self.twice += [f"{tag} {name}" for name, count in Counter(names).items() if count > 1]
        values = dict(attrs)
        self.ids.update([values["id"]] if "id" in values else [])
        self.links.update(value[1:] for key, value in attrs if key.endswith("href") and value.startswith("#"))
        if "main" in self.open:
            self.elements.append([tag, len(self.open) - self.open.index("main")])


@pytest.fixture(scope="module")
def source(written):
    return Source(written.read_text(encoding="utf-8"))


def test_the_browser_finds_nothing_to_repair(written, source, tmp_path):
    """The reader of HTML moves what stands where it must not: then elements or depths differ from those written."""
    assert len(source.elements) > 3000
    assert use(written, tmp_path, ELEMENTS) == source.elements


def test_a_misplaced_element_is_noticed(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><body><main><p>a<ul><li>b</li></ul></p></main></body>", encoding="utf-8")
    elements = use(page, tmp_path, ELEMENTS)
    assert elements == [["p", 1], ["ul", 1], ["li", 2], ["p", 1]]


def test_names_are_unique_and_links_lead_somewhere(source):
    assert [name for name, count in source.ids.items() if count > 1] == []
    assert source.links <= source.ids.keys()
    assert source.twice == []


@pytest.mark.skipif(not AXE.is_file(), reason=f"{AXE} is missing: npm ci --prefix tests/browser")
def test_axe_finds_no_hurdle(written, tmp_path):
    script = f"{AXE.read_text(encoding='utf-8')}\n{HURDLES}"
    assert use(written, tmp_path, script) == []


@pytest.mark.skipif(not AXE.is_file(), reason=f"{AXE} is missing: npm ci --prefix tests/browser")
def test_axe_would_find_a_page_that_does_not_say_its_language(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><title>A</title><body><main><h1>A</h1></main></body>", encoding="utf-8")
    script = f"{AXE.read_text(encoding='utf-8')}\n{HURDLES}"
    assert [told[:2] for told in use(page, tmp_path, script)] == [["html-has-lang", "serious"]]


def test_each_area_is_printed_on_one_sheet(written, tmp_path):
    page = written.read_text(encoding="utf-8")
    head, _, rest = page.partition("<main>")
    areas = re.search(r'<section id="areas">.*?</section>', rest, re.DOTALL)
    alone = tmp_path / "areas.html"
    alone.write_text(f"{head}<main>{areas[0]}</main></body></html>", encoding="utf-8")
    sheets = printed(alone, tmp_path, "areas")
    assert len(sheets) == areas[0].count('<article class="area"') == 8
    assert set(sheets) == {(210, 297)}


def test_paper_has_what_a_committee_reads_and_says_where_the_rest_is(written, tmp_path):
    assert 10 < len(printed(written, tmp_path, "whole")) < 25
    shown = use(_as_printed(written, tmp_path), tmp_path, "return document.querySelector('main').innerText;")
    assert "Alle Zahlen je Kennzahl, Jahr, Raum und Gruppe" in shown
    assert "effects.parquet" not in shown


def test_the_first_page_is_one_sheet_with_two_options_and_with_four(written, copied, tmp_path):
    assert _sheets_of_first(written, tmp_path) == 1
    assert use(_as_printed(written, tmp_path), tmp_path, SMALLEST)[0][0] >= 6.9
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    effects, scenarios = Results(copied).effects, manifest["scenarios"]
    for name in ("kita_netz", "tagespflege"):
        scenarios[f"{name}_b"] = scenarios[name] | {
            "title": {"de": f"{name}: noch einmal, etwas anders", "en": name}
        }
    more = effects[effects["scenario"].isin(["kita_netz", "tagespflege"])]
    write_effect_files(
        pd.concat([effects, more.assign(scenario=more["scenario"].astype(str) + "_b")]), copied
    )
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    page = write_report(copied, "de")
    assert page.read_text(encoding="utf-8").count("noch einmal, etwas anders") > 4
    assert _sheets_of_first(page, tmp_path) == 1
    assert use(_as_printed(page, tmp_path), tmp_path, SMALLEST)[0][0] >= 6.9


def _as_printed(page: Path, folder: Path) -> Path:
    """Return a copy of a page that a screen shows as paper does: 182 mm are 688 pixels."""
    text = page.read_text(encoding="utf-8").replace("@media print", "@media all")
    shown = folder / "wide.html"
    shown.write_text(text.replace("<body>", '<body style="width: 688px">'), encoding="utf-8")
    return shown


def test_no_table_is_wider_than_a_sheet(written, tmp_path):
    """Else the browser prints all pages smaller; a table may leave a few pixels."""
    script = """
    return [...document.querySelectorAll("main table")]
      .map((one) => [Math.round(one.getBoundingClientRect().right), one.textContent.trim().slice(0, 40)])
      .filter(([right]) => right > 710);
    """
    assert use(_as_printed(written, tmp_path), tmp_path, script) == []


def _sheets_of_first(page: Path, folder: Path) -> int:
    """Return on how many sheets the head and the first page of a report are printed."""
    head, _, rest = page.read_text(encoding="utf-8").partition('<section id="first"')
    alone = folder / "first.html"
    first, _, _ = rest.partition("</section>")
    alone.write_text(f'{head}<section id="first"{first}</section></main></body></html>', encoding="utf-8")
    return len(printed(alone, folder, "first"))


def test_on_a_phone_each_cell_names_its_column(written, tmp_path):
    page = written.read_text(encoding="utf-8")
    narrow = tmp_path / "narrow.html"
    # The rule for small screens, without a small screen.
    narrow.write_text(page.replace("@media screen and (max-width: 46rem)", "@media all"), encoding="utf-8")
    script = """
    const unnamed = [], said = [];
    for (const table of document.querySelectorAll("table")) {
      const heads = [...table.querySelectorAll("thead tr > *")].map((one) => one.textContent.trim());
      for (const cell of table.querySelectorAll("tbody td:not([colspan]):not(:empty)")) {
        const shown = getComputedStyle(cell, "::before").content;
        const wanted = heads[cell.cellIndex];
        if (wanted && shown !== JSON.stringify(wanted + ": ")) unnamed.push([wanted, shown]);
        said.push(shown);
      }
    }
    return {unnamed: unnamed.slice(0, 5), said: said.length};
    """
    told = use(narrow, tmp_path, script)
    assert told["unnamed"] == []
    assert told["said"] > 500
