from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from simsocial.analysis.effects_files import write_effect_files
from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.figure_map import draw_map, draw_map_pair
from simsocial.report.figure_purses import draw_purses
from simsocial.report.figure_standing import draw_standing
from simsocial.report.figure_waiting import chosen_lists
from simsocial.report.first_page import _table, first_page
from simsocial.report.goals import goals_of
from simsocial.report.main_service import main_area, main_service, touched_services
from simsocial.report.numbers import Numbers
from simsocial.report.page import write_report
from simsocial.report.sureness import sureness_of
from simsocial.report.texts import Texts
from simsocial.report.villages import farther_villages

OPTIONS = ("kita_netz", "tagespflege")


@pytest.fixture(scope="module", params=["de", "en"])
def catalog(request, results) -> Catalog:
    return Catalog(Texts(request.param), results.manifest)


@pytest.fixture(scope="module")
def german(results) -> Catalog:
    return Catalog(Texts("de"), results.manifest)


def test_the_service_is_that_of_the_first_target(german):
    assert main_service(german, OPTIONS) == "kita"
    assert main_service(german, OPTIONS[1:]) == "adult_day_care"
    assert main_area(german, OPTIONS) == "E"
    assert main_area(german, OPTIONS[1:]) == "region"


def test_an_option_about_no_service_has_none(german, results):
    scenarios = {"a": {"targets": [{"indicator": "population"}], "measures": {}}}
    other = Catalog(german.texts, {**results.manifest, "scenarios": scenarios})
    assert main_service(other, ["a"]) is None


def test_the_answer_goes_from_the_status_quo_to_the_option(german, results):
    card = first_page(german, results, OPTIONS).cards[0]
    row = goals_of(german, results.effects, "kita_netz")[0].line.head
    first, second = Numbers(german).levels(row)
    assert f"{first} → {second}" in card.answer[0]
    assert "nicht erreicht" in card.answer[0]
    assert card.matters[0].latest == "Februar 2025 (bei Erstellung bereits verstrichen)"


def test_what_the_same_people_decide_by_the_same_month_stands_together(results):
    manifest = json.loads(json.dumps(results.manifest))
    first, *_ = (measures := manifest["scenarios"]["kita_netz"]["measures"]).values()
    measures["second"] = first | {"title": {"de": "Zweites", "en": "second"}}
    measures["later"] = first | {"latest_decision_month": "2027-03"}
    measures["law"] = first | {"lever": "none"}
    measures["guessed"] = first | {
        "latest_decision_month": "2027-05",
        "lead_assumed": True,
        "lead_months": 12,
    }
    matters = first_page(Catalog(Texts("de"), manifest), results, OPTIONS[:1]).cards[0].matters
    assert [(matter.latest, len(matter.decisions)) for matter in matters] == [
        ("Februar 2025 (bei Erstellung bereits verstrichen)", 2),
        ("März 2027", 1),
        ("Mai 2027, Vorlauf angenommen", 1),
        ("", 1),
    ]
    assert matters[-1].decided_by == ""


def test_a_cost_that_too_few_computations_tell_is_not_stated(german, copied):
    few = Results(copied).effects.assign(test="rare", n=6, n_nonzero=5, low=float("nan"), high=float("nan"))
    write_effect_files(few, copied)
    card = first_page(german, Results(copied), OPTIONS).cards[0]
    assert card.answer[-1] == "Was es kostet, ist mit so wenigen Rechnungen nicht zu sagen."
    page = write_report(Results(copied), "de").read_text(encoding="utf-8")
    assert _programme_words(page) == []


def test_the_table_has_a_column_an_option_and_the_rows_that_are_asked_for(german, results):
    table = first_page(german, results, OPTIONS).table
    assert len(table.columns) == 3
    assert table.rows[0].cells[0] == "Ziel"
    assert "Landkreis, laufend netto (Summe 2027–2031)" in [row.cells[0] for row in table.rows]
    assert all(all(row.cells) for row in table.rows)


def test_a_row_says_of_which_service_and_what_is_next_to_nothing_has_no_figures(german, results):
    indicator, effects = german.concept("kita", "unmet"), results.effects
    tiny = effects["indicator"].eq(indicator) & effects["scenario"].eq("tagespflege")
    for relevance, is_said in ((0.5, True), (0.01, False)):
        few = {
            "test": "t",
            "low": -0.001,
            "high": 0.002,
            "effect": 0.001,
            "relevance": relevance,
            "role": "none",
        }
        told = effects.assign(**{name: effects[name].mask(tiny, value) for name, value in few.items()})
        rows = _table(german, told, OPTIONS).rows
        (row,) = [row for row in rows if row.cells[0].startswith(german.meta(indicator).label)]
        assert (row.cells[2] == "praktisch unverändert") is is_said


