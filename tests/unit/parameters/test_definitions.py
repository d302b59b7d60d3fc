import pytest

from simsocial.core.errors import ParameterError
from simsocial.parameters.definitions import read_definitions

GOOD = {
    "unit": "years",
    "value": "2",
    "range": "[1, 3]",
    "source": "somewhere",
    "year": "2023",
    "grade": "A",
}


def definition(**changes):
    entry = {**GOOD, **changes}
    lines = [f"  {key}: {value}" for key, value in entry.items() if value is not None]
    return "\n".join(["field.name:", *lines]) + "\n"


def read(folder, text):
    path = folder / "field.yaml"
    path.write_text(text, encoding="utf-8")
    return read_definitions(path, folder)


def test_a_plain_definition_is_read(tmp_path):
    (parameter,) = read(tmp_path, definition())
    assert parameter.id == "field.name"
    assert parameter.value == 2
    assert parameter.range == (1, 3)
    assert parameter.range_kind == "absolute"
    assert not parameter.is_table


def test_dated_values_are_sorted_and_may_have_an_outlook(tmp_path):
    (parameter,) = read(tmp_path, definition(value="{2023: 2, 2015: 1.5}", outlook="{2023: 1.8}"))
    assert [entry.holds_from for entry in parameter.history] == [2015 * 12, 2023 * 12]
    assert [entry.outlook for entry in parameter.history] == [None, 1.8]


def test_a_table_has_a_factor_as_range(tmp_path):
    (tmp_path / "t.csv").write_text("sex,value,source\nm,1,x\nf,2,x\n", encoding="utf-8")
    (parameter,) = read(tmp_path, definition(value=None, table="t.csv", dims="[sex]", range="[0.9, 1.1]"))
    assert parameter.range_kind == "factor"
    assert parameter.value.tolist() == [1, 2]


def test_an_empty_file_defines_nothing(tmp_path):
    assert read(tmp_path, "") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (definition(soruce="x"), "key 'soruce' is unknown. Did you mean 'source'"),
        (definition(source=None), "key 'source' is missing"),
        (definition(unit='""'), "key 'unit' is missing"),
        (definition(value=None), "give either 'value' or 'table'"),
        (definition(value="true"), "'True' is not a number"),
        (definition(range="[1]"), "range must be a list of two numbers"),
        (definition(range="[3, 4]"), "lies outside its range"),
        (definition(range="[0.9, 1.1]", range_kind="factr"), "range_kind 'factr'"),
        (definition(grade="E"), "grade 'E' is not one of A, B, C, D"),
        (definition(grade="D", range="[2, 2]"), r"own assumption \(grade D\) needs a range"),
        (definition(value=".nan"), "not a finite number"),
        (definition(outlook="{2020: 1}", value="{2023: 2}"), "'outlook' gives a date"),
        (definition(value=None, table="t.csv"), "a table needs 'dims'"),
        (definition() + "  unit: months\n", "'unit' stands twice"),
        ("field.name: 3\n", "expected a mapping with the keys"),
        ("- a\n", "expected a mapping from parameter id"),
        ("a: [\n", "is no valid YAML"),
        (definition().replace("field.name", "Field"), "the id must be dotted"),
    ],
)
def test_a_fault_names_file_key_and_what_is_valid(tmp_path, text, message):
    with pytest.raises(ParameterError, match=message) as caught:
        read(tmp_path, text)
    assert "field.yaml" in str(caught.value)
