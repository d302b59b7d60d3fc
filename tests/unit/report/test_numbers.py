from __future__ import annotations

import math

import pytest

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.texts import Texts
from simsocial.report.wording import verdict_of
from tests.unit.analysis.planted import indicator


def numbers(language: str = "de") -> Numbers:
    metadata = [
        indicator("people"),
        indicator("size", decimals=2),
        indicator("money", unit="EUR per year"),
        indicator("share", unit="% of demand", decimals=1),
        indicator("places", unit="places"),
        indicator("odd", unit="things per thing"),
    ]
    manifest = {"indicators": metadata, "scenarios": {"status_quo": {}}, "reference": "status_quo"}
    return Numbers(Catalog(Texts(language), manifest))


def row(indicator_id: str, effect: float = 5.0, half: float = 1.0, **changes) -> EffectRow:
    values = {
        "scenario": "option", "indicator": indicator_id, "area": "region", "group_kind": "all", "group": "all",
        "period": "2027-2031", "reference_mean": 100.0, "scenario_mean": 100.0 + effect, "effect": effect,
        "low": effect - half, "high": effect + half, "mean_low": effect - half, "mean_high": effect + half,
        "chance_share": 1.0, "share_same_sign": 1.0, "runs_needed": 30.0,
        "low_outcome": 90.0, "high_outcome": 110.0, "relative": 0.1,
        "relevance": 2.0, "share_better": 0.9, "n": 30, "n_nonzero": 30, "test": "t" if half else "structural",
        "q_value": 0.01, "role": "side_effect", "suspected": "", "verdict": "neutral",
    }  # fmt: skip
    return EffectRow(**(values | changes))


@pytest.mark.parametrize(
    ("name", "effect", "half", "text"),
    [
        ("people", -41.3, 5.8, "−41 Personen [−47 bis −36]"),
        ("people", -41.3, 8.8, "(−41) Personen [−50 bis −32]"),
        ("people", -12.0, 6.0, "−18 bis −6 Personen (/)"),
        ("money", 123_456.0, 8_900.0, "+123.000 EUR [+115.000 bis +132.000]"),
        ("money", -1_234_567.0, 98_000.0, "−1,23 Mio. EUR [−1,33 bis −1,14]"),
        ("share", 3.14159, 0.05, "+3,1 Prozentpunkte [+3,1 bis +3,2]"),
        ("places", -16.0, 0.0, "−16 Plätze"),
        ("places", 1.0, 0.0, "+1 Platz"),
        ("people", 0.0, 0.0, "kein Unterschied"),
        ("size", 0.0123, 0.0007, "+0,012 Personen [+0,012 bis +0,013]"),
        ("odd", 5.0, 0.2, "+5,0 things per thing [+4,8 bis +5,2]"),
    ],
)
def test_effects_are_rounded_to_their_interval_and_carry_their_sign(name, effect, half, text):
    assert numbers().effect(row(name, effect, half)).text == text


def test_rare_effects_are_counted_and_untouched_ones_are_a_dash():
    rare = row("people", low=math.nan, high=math.nan, test="rare", n_nonzero=3)
    untouched = row("people", 0.0, 0.0, test="untouched")
    assert numbers().effect(rare).text == "anders in 3 von 30 Läufen"
    assert numbers("en").effect(rare).text == "different in 3 of 30 runs"
    assert numbers().cells(untouched) == ("-", "")
    search = row("people", 0.0, low=math.nan, high=math.nan, test="rare", n_nonzero=0)
    assert numbers().effect(search).text == "nur in den Läufen der Suche berührt"


@pytest.mark.parametrize(
    ("low", "high", "interval"),
    [
        (0.00064, 0.0048, "+0,0006 bis +0,0048"),
        (-0.083, -0.031, "−0,08 bis −0,03"),
        (-0.0021, 0.0033, "−0,0021 bis +0,0033"),
        (-0.21, 0.01, "−0,2 bis 0,0"),
        (0.0005, 1.42, "0,0 bis +1,4"),
    ],
)
def test_bounds_get_the_digits_that_tell_them_from_zero(low, high, interval):
    tiny = row("people", (low + high) / 2.0, low=low, high=high, mean_low=low, mean_high=high)
    assert numbers().cells(tiny) == ("/", interval)
    assert numbers().levels(tiny)[0] == "100,0"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("people", 2.4, "<3 Personen"),
        ("people", 0.0, "-"),
        ("people", math.nan, "."),
        ("people", 91_876.0, "91.876 Personen"),
        ("size", 2.04, "2,040 Personen"),
        ("money", 12_345_678.0, "12,35 Mio. EUR"),
        ("share", 78.25, "78,2 %"),
    ],
)
def test_levels_without_an_interval(name, value, text):
    assert numbers().level(value, name) == text


