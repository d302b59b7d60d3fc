"""``list`` and ``diff`` show registries whole: as CSV, and on a terminal."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import yaml

from simsocial.cli.listing import rows_of
from simsocial.cli.printed_rows import print_rows
from simsocial.experiment import known
from simsocial.scenario import Scenario
from tests.unit.cli.standing_in import Call


@pytest.fixture
def few_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the packaged scenarios two, and a user's own: each takes a moment to compose."""
    of_group = known.group_options

    def few(group: str) -> list[str]:
        if group != "scenarios":
            return of_group(group)
        return sorted({"kita_netz", "status_quo", *(path.stem for path in Path("scenarios").glob("*.yaml"))})

    monkeypatch.setattr(known, "group_options", few)


@pytest.mark.usefixtures("few_scenarios")
@pytest.mark.parametrize(
    ("topic", "entry"),
    [
        ("indicators", "births"),
        ("services", "nursery"),
        ("measures", "merge_sites"),
        ("parameters", "mortality.death_probability"),
        ("scenarios", "kita_netz"),
        ("processes", "mortality"),
        ("columns", "persons.care_grade"),
        ("people", "lone_parent"),
        ("people", "age_{}_{}"),
        ("people", "care_progression"),
    ],
)
def test_lists_are_csv_where_nobody_looks(call: Call, topic: str, entry: str) -> None:
    code, out, _ = call("list", topic)
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    ids = [row["id"] for row in rows]
    assert entry in ids
    assert ids == sorted(set(ids))
    assert call("list", topic, "--csv")[1] == out


@pytest.mark.usefixtures("few_scenarios")
@pytest.mark.parametrize("topic", ["laws", "scenarios", "indicators"])
def test_a_file_is_the_same_whatever_language_is_spoken(call: Call, topic: str) -> None:
    Path("scenarios").mkdir()
    Path("scenarios", "falsch.yaml").write_text("titel: x\n", encoding="utf-8")
    german, english = (call("--lang", spoken, "list", topic)[1] for spoken in ("de", "en"))
    assert german == english
    assert call("list", topic, "--language", "de")[1] != english


def test_measures_and_units_are_read_in_german() -> None:
    (merge,) = [row for row in rows_of("measures", "de") if row["id"] == "merge_sites"]
    assert merge["summary"].startswith("Schließt die genannten Einrichtungen")
    german, english = (
        {row["id"]: row["unit"] for row in rows_of("parameters", language)} for language in ("de", "en")
    )
    unit = "fertility.total_fertility_rate"
    assert (german[unit], english[unit]) == ("Kinder je Frau", "children per woman")


@pytest.mark.usefixtures("few_scenarios")
def test_a_faulty_scenario_is_one_marked_row(call: Call) -> None:
    Path("scenarios").mkdir()
    for name, text in (("falsch", "titel: x\n"), ("lang", "title: Lang\nhorizon: {end: 2045-12}\n")):
        Path("scenarios", f"{name}.yaml").write_text(text, encoding="utf-8")
    code, out, _ = call("list", "scenarios")
    assert code == 0
    titles = {row["id"]: row["title"] for row in csv.DictReader(io.StringIO(out))}
    assert titles["lang"] == "Lang"
    assert titles["falsch"].startswith(
        "Error: scenarios/falsch.yaml: Unknown key 'titel'. Did you mean 'title'?"
    )
    assert "kita_netz" in titles


OWN = """
title: {de: Zwei Vorhaben und ein Ereignis, en: Two plans and an event}
measures:
  neu: {kind: open_site, start: 2028-02, decided_by: provider, lever: negotiation, site: neu_1, site_kind: kita,
    place: e_ort, provider: gemeinden, licensed_places: 12}
  raeume: {kind: resize_site, start: 2028-08, decided_by: kreis, lever: plan, site: kita_e1, change: 4,
    capital_cost_eur: {low: 100, typical: 300, high: 500, source: x, grade: C}, capital_payers: {kreis: 1.0},
    running_cost_eur_per_year: 20, running_payers: {kreis: 1.0}}
  wohnungen: {kind: phased_housing, decided_by: municipality, lever: none, place: c_stadt,
    phases: {2029-06: 2, 2030-06: 3}, capital_per_dwelling_eur: {low: 10, typical: 20, high: 40, source: x, grade: C},
    capital_payers: {municipality: 1.0}}
"""


