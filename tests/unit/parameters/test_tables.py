import numpy as np
import pytest

from simsocial.core.errors import ParameterError
from simsocial.parameters.tables import read_table


def write(folder, text):
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_age_bands_fill_single_years_in_order_male_female(tmp_path):
    path = write(tmp_path, "sex,age_from,age_to,value,source\nf,0,100,2,x\nm,0,17,0,x\nm,18,100,1,x\n")
    (entry,), labels = read_table(path, ("sex", "age"))
    assert entry.value.shape == (2, 101)
    assert entry.value[0, 17] == 0
    assert entry.value[0, 18] == 1
    assert np.all(entry.value[1] == 2)
    assert labels == {}


def test_dates_become_entries_of_the_history_in_order(tmp_path):
    path = write(tmp_path, "year,kind,value,source\n2021,b,3,x\n2021,a,4,x\n2018,b,1,x\n2018,a,2,x\n")
    history, labels = read_table(path, ("kind",))
    assert [entry.holds_from // 12 for entry in history] == [2018, 2021]
    assert labels == {"kind": ("b", "a")}
    assert history[0].value.tolist() == [1, 2]


def test_a_table_cannot_be_written_to(tmp_path):
    (entry,), _ = read_table(write(tmp_path, "kind,value,source\na,1,x\n"), ("kind",))
    with pytest.raises(ValueError, match="read-only"):
        entry.value[0] = 2


def test_fill_completes_cells_without_row(tmp_path):
    (entry,), _ = read_table(write(tmp_path, "grade,value,source\n3,1,x\n"), ("grade",), fill=0.0)
    assert entry.value.tolist() == [0, 0, 0, 1, 0, 0]


def test_an_edited_file_is_read_again(tmp_path):
    path = write(tmp_path, "kind,value,source\na,1,x\n")
    read_table(path, ("kind",))
    path.write_text("kind,value,source\na,25,x\n", encoding="utf-8")
    assert read_table(path, ("kind",))[0][0].value.tolist() == [25]


@pytest.mark.parametrize(
    ("text", "dims", "message"),
    [
        ("kind,value\na,1\n", ("kind",), "column 'source' is missing"),
        ("kind,valeu,source\na,1,x\n", ("kind",), "column 'value' is missing. Did you mean 'valeu'"),
        ("kind,value,source,colour\na,1,x,red\n", ("kind",), "column 'colour' is unknown"),
        ("kind,value,source\na,many,x\n", ("kind",), "row 2: value 'many' is not a number"),
        ("kind,value,source\na,1,x\na,2,x\n", ("kind",), "row 3: this cell already has a value"),
        ("sex,value,source\nm,1,x\n", ("sex",), "no value for sex f"),
        ("sex,value,source\nmale,1,x\n", ("sex",), "row 2: sex 'male' is invalid"),
        ("age_from,age_to,value,source\n0,101,1,x\n", ("age",), "ages 0 to 101 are invalid"),
        ("age_from,age_to,value,source\n0,90,1,x\n", ("age",), r"no value for age 91 \(10 cells\)"),
        ("year,sex,value,source\nlate,m,1,x\nlate,f,1,x\n", ("sex",), "'late' is no date"),
    ],
)
def test_a_fault_names_file_row_and_what_is_valid(tmp_path, text, dims, message):
    with pytest.raises(ParameterError, match=message):
        read_table(write(tmp_path, text), dims)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(ParameterError, match="does not exist"):
        read_table(tmp_path / "none.csv", ("sex",))
