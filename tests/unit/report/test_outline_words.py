"""What measures are before a run, in words: one after the other, what they cost together, and what differs."""

from __future__ import annotations

from simsocial.experiment.outlines import Amount, Outline, Places
from simsocial.measures import read_measure
from simsocial.report.outline_words import difference_lines
from simsocial.report.texts import Texts

KREIS, LAND = {"de": "Landkreis", "en": "Kreis"}, {"de": "Land", "en": "Land"}
NAMES = ("a", "b")


def outline(name="m", **changes):
    """A measure that nobody has run, as it is worked out before."""
    entry = {
        "kind": "close_site", "site": "k1", "start": "2028-08", "decided_by": "municipality", "lever": "own_act",
        "needs_consent_of": ["kreis", "provider"], "department": "Jugendamt",
    }  # fmt: skip
    measure = read_measure(name, entry | changes.pop("entry", {}))
    return Outline(measure, measure.first_month, **changes)


def test_a_measure_is_said_with_places_posts_money_and_decision():
    closes = outline(
        entry={"title": {"de": "Kita K1 schließt", "en": "Kita K1 closes"}, "lead_months": 12},
        places=(Places({"de": "Kita", "en": "Kita"}, "Nord", 300, 240, (("K1", 60, 0),)),),
        posts=(({"de": "Erzieherinnen", "en": "educators"}, -7.25),),
        one_off=Amount(900_000.0, 1_234_567.0, 1_500_000.0, ((KREIS, 1_234_567.0),)),
        yearly=Amount(-50_000.0, -50_000.0, -50_000.0, ((KREIS, -60_000.0), (LAND, 10_000.0))),
    )
    lines = difference_lines(Texts("de"), NAMES, {"m": closes}, {})
    assert lines[:10] == [
        "Nur in a:",
        " Kita K1 schließt",
        "   Art: Einrichtung schließen",
        "   Beginn: August 2028",
        "   Plätze: Kita, Nord: 300 → 240 (K1 60 → 0)",
        "   Stellen: Erzieherinnen −7,2 VZÄ",
        "   Einmalig: 1.230.000 EUR (900.000 bis 1.500.000): Landkreis 1.230.000",
        "   Im Jahr: −50.000 EUR: Landkreis −60.000, Land 10.000",
        "   Es entscheidet: Gemeinde (eigener Beschluss); Jugendamt",
        "   Beschluss spätestens bis: August 2027",
    ]
    assert lines[10] == "   Zustimmen müssen: Landkreis und Träger"
    assert "bei voller Belegung" in lines[12]


def test_several_are_summed_by_payer():
    both = {
        name: outline(name, one_off=Amount(low, 1_000.0, 2_000.0, ((payer, 1_000.0),)))
        for name, low, payer in (("x", 500.0, KREIS), ("y", 400.0, KREIS), ("z", 0.0, LAND))
    }
    lines = difference_lines(Texts("en"), NAMES, {}, both)
    assert " All together (Once): 3,000 EUR (900 to 6,000): Kreis 2,000, Land 1,000" in lines


def test_an_event_is_nobodys_decision():
    event = outline(entry={"lever": "none", "needs_consent_of": []})
    lines = difference_lines(Texts("en"), NAMES, {"m": event}, {})
    assert "   Decided by: nobody here: an event, no decision of one's own" in lines
    assert not [line for line in lines if "Decide by" in line or "used" in line]


def test_of_a_measure_of_both_only_what_differs_is_said():
    early, late = outline(entry={"lead_months": 6}), outline(entry={"lead_months": 6, "start": "2029-08"})
    assert difference_lines(Texts("en"), NAMES, {"m": early}, {"m": late}) == [
        "Different is “close a site (m)”:",
        "   Start:",
        "      a: August 2028",
        "      b: August 2029",
        "   Decide by:",
        "      a: February 2028",
        "      b: February 2029",
        "",
    ]
    assert difference_lines(Texts("en"), NAMES, {"m": early}, {"m": early}) == []
