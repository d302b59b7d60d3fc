from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from simsocial.analysis.comparison import write_effects
from simsocial.analysis.effects_files import write_effect_files
from simsocial.analysis.results import Results
from simsocial.core.errors import RunError
from simsocial.report import figures
from simsocial.report.answer import answer
from simsocial.report.catalog import Catalog
from simsocial.report.page import write_report
from simsocial.report.run_view import run_table
from simsocial.report.texts import Texts
from tests.unit.report.stored import write_results


class Balanced(HTMLParser):
    """Checks that tags are closed in order and collects text."""

    void = frozenset({"meta", "link", "br", "img", "input", "hr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.text.append(data)


def read(path) -> tuple[str, str]:
    page = path.read_text(encoding="utf-8")
    parser = Balanced()
    parser.feed(page)
    assert parser.open == []
    return page, re.sub(r"\s+", " ", " ".join(parser.text))


@pytest.fixture(scope="module")
def page(written):
    return read(written)


def test_the_page_is_one_file_that_loads_nothing(page):
    source, _ = page
    without_namespaces = re.sub(r'xmlns(:\w+)?="[^"]*"', "", source)
    assert not re.search(r"(?:src|href)=[\"'](?!#)", without_namespaces)
    assert "@import" not in source
    assert source.count("<svg") >= 8


def test_the_answer_comes_before_everything_else(page):
    _, text = page
    order = [
        "Wenn-Dann-Aussage, keine Vorhersage",
        "Die Antwort in fünf Minuten Kita-Netz",
        "Was sich wie gewünscht ändern soll",
        "Zweimal gefunden: in den ersten 12 Läufen entdeckt",
        "Was es kostet und wer zahlt",
        "Wer entscheidet, bis wann",
        "Was vermutet wurde",
        "Wartelisten 2027–2031",
        "Wirkungen stehen in effects.csv",
        "Jeder Wert mit Spanne, Quelle und Güte",
        "Zeichenerklärung",
        "Prüfsumme Programm",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_it_says_what_changes_with_interval_and_verdict(page):
    _, text = page
    assert re.search(
        r"Auslastung der Kitas, Planungsraum E \(Zielwert mindestens 85 %: nicht erreicht\)", text
    )
    assert re.search(r"\+1[34],\d \+1\d,\d bis \+1\d,\d ●\s?im Sinne des Ziels", text)
    assert "○\xa0entgegen" in text or "○ entgegen" in text
    assert "ohne Wertung" in text


def test_every_horizon_figure_says_what_stands_for_the_years(page):
    _, text = page
    for part in (
        "Veränderung in EUR, Summe 2027–2031",
        "Warteliste Personen, Mittel 2027–2031",
        "Warteliste – Personen, Mittel 2027–2031",
    ):
        assert part in text
    assert re.search(
        r"Kosten des Landkreises .*EUR.* \(Summe 2027–2031\) .* \(Summe 2027–2031\) Rückfluss .* Beschluss",
        text,
    )


def test_it_says_who_decides_until_when(page):
    _, text = page
    assert "Beschluss spätestens bis" in text
    assert "Februar 2025 (bei Erstellung bereits verstrichen)" in text
    assert "Wer muss an den Tisch: Gemeinde, Landkreis und Träger" in text


def test_suspected_effects_appear_with_their_state(page):
    _, text = page
    assert "Zwei Orte verlieren ihre Kita. gefunden" in text
    assert "Überschuss der Träger Träger verlieren Deckung. nicht im Modell" in text
    assert "Andere Wege zur Kita. durch Annahme ausgeschlossen" in text


def test_a_suspicion_stated_as_excluded_but_touched_says_so(page):
    _, text = page
    stated = "vorab als ausgeschlossen angegeben, im Modell aber berührt"
    assert f"Späterer Heimeinzug wird erwartet. geprüft, nicht gefunden; {stated}" in text


def test_assumptions_stand_with_range_source_and_grade(page):
    _, text = page
    assert "fertility.total_fertility_rate 1,243 (ab 2024-01)" in text
    assert "Faktor 0,88 bis 1,12" in text
    assert "0,02 (beim Aufruf gesetzt)" in text
    assert "Tabelle nach Geschlecht und Alter" in text


def test_every_indicator_carries_its_validation_label(page):
    _, text = page
    for word in ("Rückrechnung", "an Thüringer Zahlen geprüft", "plausibel", "ungeprüft"):
        assert word in text


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("kreis", "am Basisjahr geprüft"),
        ("thueringen", "am Basisjahr geprüft"),
        ("musterkreis", "an Thüringer Zahlen geprüft"),
        ("folder", "an Thüringer Zahlen geprüft"),
    ],
)
def test_figures_of_thueringen_say_nothing_of_a_region_with_tables_of_its_own(
    copied, without_figures, kind, label
):
    path = copied / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["scenarios"]["status_quo"]["config"] = {"region": {"kind": kind}}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    _, text = read(write_report(copied))
    labels = {"am Basisjahr geprüft", "an Thüringer Zahlen geprüft"}
    assert {one for one in labels if one in text} == {label}


@pytest.mark.parametrize("language", ["de", "en"])
def test_ids_of_changed_values_stand_among_the_assumptions_alone(copied, without_figures, language):
    changed = {
        "id": "services.day_group.take_up.table", "unit": "share", "kind": "factor", "old": 1.0, "new": 1.5,
        "since": "2027-08", "until": "", "where": "", "low": 0.9, "high": 1.1, "outside": True,
    }  # fmt: skip
    path = copied / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["scenarios"]["kita_netz"]["parameters"] = [changed]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    source, _ = read(write_report(copied, language))
    first, assumptions = source.split('<section id="assumptions">')
    assert changed["id"] not in first
    assert assumptions.count(changed["id"]) == 1
    beyond = {"de": "ein Wert liegt außerhalb", "en": "one value lies outside"}[language]
    assert beyond in first


def test_it_names_the_call_that_draws_its_pictures(page, written):
    calls = set(re.findall(r"simsocial\.report\.figures\.(\w+)\(", page[0]))
    assert calls == {"draw_figure", "write_figures"} <= set(figures.__all__)
    assert {path.stem for path in (written.parent / "figures").glob("*.svg")} >= {"standing", "purses"}


def test_it_says_how_it_was_run(page):
    _, text = page
    for part in (
        "simsocial compare status_quo kita_netz tagespflege",
        "5f3a",
        "90cd",
        "mesa 3.3.1",
        "12 + 12",
    ):
        assert part in text


def test_the_german_page_has_no_english_words_but_in_sources(page):
    source, _ = page
    words = r"\b(?:the|of|and|with|from|share|year|years|undated|grade|people|places|straight|line)\b"
    texts = re.sub(r"<(style|script|svg|code)\b.*?</\1>", "", source, flags=re.DOTALL)
    for row in re.findall(r"<tr.*?</tr>|<p.*?</p>|<li.*?</li>|<h\d.*?</h\d>", texts, re.DOTALL):
        cells = re.sub(r"<[^>]+>", " ", row)
        assert not re.search(words, cells), cells


def test_the_english_page_is_english(copied, without_figures):
    _, text = read(write_report(copied, "en"))
    assert "The answer in five minutes" in text
    assert "what-if statement" in text.lower()
    assert not re.search(r"\b(?:Nebenwirkung|Wertung|Kennzahl|Annahmen)\b", text)


def test_texts_of_users_are_escaped(copied, without_figures):
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    manifest["scenarios"]["kita_netz"]["title"] = {"de": "<script>alert(1)</script>", "en": "x"}
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    source, _ = read(write_report(copied, "de"))
    assert "<script>alert(1)" not in source
    assert html.escape("<script>alert(1)</script>") in source


def test_few_runs_are_said_to_be_few(tmp_path, without_figures):
    folder = write_results(tmp_path / "few", replicates=3)
    write_effects(folder)
    _, text = read(write_report(folder, "de"))
    assert "Mit 3 Rechnungen lässt sich nichts prüfen" in text
    assert "Warum? Mit so wenigen Rechnungen nicht zu sagen." in text
    assert "Wie sicher ist das? Mit so wenigen Rechnungen nicht zu sagen." in text


def test_failed_runs_are_mentioned(copied, without_figures):
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    manifest["runs"][0]["state"] = "failed"
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    _, text = read(write_report(copied, "de"))
    assert "Fehlgeschlagene Läufe fehlen in allen Zahlen" in text


def test_a_single_scenario_gives_levels_instead_of_effects(tmp_path, without_figures):
    folder = write_results(tmp_path / "alone", options=False)
    write_effects(folder)
    _, text = read(write_report(folder, "de"))
    assert "Musterkreis, 2027–2031: Weiter wie bisher" in text
    assert "Weiter wie bisher nach Jahren" in text
    run, level, hint = answer(folder, "de")
    assert level.replace("\N{NO-BREAK SPACE}", " ") == "Einwohner: 92.000 (2027) → 86.000 (2031), −6,7 %"
    assert run.endswith("Läufe: 24.")
    assert "simsocial compare" in hint


def test_the_answer_has_three_lines_with_figures_and_verdicts(stored):
    lines = answer(stored, "de")
    assert [line.split(":")[0] for line in lines] == ["Ziele", "Nebenwirkungen", "Kosten und Beschluss"]
    assert "im Sinne des Ziels" in lines[0]
    assert "Beschluss spätestens bis Januar 2027 (Träger)" in lines[2]
    for line in lines:
        assert "Kita-Netz" in line
        assert "Tagespflege" in line


def test_answer_page_and_table_say_which_level_no_figure_tells(copied, without_figures):
    path = copied / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for entry in manifest["indicators"]:
        if entry["id"] == "informal_care_hours":
            entry["not_identified"] = ["staff.care_nurse.turnover_rate"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    write_effects(copied)
    effects = pd.read_csv(copied / "effects.csv")
    assert set(effects.loc[effects["identified"] == "not identified", "indicator"]) == {"informal_care_hours"}
    assert "Höhe nicht bestimmt" in answer(copied, "de")[0]
    assert "(Höhe nicht bestimmt)" in read(write_report(copied, "de"))[1]


def test_the_answer_counts_side_effects_by_verdict(stored):
    assert re.search(r"Tagespflege: \d entgegen, .*, darunter .*, entgegen", answer(stored, "de")[1])


def test_the_answer_is_there_in_english(stored):
    assert answer(stored, "en")[0].startswith("Targets: Kita network")


def test_the_answer_of_many_options_has_no_longest_length(copied):
    """Fluent takes no more than 2,500 letters at one place of a text."""
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    effects = Results(copied).effects
    more = [effects]
    for number in range(12):
        manifest["scenarios"][f"more_{number}"] = manifest["scenarios"]["kita_netz"]
        more.append(effects[effects["scenario"] == "kita_netz"].assign(scenario=f"more_{number}"))
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_effect_files(pd.concat(more), copied)
    assert max(map(len, answer(copied, "de"))) > 2500


def test_effects_are_read_back_as_they_were_written(stored):
    results = Results(stored)
    read_back = results.effects
    assert read_back["group"].map(type).eq(str).all()
    assert (
        read_back["suspected"].isin(["", "found", "too_few", "not_found", "excluded", "not_in_model"]).all()
    )
    assert pd.api.types.is_float_dtype(read_back["low"])


def test_single_runs_are_not_taken_for_the_table(copied):
    """They may be those of other settings; an interrupted command writes the table of its own."""
    (copied / "runs").mkdir()
    (copied / "indicators.parquet").rename(copied / "runs" / "other.parquet")
    with pytest.raises(RunError, match=r"indicators\.parquet is missing: .* command writes it"):
        _ = Results(copied).indicators


def test_a_folder_without_results_is_a_clear_error(tmp_path):
    with pytest.raises(RunError, match=r"no manifest\.json"):
        Results(tmp_path)


def test_kinds_of_sites_that_stand_for_a_missing_table_are_named(copied):
    stored = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    note = {"de": "sites: kita, anderes (Güte D)", "en": "sites: kita, other (grade D)"}
    stored["region"]["defaults_used"] = [note]
    (copied / "manifest.json").write_text(json.dumps(stored), encoding="utf-8")
    catalog = Catalog(Texts("de"), stored)
    told = [row.cells[1] for row in run_table(catalog, Results(copied)).rows]
    assert f"sites: {catalog.services['kita']}, anderes (Güte D)" in told
