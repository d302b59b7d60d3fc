from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser

import pytest

from simsocial.analysis.comparison import write_effects
from simsocial.analysis.results import Results
from simsocial.core.errors import ConfigError
from simsocial.report.sureness import Sureness
from simsocial.workshop.page import write_workshop
from tests.unit.report.stored import write_results

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Parsed(HTMLParser):
    """Tags closed in order, texts, labels and what they are for."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        if tag == "label":
            self.labelled.add(found["for"])
        if tag in ("input", "select", "textarea"):
            self.fields.add(found["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] and self.open[-1] not in ("style", "script"):
            self.text.append(data)


@pytest.fixture(scope="module")
def parsed(page) -> Parsed:
    return Parsed(page.read_text(encoding="utf-8"))


def data_of(page):
    found = re.search(r'id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    return json.loads(found[1])


def words_of(parsed, page):
    """All words that a reader may see, without the names that are filled in."""
    data = data_of(page)
    return re.sub(r"\{\w+\}", "", " ".join([*parsed.text, *data["words"].values(), *data["roles"]]))


def test_the_page_is_well_formed_and_each_field_has_a_label(parsed):
    assert parsed.open == []
    assert len(parsed.ids) == len(set(parsed.ids))
    assert parsed.fields
    assert parsed.fields - parsed.labelled == set()


def test_the_page_loads_nothing_and_may_not(page):
    source = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in source
    assert not re.search(r"(?:src|href)=[\"'](?!#)", source)
    assert "@import" not in source
    assert len(source) < 100_000


def test_nothing_in_the_page_is_english(parsed, page):
    told = words_of(parsed, page)
    english = r"\b(the|and|of|with|option|group|weight|ballot|reveal|hand|cost|minutes|vote|reference|change|range)\b"
    assert re.findall(english, told) == []


def test_in_english_nothing_is_german(results, tmp_path):
    folder = shutil.copytree(results.folder, tmp_path / "copy")
    page = write_workshop(folder, "en", ["kita_netz"])
    parsed = Parsed(page.read_text(encoding="utf-8"))
    told = words_of(parsed, page)
    assert re.findall(r"\b(der|die|das|und|nicht|Gruppe|Gewicht\w*|weiter|bisher|kaum)\b", told) == []
    assert [one["id"] for one in data_of(page)["options"]] == ["status_quo", "kita_netz"]


def test_the_assumptions_that_targets_hang_on_are_offered_to_be_challenged(results, tmp_path, monkeypatch):
    sure = Sureness(chance=40, assumptions=60, same_sign="", hangs_on=("Geduld (Güte D)",))
    monkeypatch.setattr("simsocial.workshop.page.sureness_of", lambda *_: sure)
    page = write_workshop(shutil.copytree(results.folder, tmp_path / "copy"), "de")
    assert (
        '<datalist id="assumptions"><option value="Geduld (Güte D)"></option></datalist>'
        in page.read_text(encoding="utf-8")
    )


def test_titles_with_markup_stay_text(tmp_path):
    folder = write_results(tmp_path / "probe")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["scenarios"]["kita_netz"]["title"]["de"] = "</script><script>alert(1)</script>"
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_effects(folder)
    page = write_workshop(folder, "de")
    assert "<script>alert" not in page.read_text(encoding="utf-8")
    assert data_of(page)["options"][1]["title"] == "</script><script>alert(1)</script>"


def test_an_option_that_was_not_compared_is_told(results):
    with pytest.raises(ConfigError, match=r"'kita_net' is no option.*kita_netz"):
        write_workshop(results, "de", ["kita_net"])


def test_results_without_options_are_told(tmp_path):
    folder = write_results(tmp_path / "allein", options=False)
    write_effects(folder)
    with pytest.raises(ConfigError, match=r"no options to weigh.*simsocial compare"):
        write_workshop(folder, "de")


def test_more_than_four_options_are_told_with_what_to_do(results):
    effects, names = results.effects, [f"o{k}" for k in range(5)]
    many = Results(results.folder)
    entry = results.manifest["scenarios"]["kita_netz"]
    many.__dict__["manifest"] = {
        **results.manifest,
        "scenarios": {
            "status_quo": results.manifest["scenarios"]["status_quo"],
            **dict.fromkeys(names, entry),
        },
    }
    many.__dict__["effects"] = effects.iloc[:5].assign(scenario=names)
    with pytest.raises(ConfigError, match=r"5 options.*--option NAME.*o0, o1, o2, o3, o4"):
        write_workshop(many, "de")
