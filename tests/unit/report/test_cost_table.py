"""The payers' ledger: a line a payer with what it costs to run, to build and in all."""

from __future__ import annotations

import numpy as np

from simsocial.report.catalog import Catalog
from simsocial.report.cost_table import cost_table
from simsocial.report.selection import rows_of
from simsocial.report.texts import Texts
from tests.unit.analysis.planted import PAIRS, effects_of, indicator, manifest

SPREAD = np.random.default_rng(6).normal(0.0, 1.0, PAIRS)


def cost(name: str, concept: str, payer: str = ""):
    return indicator(
        name, unit="EUR per year", field="finance", sum_over_time="sum", payer=payer, concept=concept,
        direction="down" if payer else "neutral", relevance=1_000.0, relevance_kind="absolute",
    )  # fmt: skip


METADATA = [
    cost("run_kreis", "operating_cost", "kreis"),
    cost("run_land", "operating_cost", "land"),
    cost("run", "operating_cost"),
    cost("built_kreis", "capital_cost", "kreis"),
    cost("built_local", "local_capital_cost"),
    cost("full_kreis", "full_cost", "kreis"),
]


def test_a_payer_has_one_line_with_all_its_costs():
    values = {
        "run_kreis": -36_000.0 + 500.0 * SPREAD,
        "run_land": np.zeros(PAIRS),
        "run": 20.0 * SPREAD,
        "built_kreis": np.full(PAIRS, 350_000.0),
        "built_local": np.full(PAIRS, 350_000.0),
        "full_kreis": 100.0 + 9_000.0 * SPREAD,
    }
    catalog = Catalog(Texts("de"), manifest(METADATA))
    effects = effects_of(values, metadata=METADATA)
    table, untouched = cost_table(catalog, rows_of(effects, "option", list(catalog.cost_lines())))
    assert table.caption == "Veränderung in EUR, Summe 2027–2031; in eckigen Klammern 5–95 %"
    rows = {row.cells[0]: row.cells[2:] for row in table.rows}
    assert list(rows) == ["kreis", "Landkreis und Gemeinden zusammen", "alle Kostenträger"]
    running, built, full = rows["kreis"]
    assert running.startswith("−180.000 [")
    assert running.endswith("●\N{NO-BREAK SPACE}im Sinne des Ziels")
    assert built == "+1.750.000 ○\N{NO-BREAK SPACE}entgegen"
    assert full.endswith(", kein gesicherter Unterschied")
    assert rows["Landkreis und Gemeinden zusammen"] == ("", "+1.750.000 ◆\N{NO-BREAK SPACE}ohne Wertung", "")
    assert rows["alle Kostenträger"][0] == "praktisch unverändert"
    assert untouched == "Laufende Kosten unverändert: land."
