"""After how many years a saving returns an investment, and when that cannot be said."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.report.catalog import Catalog
from simsocial.report.payback import paybacks
from simsocial.report.texts import Texts
from tests.unit.analysis.planted import PAIRS, effects_of, indicator, manifest

SPREAD = np.random.default_rng(6).normal(0.0, 1.0, PAIRS)
METADATA = [
    indicator(
        name, unit="EUR per year", field="finance", sum_over_time="sum", payer="municipality", concept=concept
    )
    for name, concept in (
        ("cost_municipality", "operating_cost"),
        ("capital_municipality", "capital_cost"),
    )
]


def sentences(running):
    """Sentences for 1.75 m EUR of municipal investment and a change of its running cost each year."""
    # The planted investment is the same in each of the five years.
    effects = effects_of(
        {"cost_municipality": running, "capital_municipality": np.full(PAIRS, 350_000.0)}, metadata=METADATA
    )
    return paybacks(Catalog(Texts("de"), manifest(METADATA)), effects, "option")


@pytest.mark.parametrize(
    ("running", "expected"),
    [
        (-36_000 + 500 * SPREAD, "nach etwa 49 Jahren eingespart"),
        (-5_000 + 40_000 * SPREAD, "ist offen, frühestens nach"),
        (10_000 + 8_000 * SPREAD, "eingespart wird, ist offen (ohne Zins"),
        (-5_000 + 2_000_000 * SPREAD, "eingespart wird, ist offen (ohne Zins"),
        (9_000 + 500 * SPREAD, "wird nicht eingespart (laufende Kosten 2031 nicht niedriger)"),
    ],
)
def test_the_payback_follows_the_saving_of_the_last_year(running, expected):
    (sentence,) = sentences(running)
    assert expected in sentence


def test_payers_of_whom_the_same_holds_share_a_sentence():
    metadata = [
        indicator(
            f"{word}_{payer}",
            unit="EUR per year",
            field="finance",
            sum_over_time="sum",
            payer=payer,
            concept=concept,
        )
        for payer in ("municipality", "kreis")
        for word, concept in (("cost", "operating_cost"), ("capital", "capital_cost"))
    ]
    values = {name: np.full(PAIRS, 10_000.0) for name in ("cost_municipality", "cost_kreis")}
    values |= {name: np.full(PAIRS, 350_000.0) for name in ("capital_municipality", "capital_kreis")}
    stored = manifest(metadata)
    stored["payers"] = {
        "municipality": {"label": {"de": "Gemeinden"}},
        "kreis": {"label": {"de": "Landkreis"}},
    }
    (sentence,) = paybacks(Catalog(Texts("de"), stored), effects_of(values, metadata=metadata), "option")
    assert sentence.startswith("Gemeinden und Landkreis: Investition wird nicht eingespart")


def test_who_invests_most_stands_first():
    metadata = [
        indicator(
            f"{name}_{payer}", unit="EUR per year", field="finance", sum_over_time="sum", payer=payer,
            concept=concept,
        )
        for payer in ("kreis", "municipality")
        for name, concept in (("cost", "operating_cost"), ("capital", "capital_cost"))
    ]  # fmt: skip
    changes = {"cost_kreis": -9_000 + SPREAD, "cost_municipality": -9_000 + SPREAD}
    invested = {"capital_kreis": np.full(PAIRS, 1_000.0), "capital_municipality": np.full(PAIRS, 350_000.0)}
    effects = effects_of(changes | invested, metadata=metadata)
    first, second = paybacks(Catalog(Texts("de"), manifest(metadata)), effects, "option")
    assert first.startswith("municipality")
    assert second.startswith("kreis")


def test_who_invests_more_by_chance_alone_has_no_payback():
    values = {
        "cost_municipality": np.full(PAIRS, -36_000.0),
        "capital_municipality": 100.0 + 20_000.0 * SPREAD,
    }
    effects = effects_of(values, metadata=METADATA)
    assert effects.query("indicator == 'capital_municipality'")["effect"].iloc[-1] > 0.0
    assert paybacks(Catalog(Texts("de"), manifest(METADATA)), effects, "option") == []


def test_who_invests_nothing_has_no_payback():
    effects = effects_of({"cost_municipality": -9_000 + SPREAD}, metadata=METADATA[:1])
    assert paybacks(Catalog(Texts("de"), manifest(METADATA)), effects, "option") == []


def test_the_range_of_years_goes_from_the_larger_saving_to_the_smaller(monkeypatch):
    """A saving of 30,000 to 42,000 EUR a year returns 1.75 m EUR after 42 to 58 years."""
    said = []
    monkeypatch.setattr(Texts, "__call__", lambda self, key, **words: said.append((key, words)) or key)
    sentences(-36_000 + 16_000 * SPREAD)
    ((key, words),) = [one for one in said if one[0].startswith("payback")]
    assert key == "payback"
    years = [float(words[name].replace(",", ".")) for name in ("first", "years", "last")]
    assert years[0] < years[1] < years[2]
