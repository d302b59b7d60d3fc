from __future__ import annotations

import csv
import json

import pandas as pd
import pytest

from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import effect_rows
from simsocial.report.catalog import Catalog
from simsocial.report.documents.change_rows import change_rows
from simsocial.report.documents.course_rows import course_rows
from simsocial.report.documents.csv_files import write_csv_files
from simsocial.report.numbers import Numbers
from simsocial.report.texts import Texts


def test_the_german_form_opens_in_a_german_spreadsheet(german, results, tmp_path):
    changes, courses = write_csv_files(german, results, tmp_path)
    assert changes.read_bytes().startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(changes, sep=";", decimal=",", encoding="utf-8-sig")
    assert "Veränderung" in table.columns
    assert len(pd.read_csv(courses, sep=";", decimal=",", encoding="utf-8-sig"))


def test_both_forms_hold_the_same_numbers(german, results, tmp_path):
    english = Catalog(Texts("en"), results.manifest)
    one, two = (
        write_csv_files(catalog, results, tmp_path)[1].read_text(encoding="utf-8-sig").splitlines()[1:]
        for catalog in (german, english)
    )
    numbers = [[cell.replace(",", ".") for cell in line.split(";")[3:]] for line in one]
    assert numbers == [line[3:] for line in csv.reader(two)]


def test_every_change_is_the_stored_one_but_for_rounding(german, results):
    numbers = Numbers(german)
    stored = {
        (
            german.scenario(row.scenario),
            row.indicator,
            german.place(row.area) or german.area("region"),
            numbers.time(row.indicator, row.period),
            row.period.count("-"),
        ): row
        for row in effect_rows(results.effects[results.effects["group_kind"] == "all"])
    }
    found = 0
    for row in change_rows(german, results.effects, results.options):
        if not isinstance(row.effect, float):
            continue
        # The last of several years and that year alone have one name.
        named = (row.option, row.indicator, row.place, row.time)
        candidates = [stored[(*named, several)] for several in (0, 1) if (*named, several) in stored]
        factor = numbers.table_scale(row.indicator).factor
        assert any(abs(row.effect - one.effect * factor) <= 0.51 * 10.0**-row.decimals for one in candidates)
        found += 1
    assert found > 20


def test_rows_without_any_difference_and_groups_are_left_out(german, results):
    rows = list(change_rows(german, results.effects, results.options))
    touched = results.effects[
        (results.effects["test"] != "untouched") & (results.effects["group_kind"] == "all")
    ]
    assert {row.indicator for row in rows} == set(touched["indicator"])
    yearly = [row for row in rows if "–" not in row.time and "20" in row.time]
    assert {row.place for row in rows} > {german.area("region")}
    assert yearly


def test_courses_hold_each_indicator_of_each_scenario(german, results):
    rows = list(course_rows(german, results))
    assert len(rows) == len(german.ids) * 3
    assert all(len(row.values) == 5 for row in rows)


def test_small_counts_of_people_are_not_told(german, results):
    table = results.region_years
    table = table.assign(value=table["value"].where(table["indicator"] != "adult_day_care_waiting", 1.5))
    results_with_few = type("Few", (), {"region_years": table, "reference": results.reference, "options": []})
    values = [
        row.values
        for row in course_rows(german, results_with_few)
        if row.indicator == "adult_day_care_waiting"
    ]
    assert values == [("<3",) * 5]


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "@sum"])
def test_titles_of_users_are_no_formulas(copied, tmp_path, title):
    path = copied / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["scenarios"]["kita_netz"]["title"] = {"de": title, "en": title}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    results = Results(copied)
    written, _ = write_csv_files(Catalog(Texts("de"), results.manifest), results, tmp_path)
    assert f"\n'{title};" in written.read_text(encoding="utf-8-sig")
