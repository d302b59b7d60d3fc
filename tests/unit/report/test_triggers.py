"""How often and when triggers fired: counted over all runs, in a table and in the answer."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from simsocial.analysis.results import Results
from simsocial.analysis.triggered import Triggered, triggered
from simsocial.report.answer import answer_lines
from simsocial.report.catalog import Catalog
from simsocial.report.decisions import decisions
from simsocial.report.page import write_report
from simsocial.report.texts import Texts
from simsocial.report.trigger_table import trigger_table

WAITS = {"indicator": "kita_occupancy", "area": "E", "below": 60.0, "months": 6, "hysteresis": 5.0,
         "set_by": {"de": "Kreistag", "en": "council"}}  # fmt: skip


@pytest.fixture
def planned(copied):
    """Two measures of an option wait; over 24 runs one fires in four and ends in one, the other never does."""
    path = copied / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    measures = manifest["scenarios"]["kita_netz"]["measures"]
    entry = {
        key: value
        for key, value in measures["kita_e"].items()
        if key not in ("start", "latest_decision_month")
    }
    measures["kita_e"] = entry | {"trigger": WAITS}
    measures["zweite"] = entry | {
        "title": {"de": "Zweite"},
        "trigger": {"site": "kita_e1", "above": 9.0, "months": 1},
    }
    path.write_text(json.dumps(manifest), encoding="utf-8")
    fired = [(0, "2028-03"), (1, "2027-09"), (2, "2028-01"), (3, "2029-02"), (3, "2030-05")]
    rows = [(number, "begins", month) for number, month in fired] + [(3, "ends", "2029-08")]
    table = pd.DataFrame(rows, columns=["replicate", "event", "month"])
    table.assign(scenario="kita_netz", draw=0, measure="kita_e", acts="").to_parquet(
        copied / "triggers.parquet"
    )
    return Results(copied)


def test_runs_in_which_it_fired_are_counted_once(planned):
    assert triggered(planned, "kita_netz") == [
        Triggered("kita_e", 24, 4, 1, "2027-09", "2028-01"),
        Triggered("zweite", 24, 0, 0, "", ""),
    ]
    assert triggered(planned, "tagespflege") == []


@pytest.mark.usefixtures("without_figures")
def test_the_report_says_for_what_a_measure_waits_and_when_it_came(planned):
    catalog = Catalog(Texts("de"), planned.manifest)
    table = trigger_table(catalog, planned, "kita_netz")
    first, second = (row.cells for row in table.rows)
    assert "Planungsraum E unter 60" in first[1]
    assert "6 Monate in Folge; endet bei 65" in first[1]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in first[2:]] == [
        "Kreistag", "30", "17 %", "September 2027", "Januar 2028", "4 %",
    ]  # fmt: skip
    assert second[1] == "belegte Plätze, Kita E1 über 9, ein Monat"
    assert second[2] == "Szenario; wer es vorgibt, ist dort nicht angegeben"
    assert trigger_table(catalog, planned, "tagespflege").rows == []
    assert {one.start for one in decisions(catalog, "kita_netz")} == {"wenn ausgelöst"}
    cost = answer_lines(catalog, planned)[-1].replace("\N{NO-BREAK SPACE}", " ")
    assert "ausgelöst in 17 % der Läufe, im mittleren Januar 2028, frühestens September 2027" in cost
    assert "„Zweite“ in keinem Lauf ausgelöst" in cost
    assert "Ereignis" not in cost
    assert "Worauf Maßnahmen warten" in write_report(planned, "de").read_text(encoding="utf-8")
