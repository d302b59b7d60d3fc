"""The recorder's table against a naive computation from the counts of every month."""

from __future__ import annotations

import copy
import math
import tracemalloc

import numpy as np
import pandas as pd
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.roots import packaged_root
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.design import Run
from simsocial.experiment.store import RunFiles
from simsocial.indicators.cells import Cells
from simsocial.indicators.counts import Counts
from simsocial.indicators.known import cells_of, indicators
from simsocial.indicators.margins import AGE_GROUPS, MARGINS
from simsocial.indicators.shares import GROUPS
from simsocial.model import recorder as module
from simsocial.model.recorder import Recorder
from simsocial.model.run_table import ROW_LIMIT
from simsocial.model.schedule import known_processes
from simsocial.services.catalogue import Catalogue
from tests.unit.model.measures import measure

OWN_AREAS = 3
HORIZONS = sorted(path.stem for path in (packaged_root("conf") / "horizon").glob("*.yaml"))
START, MONTHS = "2024-03", 20  # two part years and none whole: 2024-03 to 2025-10


@pytest.fixture(scope="module")
def recorded(small_model):
    """A run's indicators, the naive numbers of each month, and the run's table."""
    model = small_model(measure("close_site"), start=START, end="2025-10")
    chosen = indicators(model.catalogue)
    monthly = {indicator.id: [] for indicator in chosen}
    while model.running:
        model.step()
        counts = copy.deepcopy(model.counts).by_slot()
        for indicator in chosen:
            monthly[indicator.id].append(indicator.count(counts))
    return model, {one.id: one for one in chosen}, monthly, model.recorder.frame()


def naive_cell(indicator, pair, area, group):
    """Numerator and denominator of one area (None: region) and group (None: all) in one month."""

    def cut(values):
        values = np.asarray(values)
        if group is not None:
            return int(values[OWN_AREAS + group])
        return int(values[:OWN_AREAS].sum() if area is None else values[area])

    numerator, denominator = pair
    return cut(numerator), 1 if denominator is None else cut(denominator)


def naive_year(indicator, cells, calendar_months):
    """Make one number of the months of a year, as the indicator's rule says in words."""
    if indicator.key_month is not None:
        place = calendar_months.index(indicator.key_month) if indicator.key_month in calendar_months else -1
        return cells[place]
    if indicator.sum_over_time == "last":
        return cells[-1]
    if indicator.sum_over_time == "sum":
        return sum(cell[0] for cell in cells), cells[-1][1]
    return sum(cell[0] for cell in cells), sum(cell[1] for cell in cells)


def check(rows, expected, scale):
    assert len(rows) == 1
    row = rows.iloc[0]
    assert (row["numerator"], row["denominator"]) == expected
    if expected[1] == 0:
        assert math.isnan(row["value"])
    else:
        assert row["value"] == pytest.approx(expected[0] / expected[1] * scale, rel=1e-12)


def test_every_month_of_the_region(recorded):
    _, chosen, monthly, table = recorded
    rows = table[table["period_kind"] == "month"]
    assert len(rows) == sum(not indicator.at_key_date for indicator in chosen.values()) * MONTHS
    assert (rows["area"] == "region").all()
    labels = [f"{2024 + (2 + n) // 12}-{(2 + n) % 12 + 1:02}" for n in range(MONTHS)]
    for name, own in rows.groupby("indicator", observed=True):
        assert own["period"].tolist() == labels
        expected = [naive_cell(chosen[name], pair, None, None) for pair in monthly[name]]
        assert list(zip(own["numerator"], own["denominator"], strict=True)) == expected, name


@pytest.mark.parametrize(("year", "months"), [("2024", range(2, 12)), ("2025", range(10))])
def test_every_year_of_region_and_areas(recorded, year, months):
    model, chosen, monthly, table = recorded
    first = 0 if year == "2024" else 10
    rows = table[(table["period"] == year) & (table["group_kind"] == "all")]
    assert len(rows) == len(chosen) * 4
    for code, area in enumerate(["region", *model.region.areas["area"]]):
        own = rows[rows["area"] == area].set_index("indicator")
        for name, indicator in chosen.items():
            cells = [
                naive_cell(indicator, pair, code - 1 if code else None, None)
                for pair in monthly[name][first : first + len(months)]
            ]
            expected = naive_year(indicator, cells, [month + 1 for month in months])
            check(own.loc[[name]], expected, indicator.scale)


