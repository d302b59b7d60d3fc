"""Results as a researcher asks for them: pairs by the same dice, persons in both worlds, arrays with units."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.results import Results
from simsocial.core.errors import RunError

INDICATORS = [
    {"id": "births", "unit": "persons", "label": {"de": "Geburten", "en": "births"}},
    {"id": "deaths", "unit": "persons", "label": {"de": "Todesfälle", "en": "deaths"}},
]


def rows():
    """Values that tell where they come from: scenario, replicate, year, area."""
    for number, scenario in enumerate(("quo", "idea")):
        for replicate in range(2):
            for year in range(2):
                for area, offset in (("region", 0.0), ("E", 0.5)):
                    value = 100.0 * number + 10.0 * replicate + year + offset
                    yield scenario, replicate + 7, replicate, str(2027 + year), area, "births", value


@pytest.fixture
def results(tmp_path):
    names = ["scenario", "draw", "replicate", "period", "area", "indicator", "value"]
    table = pd.DataFrame(rows(), columns=names).assign(period_kind="year", group_kind="all", group="all")
    table["numerator"], table["denominator"] = table["value"], 1.0
    table.to_parquet(tmp_path / "indicators.parquet", index=False)
    config = {"report": {"language": "de"}}
    runs = [
        {"key": f"{name}{k}", "scenario": name, "replicate": k, "state": "finished"}
        for name in ("quo", "idea")
        for k in (0, 1)
    ]
    content = {
        "reference": "quo", "scenarios": {"quo": {"config": config}, "idea": {"config": config}},
        "indicators": INDICATORS, "runs": runs,
    }  # fmt: skip
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "persons").mkdir()
    for key, people in (("quo0", [1, 2]), ("idea0", [1, 3])):
        pd.DataFrame(
            {
                "scenario": key[:-1],
                "draw": 7,
                "replicate": 0,
                "person_key": people,
                "months_kita_served": people,
            }
        ).to_parquet(tmp_path / "persons" / f"{key}.parquet", index=False)
    return Results(tmp_path)


def test_pairs_share_dice(results):
    found = results.paired("births", "E")
    assert found["effect"].tolist() == [100.0] * 4
    assert found["reference"].tolist() == [0.5, 1.5, 10.5, 11.5]
    assert found["draw"].tolist() == [7, 7, 8, 8]


def test_what_is_not_there_is_told(results):
    with pytest.raises(RunError, match="Did you mean 'births'"):
        results.paired("birth")
    with pytest.raises(RunError, match="not stored for 'F'"):
        results.paired("births", "F")
    with pytest.raises(RunError, match="'quo' is no option"):
        results.persons("quo")


def test_arrays_have_coordinates_names_and_units(results):
    found = results.to_xarray(["births"])
    births = found["births"]
    assert births.dims == ("scenario", "replicate", "period", "area")
    assert births.attrs == {"long_name": "Geburten", "units": "persons"}
    assert float(births.sel(scenario="idea", replicate=1, period="2028", area="E")) == 111.5
    assert found["draw"].to_numpy().tolist() == [7, 8]
    effect = births.sel(scenario="idea") - births.sel(scenario="quo")
    assert np.all(effect == 100.0)


def test_tables_have_names_and_units(results):
    found = results.to_pandas(["births"])
    assert set(found["label"]) == {"Geburten"}
    assert set(found["unit"]) == {"persons"}
    assert len(found) == 16


def test_persons_stand_beside_themselves(results):
    found = results.persons("idea").set_index("person_key")
    assert found["world"].to_dict() == {1: "both", 2: "quo", 3: "idea"}
    assert found.loc[1, ["months_kita_served", "months_kita_served_reference"]].tolist() == [1, 1]
    assert set(found["replicate"]) == {0}


def test_drawn_values_have_a_column_each(tmp_path, results):
    drawn = {
        "draw": [0, 0, 1, 1],
        "scenario": ["", "idea"] * 2,
        "parameter": ["a", "b"] * 2,
        "value": [1.0, 2.0, 3.0, 4.0],
    }
    pd.DataFrame(drawn).to_parquet(tmp_path / "draws.parquet", index=False)
    found = results.draw_values()
    assert found.to_dict("list") == {"a": [1.0, 3.0], "idea: b": [2.0, 4.0]}


def test_it_shows_what_it_is_and_a_plot(results):
    assert repr(results).endswith(": quo, idea; 4 of 4 runs>")
    axes = results.plot("births", "E")
    quo, idea = axes.get_lines()
    assert quo.get_ydata().tolist() == [5.5, 6.5]
    assert idea.get_label() == "idea"
    assert axes.get_title() == "Geburten"
