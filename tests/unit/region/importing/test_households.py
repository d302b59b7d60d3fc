"""Households by size, as rows or columns."""

from __future__ import annotations

import pytest

from simsocial.core.errors import RegionError


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("households_down.csv", [[1, 4000], [2, 3500], [3, 1500], [4, 700], [5, 300]]),
        ("households_across.csv", [[1, 50], [2, 35], [3, 15]]),
    ],
)
def test_sizes_are_rows_or_columns_and_totals_are_checked(read, name, table):
    imported = read("households", name)
    assert imported.tables["households"].to_numpy().tolist() == table
    assert imported.notes.checked
    assert not imported.notes.differences


def test_a_missing_size_is_named(read, tmp_path):
    path = tmp_path / "haushalte.csv"
    path.write_text("Größe;Anzahl\n1 Person;5\n3 Personen;6\n", encoding="utf-8")
    with pytest.raises(RegionError, match=r"haushalte\.csv: '1, 3' is not valid\. Valid: every size from 1"):
        read("households", path)
