"""Who gains, who loses: the lines of the table are those of rates that change, with the ratio as it is computed."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.equity import compute_equity
from simsocial.indicators.margins import MARGINS
from simsocial.people.income_groups import FIFTHS
from simsocial.report.catalog import Catalog
from simsocial.report.gains import gains_table
from simsocial.report.texts import Texts
from tests.unit.analysis.planted import PAIRS, YEARS, cells, indicator, manifest, table

LEVELS = np.array([500.0, 400.0, 450.0, 500.0, 550.0, 800.0])


@pytest.fixture(scope="module")
def compared():
    """Two rates; of the first the poorest fifth gains 40 of 400 and the richest loses 40 of 800."""
    rates = [
        indicator(
            name, unit="per 1,000 people it is open to", direction="up", sum_over_areas="ratio",
            sum_over_time="last", groups=["income_group"], relevance=1.0,
        )
        for name in ("gains", "stays")
    ]  # fmt: skip
    where = cells(["gains", "stays"], groups=tuple(("income_group", fifth) for fifth in FIFTHS))
    order = {("all", "all"): 0} | {("income_group", fifth): 1 + place for place, fifth in enumerate(FIFTHS)}
    level = np.array(
        [LEVELS[order[kind, group]] for kind, group in zip(where["group_kind"], where["group"], strict=True)]
    )
    base = np.broadcast_to(level[:, None, None], (len(where), len(YEARS), PAIRS))
    noise = np.random.default_rng(2).normal(0.0, 1.0, (len(YEARS), PAIRS))
    shift = np.zeros(base.shape)
    for row, (name, group) in enumerate(zip(where["indicator"], where["group"], strict=True)):
        if name == "gains" and group in (FIFTHS[0], FIFTHS[-1]):
            shift[row] = noise + (40.0 if group == FIFTHS[0] else -40.0)
    margins = {name: {"label": dict(one.label), "labels": one.words()} for name, one in MARGINS.items()}
    told = manifest(rates) | {"margins": margins}
    rows = table(where, base, {"option": shift})
    return told, compute_effects(rows, told), compute_equity(rows, told)


@pytest.mark.parametrize("language", ["de", "en"])
def test_only_what_changes_has_a_line_with_an_effect_in_each_fifth(compared, language):
    told, effects, equity = compared
    found = gains_table(Catalog(Texts(language), told), effects, equity, "option")
    assert len(found.rows) == 1
    assert len(found.columns) == 9
    assert found.columns[2] == MARGINS["income_group"].words()[FIFTHS[0]][language]
    label, _, poorest, second, *_, richest, ratio, effect = found.rows[0].cells
    assert "gains" in label
    assert float(poorest.replace(",", ".")) == pytest.approx(40.0, abs=1.0)
    assert float(richest.replace(",", ".").replace("\N{MINUS SIGN}", "-")) == pytest.approx(-40.0, abs=1.0)
    assert second.strip("\N{MINUS SIGN}") in ("0", "0.0", "0,0", "-", "")
    # 400 of 800, then 440 of 760.
    assert [part.replace(",", ".") for part in ratio.split(" → ")] == ["0.50", "0.58"]
    assert effect.replace(",", ".").startswith("0.08")


def test_what_changes_for_no_fifth_over_the_horizon_has_no_line(compared):
    told, effects, equity = compared
    still = effects.assign(test="untouched")
    assert not gains_table(Catalog(Texts("de"), told), still, equity, "option").rows


def test_without_ratios_the_fifths_stand_alone(compared):
    told, effects, equity = compared
    found = gains_table(Catalog(Texts("de"), told), effects, equity.iloc[:0], "option")
    assert [row.cells[-2:] for row in found.rows] == [("", "")]


def test_results_without_income_groups_have_no_line(compared):
    told, effects, equity = compared
    assert not gains_table(
        Catalog(Texts("de"), told), effects[effects["group_kind"] == "all"], equity, "option"
    ).rows
