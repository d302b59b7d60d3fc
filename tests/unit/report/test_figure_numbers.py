"""Every picture has its figures beside it and names the call that draws it, and the calls do so."""

from __future__ import annotations

import html
import re
import shutil

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.comparison import write_effects
from simsocial.core.errors import RunError
from simsocial.report import figures
from simsocial.report.catalog import Catalog
from simsocial.report.figure_numbers import course_numbers, pyramid_numbers, supply_numbers
from simsocial.report.page import write_report
from simsocial.report.texts import Texts
from tests.unit.analysis.planted import indicator, manifest
from tests.unit.report.stored import write_results


@pytest.fixture(scope="module")
def page(written):
    return written.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The report of the status quo alone."""
    folder = write_results(tmp_path_factory.mktemp("alone") / "probe", options=False)
    write_effects(folder)
    return write_report(folder, "en").read_text(encoding="utf-8")


def figures_of(page: str) -> list[str]:
    return re.findall(r"<figure>.*?</figure>", page, re.DOTALL)


def named(source: str) -> list[str]:
    """Return the figures whose calls stand in a piece of a page."""
    calls = re.findall(r"<code>simsocial\.report\.figures\.draw_figure\((.*?)\)</code>", source)
    return [html.unescape(call).split(", ")[1].strip('"') for call in calls]


@pytest.mark.parametrize("which", ["page", "alone"])
def test_every_figure_has_a_table_beside_it(request, which):
    source = request.getfixturevalue(which)
    found = figures_of(source)
    assert found
    for figure in found:
        if "<table" in figure:
            continue
        (target,) = re.findall(r'<p class="small on-screen"><a href="#([^"]+)"', figure)
        (at,) = [match.start() for match in re.finditer(rf'<\w+[^>]* id="{target}"', source)]
        kind = source[at + 1 : source.index(" ", at)]
        assert "<table" in source[at : source.index(f"</{kind}>", at)], target


def test_each_figure_names_a_call_that_draws_it(page, written, tmp_path):
    folder = shutil.copytree(written.parent, tmp_path / "again")
    names = named(page)
    assert len(names) == len(set(names)) == len(figures_of(page)) >= 8
    assert set(names) == {path.stem for path in (folder / "figures").glob("*.svg")}
    for path in (folder / "figures").iterdir():
        path.unlink()
    for name in names:
        picture = figures.draw_figure(folder, name)
        assert picture.svg.read_bytes() == (written.parent / "figures" / f"{name}.svg").read_bytes()


def test_the_cost_of_a_profile_says_in_what_it_is_told(alone):
    at = alone.index('"cost_by_payer"')
    assert re.search(r"<t[dh][^>]*>[^<]* \(EUR\)</t[dh]>", alone[alone.rindex("<figure>", 0, at) : at])


def test_a_figure_that_the_results_do_not_have_is_a_clear_error(copied):
    with pytest.raises(RunError, match=r"'population_pyramide' is no figure .* 'population_pyramid'"):
        figures.draw_figure(copied, "population_pyramide")
    with pytest.raises(RunError, match=r"^'regret' is no figure of these results\. (?!.*'regret')"):
        figures.draw_figure(copied, "regret")


def test_a_course_of_months_is_told_by_the_mean_of_the_year_and_its_highest_month():
    catalog = Catalog(Texts("en"), manifest([indicator("w", unit="persons")], scenarios={"option": {}}))
    months = [f"2027-{month:02}" for month in range(1, 13)]
    rows = [
        {"scenario": name, "indicator": "w", "period": period, "mean": 10.0 + 24.0 * (period == "2027-07"),
         "low": 0.0, "high": 40.0}
        for name in ("status_quo", "option")
        for period in months
    ]  # fmt: skip
    table = course_numbers(catalog, pd.DataFrame(rows), {"w": "Waiting"}, ["status_quo", "option"], 60)
    assert [row.cells[2] for row in table.rows] == ["12 (34)", "0 to 40"]
    assert table.rows[0].cells[1] == "Option and Option"


def test_the_years_of_a_line_have_the_same_decimals():
    catalog = Catalog(Texts("en"), manifest([indicator("w", unit="persons")], scenarios={"option": {}}))
    rows = [
        {"scenario": "status_quo", "indicator": "w", "period": year, "mean": mean, "low": mean - half,
         "high": mean + half}
        for year, mean, half in (("2027", 401.0, 0.0), ("2028", 400.94, 0.2), ("2029", 397.62, 9.0))
    ]  # fmt: skip
    table = course_numbers(catalog, pd.DataFrame(rows), {"w": "Waiting"}, ["status_quo"], 60)
    assert [row.cells[2:] for row in table.rows] == [
        ("401.0", "400.9", "397.6"), ("401.0 to 401.0", "400.7 to 401.1", "388.6 to 406.6"),
    ]  # fmt: skip


def test_the_pyramid_adds_up_by_five_years_of_age():
    persons = np.full((2, 101), 10.0)
    persons[1] *= 2.0
    catalog = Catalog(Texts("de"), manifest([]))
    table = pyramid_numbers(catalog, ("2026", "2031"), (persons, 2.0 * persons))
    assert table.columns == ("Alter", "Männer 2026", "Männer 2031", "Frauen 2026", "Frauen 2031")
    assert table.rows[0].cells == ("0 bis 4", "50", "100", "100", "200")
    assert table.rows[-2].cells == ("100 und älter", "10", "20", "20", "40")
    assert table.rows[-1].cells[1:] == ("1.010", "2.020", "2.020", "4.040")


def test_small_counts_stay_hidden_in_the_table_of_places():
    catalog = Catalog(Texts("de"), manifest([]))
    areas = pd.DataFrame({"supply": [40.0, np.nan], "unmet": [1.4, 7.0]}, index=["E", "F"])
    table = supply_numbers(
        catalog, {"status_quo": areas}, [("supply", "Plätze"), ("unmet", "ohne"), ("x", "x")]
    )
    assert [row.cells[2:] for row in table.rows] == [("40", "<3", "."), (".", "7", ".")]
