"""Who gains and who loses, and three households, in plain words of both languages."""

from __future__ import annotations

import pytest

from simsocial.analysis.who import compute_who
from simsocial.report.catalog import Catalog
from simsocial.report.page import write_report
from simsocial.report.texts import Texts
from simsocial.report.who import who_view
from tests.unit.analysis.planted_persons import person_table, write_twins
from tests.unit.analysis.test_who import OPTION


@pytest.fixture
def tables(tmp_path):
    """Four pairs, so that no number is below three."""
    pairs = [(person_table(), person_table(OPTION, gone=(10,)))] * 2
    plan = write_twins(tmp_path, pairs)
    return plan, *compute_who(tmp_path, plan)


def test_groups_in_which_nothing_changes_have_no_line(tables):
    plan, who, stories = tables
    view = who_view(Catalog(Texts("de"), plan), who, stories, "option")
    names = [row.cells[0] for row in view.table.rows]
    assert names[:2] == ["alle", "Planungsraum"]
    assert {"Alleinerziehende", "ärmstes Fünftel", "0 bis 2 Jahre"} <= set(names)
    calm = who_view(Catalog(Texts("de"), plan), who.assign(gained=0.0, lost=0.0, both=0.0), stories, "option")
    assert [row.cells[0] for row in calm.table.rows] == ["alle"]


def test_one_month_is_one_month(tables):
    plan, who, stories = tables
    once = stories.assign(change=stories["change"].where(stories["change"] != -6, -1))
    told = " ".join(who_view(Catalog(Texts("de"), plan), who, once, "option").stories)
    assert "Kita: 1 Monat weniger ohne Platz" in told


def test_numbers_of_a_group(tables):
    plan, who, stories = tables
    view = who_view(Catalog(Texts("en"), plan), who, stories, "option")
    assert view.table.rows[0].cells == (
        "everybody", "9", "3 [3–3]", "<3 [<3–<3]", "<3", "<3", "3", "+1", "+3.33"
    )  # fmt: skip
    assert "From 2 runs. Not compared: <3 people who die or leave in one world only" in view.note


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "de",
            [
                "Größter Gewinn: Haushalt in Planungsraum E (Alleinerziehende; ärmstes Fünftel; ",
                "Alter: 25 bis 39 Jahre und 0 bis 2 Jahre)",
                "Kita: 6 Monate weniger ohne Platz in der Region",
                "Kita: 6 Monate länger versorgt",
            ],
        ),
        ("en", ["Largest gain: Household in ", "Kita: 6 months fewer without a place in the region"]),
    ],
)
def test_stories_are_told_in_plain_words(tables, language, parts):
    plan, who, stories = tables
    told = who_view(Catalog(Texts(language), plan), who, stories, "option").stories
    assert len(told) == 3
    for part in parts:
        assert part in told[0]


def test_a_household_that_is_two_examples_is_told_once(tmp_path):
    change = {0: {"months_kita_waiting": 0}}
    plan = write_twins(tmp_path, [(person_table(), person_table(change))])
    who, stories = compute_who(tmp_path, plan)
    (only,) = who_view(Catalog(Texts("de"), plan), who, stories, "option").stories
    assert only.startswith("Größter Gewinn und In der Mitte der Betroffenen:")


def test_without_person_tables_there_is_no_table(tables):
    plan, who, stories = tables
    view = who_view(Catalog(Texts("de"), plan), who.iloc[:0], stories.iloc[:0], "option")
    assert (view.table.rows, view.note, view.stories) == ([], "", ())


@pytest.mark.usefixtures("without_figures")
def test_the_report_shows_both(copied, tables):
    _, who, stories = tables
    assert "Drei künstliche Haushalte" not in write_report(copied).read_text(encoding="utf-8")
    who.assign(scenario="kita_netz").to_csv(copied / "who.csv", index=False)
    stories.assign(scenario="kita_netz").to_csv(copied / "who_stories.csv", index=False)
    page = write_report(copied).read_text(encoding="utf-8")
    assert page.count("Drei künstliche Haushalte") == 1
    assert "Größter Verlust: Haushalt in" in page
