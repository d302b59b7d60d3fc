import csv
import shutil

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from simsocial.core.errors import ParameterError
from simsocial.parameters.budget_files import CURVES
from simsocial.parameters.budget_tables import (
    FOLDER,
    FORMS,
    budget_dates,
    budget_row,
    load_budget_tables,
)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "budgets")
    return tmp_path / "budgets"


def change_types(folder, change):
    with (folder / "types.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows = change(rows)
    with (folder / "types.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0] if rows else ["date", "type"])
        writer.writeheader()
        writer.writerows(rows)


def change_curves(folder, change):
    table = parquet.read_table(folder / "curves.parquet")
    parquet.write_table(change(table), folder / "curves.parquet")


def test_tables_are_read_only_finite_and_the_same_object_when_asked_again():
    tables = load_budget_tables()
    assert load_budget_tables() is tables
    assert tables.curves.shape[1:] == (len(tables.knots), len(CURVES))
    assert tables.curve_of.shape == tables.constants.shape[:2]
    for array in tables:
        assert np.all(np.isfinite(array))
        with pytest.raises(ValueError, match="read-only"):
            array[:1] = 0


def test_files_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 600_000


def test_the_last_date_holds_on_and_months_before_the_first_are_refused():
    first, *_, last = budget_dates()
    assert budget_row(last + 300) == len(budget_dates()) - 1
    with pytest.raises(ParameterError, match=r"not known in 2023. Valid: from 2024 on"):
        budget_row(first - 1)


def test_a_knot_lies_at_or_below_every_bin():
    tables = load_budget_tables()
    bins = 10.0 * np.arange(len(tables.knot_below))
    assert np.all(tables.knots[tables.knot_below] <= bins)
    assert np.all(tables.knots[tables.knot_below + 1] > bins - 500 * (bins >= tables.knots[-1]))


def test_mixtures_that_are_not_tabulated_have_that_of_the_nearest_ages():
    codes = load_budget_tables().codes
    couple = codes[FORMS.index("couple_one_earner")]
    assert couple[4, 0, 0] == couple[2, 2, 0]
    assert couple[0, 0, 4] == couple[0, 2, 2]
    assert couple[0, 5, 5] == couple[0, 3, 2]
    assert codes[FORMS.index("pensioner_single_long"), 0, 1, 0] == codes[FORMS.index("one_earner"), 0, 1, 0]


def test_a_rent_level_that_is_not_tabulated_is_refused():
    with pytest.raises(ParameterError, match=r"rent level 7 is not tabulated. Valid: 1, 2, 3, 4"):
        load_budget_tables(7)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda rows: [row | {"supplement": "many"} for row in rows],
            "types.csv, row 2: supplement 'many' is invalid",
        ),
        (
            lambda rows: [row | {"child_benefit": "-1"} for row in rows],
            "row 2: child_benefit '-1' is invalid",
        ),
        (
            lambda rows: [{k: v for k, v in row.items() if k != "adults"} for row in rows],
            "column 'adults' is missing",
        ),
        (lambda rows: rows[1:], "are not numbered 0 to"),
        (lambda rows: [], "the table is empty"),
        (lambda rows: [row | {"form": "coupel_minijob"} for row in rows], "Did you mean 'couple_minijob'"),
        (
            lambda rows: [row | {"form": "single"} for row in rows],
            "no type of form 'couple_one_earner' with 0 children",
        ),
    ],
)
def test_a_fault_in_the_types_is_named_with_file_and_row(folder, change, message):
    change_types(folder, change)
    with pytest.raises(ParameterError, match=message):
        load_budget_tables(folder=folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.drop_columns(["income_tax"]), "curves.parquet: column 'income_tax' is missing"),
        (lambda table: table.slice(1), "the rows do not go by date"),
        (lambda table: table.replace_schema_metadata({}), "the metadata give no unit of 'income_tax'"),
        (
            lambda table: table.set_column(
                table.column_names.index("gross_eur"),
                "gross_eur",
                pa.array(table["gross_eur"].to_numpy() + 1),
            ),
            "gross_eur is invalid. Valid: multiples of 10 from 0",
        ),
    ],
)
def test_a_fault_in_the_curves_is_named(folder, change, message):
    change_curves(folder, change)
    with pytest.raises(ParameterError, match=message):
        load_budget_tables(folder=folder)


@pytest.mark.parametrize("name", ["types.csv", "curves.parquet"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(ParameterError, match=f"{name}: this table does not exist"):
        load_budget_tables(folder=folder)