def test_levels_are_rounded_to_what_their_mean_supports():
    assert numbers().level(91_876.0, "people", 90_000.0, 94_000.0, 30) == "91.900 Personen"
    assert numbers().plain_level(91_876.0, "people", 90_000.0, 94_000.0, 30) == "91.900"


def test_levels_beside_an_effect_have_its_decimals_and_add_up():
    beside = row("people", 15.7, 0.3, reference_mean=203.62, scenario_mean=219.32)
    assert (*numbers().levels(beside), numbers().cells(beside)[0]) == ("203,6", "219,3", "+15,7")
    money = row("money", -203_000.0, 9_000.0, reference_mean=68_612_345.0, scenario_mean=68_409_345.0)
    assert numbers().levels(money) == ("68.612.000", "68.409.000")
    few = row("people", 15.7, 0.3, reference_mean=0.0, scenario_mean=1.2)
    assert numbers().levels(few) == ("-", "<3")


def test_tables_print_money_in_full():
    cells = numbers().cells(row("money", -1_234_567.0, 98_000.0))
    assert cells == ("−1.230.000", "−1.330.000 bis −1.140.000")
    assert numbers().table_unit("money") == "EUR"
    assert numbers().table_unit("share") == "%, Prozentpunkte"


@pytest.mark.parametrize(
    ("rule", "time"), [("sum", "Summe 2027–2031"), ("mean", "Mittel 2027–2031"), ("last", "2031")]
)
def test_what_stands_for_several_years_stands_with_the_unit(rule, time):
    metadata = {"indicators": [indicator("a", unit="FTE", sum_over_time=rule)]}
    written = Numbers(Catalog(Texts("de"), metadata))
    assert written.table_unit("a", "2027-2031") == f"VZÄ, {time}"
    assert (written.table_unit("a", "2029"), written.time("a", "2029")) == ("VZÄ", "2029")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"verdict": "with_target"}, "with_target"),
        ({"verdict": "against"}, "against"),
        ({}, "neutral"),
        ({"effect": 1.0, "low": -1.0, "high": 3.0}, "unclear"),
        ({"role": "none", "q_value": 0.4}, "unconfirmed"),
        ({"role": "none", "q_value": 0.4, "suspected": "not_found"}, "unconfirmed"),
        ({"role": "none", "relevance": 5.0}, "small"),
        ({"role": "none", "relevance": 5.0, "q_value": 0.4}, "unconfirmed"),
        ({"role": "none", "suspected": "found", "verdict": "against"}, "against"),
        ({"role": "target", "q_value": 0.4}, "unconfirmed"),
        ({"role": "target", "q_value": 0.4, "relevance": 5.0}, "small"),
        ({"role": "target", "q_value": 0.4, "verdict": "against"}, "against"),
        ({"role": "none", "q_value": float("nan"), "test": "structural"}, "unconfirmed"),
        ({"test": "rare"}, "rare"),
        ({"test": "rare", "n": 4}, "few_runs"),
        ({"test": "untouched"}, "untouched"),
    ],
)
def test_every_row_has_a_word_for_its_verdict(changes, name):
    assert verdict_of(row("people", **changes), Texts("de")).name == name


def test_verdicts_have_the_words_of_the_field():
    words = [
        verdict_of(row("people", verdict=v), Texts("de")).word for v in ("with_target", "against", "neutral")
    ]
    assert words == ["im Sinne des Ziels", "entgegen", "ohne Wertung"]


def test_a_level_that_no_figure_tells_is_printed_as_its_range():
    """With draws; without, the range of chance alone would look like knowledge."""
    level = {"low_reference": 20.0, "high_reference": 340.0, "low_outcome": 31.0, "high_outcome": 352.0}
    unknown = row("people", identified="not identified", **level)
    plain = numbers()
    drawn = Numbers(Catalog(Texts("de"), dict(plain.catalog.manifest) | {"draws": 12}))
    assert drawn.levels(unknown) == ("20 bis 340", "30 bis 350")
    assert drawn.not_identified(unknown) == "Höhe nicht bestimmt: mit Option 30 bis 350"
    assert plain.not_identified(unknown) == "Höhe nicht bestimmt"
    assert "bis" not in plain.levels(unknown)[0]
    assert drawn.not_identified(row("people", **level)) == ""