def test_every_group_of_the_region(recorded):
    _, chosen, monthly, table = recorded
    rows = table[(table["period"] == "2025") & (table["group_kind"] != "all")]
    grouped = {name: one for name, one in chosen.items() if one.groups}
    assert set(rows["indicator"]) == set(grouped)
    labels = {kind: len(MARGINS[kind].labels) for one in grouped.values() for kind in one.groups}
    assert len(rows) == sum(labels[kind] for one in grouped.values() for kind in one.groups)
    groups = {("sex", name): place for place, name in enumerate("mf")}
    groups |= {("age_group", name): 2 + place for place, name in enumerate(AGE_GROUPS)}
    for (kind, name), place in groups.items():
        own = rows[(rows["group_kind"] == kind) & (rows["group"] == name)].set_index("indicator")
        for identifier, indicator in grouped.items():
            if kind not in indicator.groups:
                continue
            cells = [naive_cell(indicator, pair, None, place) for pair in monthly[identifier][10:]]
            check(own.loc[[identifier]], naive_year(indicator, cells, list(range(1, 11))), indicator.scale)


def empty_frame(catalogue, areas, start, end):
    """The table of a run that counted nothing, with all rows it would have."""
    recorder = fresh(catalogue, areas, start, end)
    for month in range(month_index(start), month_index(end) + 1):
        recorder.record(month)
    return recorder.frame().astype({"period": str, "area": str})


@pytest.mark.parametrize("horizon", [name for name in HORIZONS if name != "planning"])
@pytest.mark.parametrize("areas", [8, 22])
def test_no_longer_run_of_the_musterkreis_or_the_land_has_more_than_40000_rows(catalogue, horizon, areas):
    settings = compose_scenarios(["status_quo"], [f"horizon={horizon}"])["status_quo"]["horizon"]
    names = tuple(f"{code:02}" for code in range(areas))
    table = empty_frame(catalogue, names, settings["start"], settings["end"])
    assert len(table) <= ROW_LIMIT == 40_000
    last = table[table["period"] == settings["end"][:4]]
    assert set(last["area"]) == {"region", *names}


def test_a_planning_period_of_five_years_is_kept_whole(catalogue):
    table = empty_frame(catalogue, ("a", "b"), "2027-01", "2031-12")
    every = indicators(catalogue)
    by_month = sum(not one.at_key_date for one in every)
    groups = sum(len(MARGINS[kind].labels) for one in every for kind in one.groups)
    assert len(table) == by_month * 60 + len(every) * 5 * 3 + groups * 5


def test_a_tail_has_months_first_areas_and_groups_in_some_years_and_the_region_in_all(catalogue):
    table = empty_frame(catalogue, ("a", "b"), "2027-03", "2045-12")
    months = table[table["period_kind"] == "month"]
    assert (months["period"].min(), months["period"].max(), months["period"].nunique()) == (
        "2027-03",
        "2032-02",
        60,
    )
    years = table[table["period_kind"] == "year"]
    region = years[(years["area"] == "region") & (years["group_kind"] == "all")]
    assert sorted(region["period"].unique()) == [str(year) for year in range(2027, 2046)]
    some = ["2027", "2028", "2029", "2030", "2031", "2036", "2041", "2045"]
    for part in (years[years["area"] == "b"], years[years["group_kind"] == "sex"]):
        assert sorted(part["period"].unique()) == some


def test_population_is_written_for_every_years_end(recorded):
    model, _, _, table = recorded
    people = model.recorder.population_frame({})
    assert people["date"].unique().tolist() == ["2024-12-31"]
    total = table[(table["period"] == "2024-12") & (table["indicator"] == "population")]["numerator"].item()
    assert people["persons"].sum() == total
    assert len(people) == 3 * 2 * 101


def test_latest_is_the_month_recorded_last(recorded):
    model, chosen, _, table = recorded
    last = table[(table["period"] == "2025-10")].set_index("indicator")["value"]
    for name, indicator in chosen.items():
        # Of what is counted at the year's end, October says nothing.
        expected = math.nan if indicator.at_key_date else last[name]
        assert model.recorder.latest(name) == pytest.approx(expected, nan_ok=True)


