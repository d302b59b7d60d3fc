"""Tables are the same whatever the order of rows and the codes of texts; one value makes them different."""

from __future__ import annotations

import pandas as pd
import pytest

from simsocial.experiment.same_tables import same_table

TABLE = pd.DataFrame({"area": ["a", "b", "c"], "value": [1.0, float("nan"), 3.0]})


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (TABLE, True),
        (TABLE[::-1], True),
        (TABLE.astype({"area": "category"}), True),
        (TABLE.assign(value=[1.0, float("nan"), 3.0000000001]), False),
        (TABLE.assign(value=[1.0, 2.0, 3.0]), False),
        (TABLE[:2], False),
        (TABLE.rename(columns={"area": "place"}), False),
    ],
)
def test_rows_are_compared(tmp_path, other, same):
    paths = tmp_path / "one.parquet", tmp_path / "other.parquet"
    for path, table in zip(paths, (TABLE, other), strict=True):
        table.to_parquet(path, index=False)
    assert same_table(*paths) == same


def test_other_files_are_compared_to_the_byte(tmp_path):
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("a,b", encoding="utf-8")
    other.write_text("a,b", encoding="utf-8")
    assert same_table(one, other)
    other.write_text("b,a", encoding="utf-8")
    assert not same_table(one, other)
