"""A comparison with a null measure finds nothing: every row untouched, nowhere an effect."""

from __future__ import annotations

from simsocial.analysis.comparison import write_effects
from simsocial.analysis.results import Results
from tests.workflow.workplace import finished, manifest, run, table, write_workplace

VALUES = ["numerator", "denominator", "value"]


def test_a_null_measure_is_untouched_in_every_row(tmp_path, monkeypatch):
    monkeypatch.chdir(write_workplace(tmp_path))
    folder = run("status_quo", "nichts", replicates=5)
    rows = table(folder)
    without, with_null = (
        rows[rows["scenario"] == name][VALUES].reset_index(drop=True) for name in ("status_quo", "nichts")
    )
    assert without.equals(with_null)
    write_effects(folder)
    effects = Results(folder).effects
    assert len(effects) > 100
    assert set(effects["test"]) == {"untouched"}
    assert set(effects["role"]) <= {"none"}
    for column in ("effect", "low", "high"):
        assert (effects[column].fillna(0.0) == 0.0).all()
    assert len(finished(folder)) == 20
    assert {run["state"] for run in manifest(folder)["runs"]} == {"finished"}