def test_a_small_buffer_changes_nothing(catalogue, monkeypatch):
    """Years evaluated as they end, with a snapshot in between, give the tables of all months at once."""
    start, half, end = "2027-06", "2029-02", "2031-03"
    whole = record(fresh(catalogue, ("a", "b", "c"), start, end), start, end)
    monkeypatch.setattr(module, "BUFFER_BYTES", 1)
    begun = record(fresh(catalogue, ("a", "b", "c"), start, end), start, half)
    again = fresh(catalogue, ("a", "b", "c"), start, end)
    again.resume(begun.recorded())
    record(again, "2029-03", end)
    assert [len(one.recorded().folded) for one in (whole, begun, again)] == [0, 2, 4]
    pd.testing.assert_frame_equal(whole.frame(), again.frame())
    assert whole.population_frame({}).equals(again.population_frame({}))


def test_40_kinds_in_22_areas_keep_to_the_budget_in_memory_and_on_disk(catalogue, tmp_path):
    """At most 64 MB while ten years are recorded and made a table, and 1.5 MB on disk for a run of five years."""
    copies = [copied(catalogue["adult_day_care"], code) for code in range(40 - len(catalogue))]
    many = Catalogue([*catalogue, *copies])
    tracemalloc.start()
    try:
        record(fresh(many, AREAS, "2027-01", "2036-12"), "2027-01", "2036-12").frame()
        assert tracemalloc.get_traced_memory()[1] < 64e6
    finally:
        tracemalloc.stop()
    recorder = record(fresh(many, AREAS, "2027-01", "2031-12"), "2027-01", "2031-12")
    table = recorder.frame()
    assert len(table) > 100_000
    files = RunFiles(tmp_path, "run")
    files.write(Run("quo", 0, 0, "run"), table, recorder.population_frame({}), None)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.parquet")) < 1.5e6


def test_margins_of_many_cells_keep_to_the_budget(catalogue):
    """Four margins make hundreds of cells: twelve months of 20 kinds as they are counted would take 140 MB."""
    known_processes()
    copies = [copied(catalogue["adult_day_care"], code) for code in range(20 - len(catalogue))]
    many = Catalogue([*catalogue, *copies])
    cells = Cells(("sex", "age_group", "household_type", "care_grade"), GROUPS)
    counts = Counts(AREAS, many.ids, many.qualifications, cells)
    assert 12 * sum(cube.nbytes for _, cube in counts.cubes()) > 128e6
    tracemalloc.start()
    try:
        recorder = Recorder(counts, indicators(many), month_index("2027-01"), month_index("2028-12"))
        record(recorder, "2027-01", "2028-12")
        assert tracemalloc.get_traced_memory()[1] < 64e6
    finally:
        tracemalloc.stop()


AREAS = tuple(f"a{code}" for code in range(22))


def copied(kind, code):
    """Return a kind of another name with sites of its own."""
    return kind.model_copy(update={"id": f"{kind.id}_{code}", "site_kind": f"{kind.site_kind}_{code}"})


def fresh(catalogue, areas, start, end):
    """Return a recorder of a horizon, with the events of all processes."""
    known_processes()
    counts = Counts(areas, catalogue.ids, catalogue.qualifications, cells_of(indicators(catalogue)))
    return Recorder(counts, indicators(catalogue), month_index(start), month_index(end))


def record(recorder, start, end):
    """Record random counts by month, where a sixth of the cells of cases and a quarter of those of money are used."""
    counts = recorder._counts
    for month in range(month_index(start), month_index(end) + 1):
        dice = np.random.default_rng(month)
        for name, cube in counts.cubes():
            used = {"cases": 0.16, "claims": 0.16, "money": 0.25}.get(name, 1.0)
            large = 10**8 if name == "money" else 60
            if name in ("reached", "shares"):
                shape = (*cube.shape[:2], len(counts.areas), counts.cells.at_key_dates.number)
                cube[...] = 0
                if month % 12 == 11:
                    cube[...] = counts.cells.at_key_dates.by_slot(dice.integers(0, 2, shape))
                continue
            cube[...] = dice.integers(0, large, cube.shape) * (dice.random(cube.shape) < used)
        recorder.record(month)
    return recorder