@pytest.mark.usefixtures("few_scenarios")
def test_scenarios_say_who_decides_and_what_is_stated_to_cost_with_your_own_first(call: Call) -> None:
    Path("scenarios").mkdir()
    Path("scenarios", "zuletzt.yaml").write_text(OWN, encoding="utf-8")
    code, out, _ = call("scenarios", "--language", "en")
    assert code == 0
    first, *others = csv.DictReader(io.StringIO(out))
    assert (first["id"], first["origin"], first["title"]) == ("zuletzt", "own", "Two plans and an event")
    assert [(row["id"], row["origin"]) for row in others] == [
        ("kita_netz", "packaged"),
        ("status_quo", "packaged"),
    ]
    assert (first["measures"], first["events"], first["start"]) == ("3", "wohnungen", "2028-02")
    assert [first[f"one_off_eur{part}"] for part in ("_low", "", "_high")] == ["150", "400", "700"]
    assert [first[f"yearly_eur{part}"] for part in ("_low", "", "_high")] == ["20", "20", "20"]
    assert first["usual_building_cost"] == "neu"
    assert first["decided_by"] == "provider, Kreis"
    assert call("list", "scenarios", "--language", "en")[1] == out


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "de",
            """Anders ist „Kita E1, E2 und E3 in einem Neubau mit 70 Plätzen“:
   Beginn:
      kita_netz: August 2027
      later: August 2028
   Plätze:
      kita_netz: Kita, Planungsraum E: 401 → 361 (kita_e1 46 → 0, kita_e2 36 → 0, kita_e3 28 → 0, kita_e_neu 0 → 70)
      later: Kita, Planungsraum E: 401 → 321 (kita_e1 46 → 0, kita_e2 36 → 0, kita_e3 28 → 0, kita_e_neu 0 → 30)
   Stellen:
      kita_netz: Erzieherinnen und Erzieher −6,8 VZÄ
""",
        ),
        ("en", "   Decide by:\n      kita_netz: April 2026\n      later: November 2027\n"),
    ],
)
def test_diff_says_first_what_a_planner_reads(call: Call, language: str, said: str) -> None:
    Path("later.yaml").write_text(
        "defaults: [kita_netz, _self_]\n"
        "measures: {kita_e: {start: 2028-08, lead_months: 9, licensed_places: 30}}\n",
        encoding="utf-8",
    )
    code, out, _ = call("diff", "kita_netz", "later.yaml", "--language", language)
    assert code == 0
    assert said in out
    assert out.index(said) < out.index("key,first,second,unit")


def test_diff_names_a_measure_that_does_not_fit_the_region(call: Call) -> None:
    code, _, err = call("diff", "status_quo", "kita_netz", "region=kreis", "region.name=Greiz")
    assert code == 2
    assert "measures.kita_e.place: 'e_dorf1' is no place of this region" in err


def test_diff_says_in_which_keys_two_scenarios_differ(call: Call) -> None:
    Path("later.yaml").write_text(
        "defaults: [kita_netz, _self_]\nmeasures: {kita_e: {start: 2028-08, lead_months: 9}}\n",
        encoding="utf-8",
    )
    code, out, _ = call("diff", "kita_netz", "later.yaml", "--csv")
    assert code == 0
    assert "measures.kita_e.start,2027-08,2028-08," in out.splitlines()
    assert out.startswith("key,first,second,unit\n")
    assert call("diff", "kita_netz", "kita_netz", "--language", "de")[1] == "Kein Unterschied.\n"
    Path("births.yaml").write_text(
        "defaults: [kita_netz, _self_]\nparameters: {fertility: {male_share: 0.515}}\n"
    )
    assert (
        "parameters.fertility.male_share,0.5138,0.515,share of births"
        in call("diff", "kita_netz", "births.yaml")[1]
    )
    Path("wage.yaml").write_text(
        "defaults: [status_quo, _self_]\n"
        "measures: {wage: {kind: change_value, start: 2028-01, decided_by: land, lever: own_act, op: multiply, by: 1.1,"
        " id: services.kita.cost.per_fte_eur_per_year, where: {area: E}}}\n"
    )
    out = call("diff", "status_quo", "wage.yaml", "--language", "de")[1]
    assert out.startswith(
        "Nur in wage:\n einen Wert ändern (wage)\n   Art: einen Wert ändern\n   Beginn: Januar"
    )
    assert (
        "values.services.kita.cost.per_fte_eur_per_year from 2028-01 in E,66400.0,73040.0,EUR per FTE and year"
        in out
    )
    code, _, err = call("diff", "kita_netz", "kita_nezt")
    assert code == 2
    assert "'kita_netz'" in err


def test_parameters_say_what_a_measure_can_change_of_them_and_how_far(call: Call) -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(call("list", "parameters")[1]))}
    price, table, base = (
        rows[name]
        for name in (
            "services.kita.cost.per_fte_eur_per_year", "mortality.death_probability", "migration.arrival_profile",
        )
    )  # fmt: skip
    assert (price["change"], price["per"]) == ("set add multiply cap", "area place site provider")
    assert (float(price["lowest"]), float(price["highest"])) == (0.0, 730_000.0)
    assert (table["change"], table["per"], base["change"], base["lowest"]) == ("multiply", "", "", "")


def test_lists_speak_both_languages(call: Call) -> None:
    german, english = (call("list", "services", "--language", language)[1] for language in ("de", "en"))
    assert "Tagespflege" in german
    assert "Tagespflege" not in english


@pytest.mark.parametrize(
    ("language", "label"), [("de", "Einrichtungen zusammenlegen"), ("en", "merge sites")]
)
def test_measures_show_an_example_that_is_a_scenario(call: Call, language: str, label: str) -> None:
    rows = {
        row["id"]: row
        for row in csv.DictReader(io.StringIO(call("list", "measures", "--language", language)[1]))
    }
    assert rows["merge_sites"]["label"] == label
    for kind, row in rows.items():
        (measure,) = Scenario.from_config(kind, yaml.safe_load(row["example"])).measures.values()
        assert measure.kind == kind


def test_sites_of_a_region_are_listed(call: Call) -> None:
    _, out, _ = call("list", "sites")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(out))}
    assert rows["kita_e1"]["kind"] == "kita"
    assert int(rows["kita_e1"]["licensed_places"]) > 0
    code, _, err = call("list", "indicators", "region=kreis")
    assert code == 2
    assert "Valid" in err


@pytest.mark.parametrize("topic", ["indicators", "parameters", "scenarios", "sites"])
def test_a_list_on_a_terminal_of_100_columns_cuts_no_id(
    topic: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = rows_of(topic, "de")
    assert len(rows) > 20
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    print_rows(rows, as_csv=False)
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 100
    assert [row["id"] for row in rows if str(row["id"]) not in shown.replace("\n", "")] == []