def test_what_another_figure_judges_is_told_with_it_where_its_own_range_says_otherwise(results):
    """Less running cost, clearly; with interest and repayment nothing is shown."""
    manifest, payer, judge = json.loads(json.dumps(results.manifest)), "cost_municipality", "cost_land"
    next(one for one in manifest["indicators"] if one["id"] == payer)["judged_by"] = judge
    told = results.effects
    for name, low, high in ((payer, -800_000.0, -400_000.0), (judge, -300_000.0, 200_000.0)):
        values = {
            "test": "t",
            "role": "target",
            "verdict": "neutral",
            "relevance": 1.0,
            "effect": (low + high) / 2,
        }
        mine = told["scenario"].eq("kita_netz") & told["indicator"].eq(name)
        values |= {"low": low, "high": high, "mean_low": low, "mean_high": high}
        told = told.assign(**{key: told[key].mask(mine, value) for key, value in values.items()})
    rows = _table(Catalog(Texts("de"), manifest), told, OPTIONS).rows
    (row,) = [one for one in rows if one.cells[0].startswith("Gemeinden, laufend")]
    assert "nicht bestätigt (mit Zins und Tilgung −300.000 bis" in row.cells[1]
    assert "mit Zins und Tilgung" not in row.cells[2]


def test_of_the_staff_the_qualification_with_most_vacant_posts_more_is_named(german, results):
    row = next(one for one in first_page(german, results, OPTIONS).table.rows if "Personal" in one.cells[0])
    assert row.cells[1] == "kein gesicherter Unterschied"
    assert row.cells[2].startswith("Unbesetzte Stellen in der Pflege: +4,")
    assert row.cells[2].endswith("entgegen")


def test_more_options_are_named_in_short_and_have_a_row_less(german, results):
    few, many = (first_page(german, results, names).table for names in (OPTIONS, OPTIONS * 2))
    assert many.columns[1] == "Kita-Netz"
    assert few.columns[1].startswith("Kita-Netz: ")
    assert len(many.rows) == len(few.rows) - 1


def test_why_names_what_was_suspected_and_found_and_what_is_missing(german, results):
    card = first_page(german, results, OPTIONS).cards[0]
    assert any("Zwei Orte verlieren ihre Kita (" in reason for reason in card.reasons)
    assert "Überschuss der Träger" in card.missing


def test_villages_from_which_the_nearest_house_is_farther_are_named(german, results):
    """Each of the eight places has a house; that of E closes, and the next is 3 km away."""
    (village,) = farther_villages(german, "kita_netz", "kita")
    assert (village.name, village.before, village.after) == ("Ort E", 0.0, 3.0)
    first, second = first_page(german, results, OPTIONS).cards
    assert first.villages == "Weiter zum nächsten Haus (Luftlinie): Ort E 0,0 → 3,0 km."
    assert second.villages == ""


@pytest.mark.parametrize(("travel", "word"), [("own", ""), ("assumed", ", aus Entfernungen geschätzt")])
def test_where_minutes_are_stored_villages_are_told_by_them(stored, results, travel, word):
    manifest = json.loads((stored / "manifest.json").read_text(encoding="utf-8"))
    manifest["region"]["travel"] = travel
    minutes = {"ort_e": [2, 9], "ort_f": [3, 4], "ort_a": [9, 2], "ort_b": [3, 4], "ort_c": [2, 3]}
    manifest["scenarios"]["kita_netz"]["nearest_minutes"] = {"kita": minutes}
    card = first_page(Catalog(Texts("de"), manifest), results, OPTIONS).cards[0]
    ways = "Ort E 2 → 9 min; Ort B 3 → 4 min; Ort C 2 → 3 min"
    assert card.villages == f"Weiter zum nächsten Haus (Fahrzeit mit dem Auto{word}): {ways}."


def test_it_stands_first_and_uses_no_word_of_the_programme(catalog, copied):
    # Hide effects behind large thresholds, so that the word for "too small" is among those that are looked at.
    write_effect_files(Results(copied).effects.assign(relevance=1e12), copied)
    page = write_report(Results(copied), catalog.texts.language).read_text(encoding="utf-8")
    assert page.index('id="first"') < page.index('id="answer"')
    assert _programme_words(page) == []


def _programme_words(page: str) -> list[str]:
    """Return the words on the first page that a committee does not know."""
    first = page[page.index('id="first"') : page.index('id="answer"')]
    text = re.sub(r"<svg.*?</svg>|<[^>]*>", " ", first, flags=re.DOTALL)
    return re.findall(r"\b(Läufe\w*|Replik\w*|replicates?|Relevanzschwelle|baseline)\b", text)


def test_the_map_marks_what_closes_and_opens(german, results, tmp_path):
    picture = draw_map(german, results.effects, "kita_netz", "kita", tmp_path)
    text = picture.svg.read_text(encoding="utf-8")
    for word in ("Ort E", "× Kita E", "★ Kita Neu", "schließt", "neu"):
        assert f">{word}<" in text


