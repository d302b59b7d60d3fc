"""Names from tables and scenarios stay texts: no script in a page, no formula in a picture or table."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pandas as pd

from simsocial.analysis.comparison import write_effects
from simsocial.analysis.results import Results
from simsocial.core.inert import inert_table
from simsocial.report.page import write_report

HOSTILE = '$x$ <script>alert(1)</script>"onload="x" --> ]]> &amp; id="a" =1+1'


class Tags(HTMLParser):
    """The names of all tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_names_of_tables_and_scenarios_stay_texts_in_page_and_pictures(copied):
    path = copied / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["region"]["title"] = {"de": HOSTILE, "en": HOSTILE}
    manifest["region"]["areas"] = dict.fromkeys(manifest["region"]["areas"], HOSTILE)
    for number, entry in enumerate(manifest["scenarios"].values()):
        entry["title"] = {"de": f"{HOSTILE}{number}", "en": HOSTILE}
        for measure in (entry.get("measures") or {}).values():
            measure["title"] = {"de": HOSTILE}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    page = write_report(copied, "de").read_text(encoding="utf-8")
    found = Tags(page)
    assert "script" not in found.tags
    assert "onload" not in found.attributes
    assert "&lt;script&gt;alert(1)" in page
    pictures = list(copied.rglob("*.svg"))
    assert pictures
    texts = []
    for picture in pictures:
        tree = ET.parse(picture)
        assert not [element for element in tree.iter() if element.tag.endswith("script")]
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
        texts += [text for element in tree.iter() if (text := element.text)]
    # With two dollar signs the text would have been set as mathematics.
    assert any("$" in text for text in texts)


def test_texts_that_look_like_formulas_are_no_formulas_in_tables(copied, tmp_path):
    effects = pd.DataFrame({"scenario": ["=1+1", "a"], "value": [-1.5, 2.0], "lower": ["-0.5", "@SUM(A1)"]})
    path = tmp_path / "effects.csv"
    inert_table(effects).to_csv(path, index=False)
    rows = list(csv.reader(path.open(encoding="utf-8")))
    assert rows[1:] == [["'=1+1", "-1.5", "-0.5"], ["a", "2.0", "'@SUM(A1)"]]


def test_effects_of_a_scenario_named_like_a_formula_are_read_back(copied):
    write_effects(copied)
    path = copied / "effects.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    inert_table(table.assign(scenario="=1+1")).to_csv(path, index=False)
    assert "'=1+1" in path.read_text(encoding="utf-8")
    (copied / "effects.parquet").unlink()
    assert set(Results(copied).effects["scenario"]) == {"=1+1"}