def test_what_closes_stands_on_the_map_before_and_after(german, results, tmp_path):
    picture = draw_map_pair(german, results.effects, "kita_netz", "kita", tmp_path)
    text = picture.svg.read_text(encoding="utf-8")
    assert [text.count(f">{label}<") for label in ("Kita E", "× Kita E", "★ Kita Neu")] == [1] * 3
    assert draw_map_pair(german, results.effects, "kita_netz", "home_care", tmp_path) is None


def test_areas_are_drawn_with_their_borders_where_places_lie_within(german, results, tmp_path):
    manifest = json.loads(json.dumps(results.manifest))
    square = [[-2.0, -2.0], [9.0, -2.0], [9.0, 12.0], [-2.0, 12.0], [-2.0, -2.0]]
    manifest["region"]["borders"] = {"E": [square]}
    drawn = draw_map(Catalog(german.texts, manifest), results.effects, "kita_netz", "kita", tmp_path)
    assert drawn.caption.startswith("Flächen: Planungsräume")
    manifest["region"]["borders"] = {"E": [[[x + 600.0, y + 5600.0] for x, y in square]]}
    elsewhere = draw_map(Catalog(german.texts, manifest), results.effects, "kita_netz", "kita", tmp_path)
    assert "Ohne Grenzen" in elsewhere.caption


def test_without_coordinates_there_is_no_map(german, results, tmp_path):
    manifest = json.loads(json.dumps(results.manifest))
    for place in manifest["region"]["places"]:
        place["x_km"] = None
    assert draw_map(Catalog(german.texts, manifest), results.effects, "kita_netz", "kita", tmp_path) is None


def test_places_and_demand_are_drawn_for_the_area(german, results, tmp_path):
    yearly = results.years_by_area(["kita_supply", "kita_demand", *german.ids])
    picture = draw_standing(german, yearly, "kita", "E", ["status_quo", *OPTIONS], tmp_path)
    assert "Planungsraum E" in picture.title
    assert "Nachfrage" in picture.svg.read_text(encoding="utf-8")


def test_purses_show_payers_whose_cost_changes_and_nothing_without_any(german, results, tmp_path):
    picture = draw_purses(german, results.effects, OPTIONS, tmp_path)
    assert german.payer("kreis") in picture.svg.read_text(encoding="utf-8")
    still = results.effects.assign(effect=0.0, test="untouched")
    assert draw_purses(german, still, OPTIONS, tmp_path) is None


def test_what_an_effect_hangs_on_is_read_from_the_draws(german, copied):
    # Each replicate as a draw of its own, with one assumption that is the effect itself.
    table = pd.read_parquet(copied / "indicators.parquet")
    table = table.assign(draw=table["replicate"])
    table.to_parquet(copied / "indicators.parquet", index=False)
    results = Results(copied)
    row = goals_of(german, results.effects, "kita_netz")[0].line.head
    own = table[(table["indicator"] == row.indicator) & (table["area"] == row.area)]
    assert row.period == "2027-2031"
    wide = own.pivot_table(index="draw", columns="scenario", values="value", observed=True)
    effect = wide["kita_netz"] - wide["status_quo"]
    draws = pd.DataFrame(
        {
            "draw": effect.index.repeat(2),
            "scenario": "",
            "parameter": ["services.kita.patience_months", "other"] * len(effect),
            "kind": "value",
            "value": [
                value
                for one, draw in zip(effect, effect.index, strict=True)
                for value in (one, (7 * draw) % 5)
            ],
        }
    )
    draws.to_parquet(copied / "draws.parquet", index=False)
    found = sureness_of(german, Results(copied), "kita_netz", row)
    assert found.hangs_on[0].startswith("Kita: wie lange jemand wartet (Güte D)")


def test_services_without_target_or_side_effect_have_no_picture_of_their_own(german, results):
    effects = results.effects.assign(role="none")
    assert touched_services(german, effects, OPTIONS) == ["kita"]
    effects.loc[effects["indicator"] == "nursing_home_demand", "role"] = "side_effect"
    assert touched_services(german, effects, OPTIONS) == ["kita", "nursing_home"]


def test_waiting_lists_that_differ_come_before_longer_ones():
    levels = pd.DataFrame(
        [
            {
                "indicator": f"list_{number}",
                "period": "2027-01",
                "scenario": name,
                "mean": 100.0 - number + extra,
            }
            for number in range(20)
            for name, extra in (("a", 0.0), ("b", 5.0 if number == 19 else 0.0))
        ]
    )
    shown = chosen_lists(levels)
    assert shown[:3] == ["list_19", "list_0", "list_1"]
    assert len(shown) == 6
