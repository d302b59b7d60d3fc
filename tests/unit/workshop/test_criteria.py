from __future__ import annotations

import dataclasses

import pytest

from simsocial.analysis.side_effects import effect_rows
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.workshop.criteria import criteria_of
from simsocial.workshop.limits import claim_state, kreis_by_year
from simsocial.workshop.scale import bounds_of

OPTIONS = ["kita_netz", "tagespflege"]


@pytest.fixture(scope="module")
def criteria(catalog, results):
    return criteria_of(catalog, results.effects, OPTIONS)


def stored(results, option, criterion):
    """The stored row behind a criterion."""
    wanted = [option, *criterion.id.rsplit(".", 1), "all", "2027-2031"]
    keys = ["scenario", "indicator", "area", "group_kind", "period"]
    (row,) = effect_rows(results.effects[(results.effects[keys] == wanted).all(axis=1)])
    return row


def test_targets_come_first_then_what_is_always_asked(criteria):
    assert [one.id for one in criteria.differing] == [
        "kita_occupancy.E",
        "adult_day_care_waiting.region",
        "cost_net_kreis.region",
        "vacancies_care_nurse.region",
        "cost_municipality.region",
        "informal_care_hours.region",
        "cost_families.region",
    ]


def test_every_figure_is_the_stored_one_after_the_rounding_rule(criteria, catalog, results):
    numbers, seen = Numbers(catalog), 0
    for one in criteria.differing:
        for option in OPTIONS:
            row, text = stored(results, option, one), one.values[option].text
            if row.test == "rare":
                assert text == "kaum verändert"
            else:
                assert text == numbers.effect(row).text
                seen += 1
    assert seen >= 7


def test_where_too_few_runs_are_there_nothing_hardly_changes(catalog, results):
    """Eight of eight runs that differ are no sign of a small change."""
    effects = results.effects.assign(test="rare", n=8, n_nonzero=8)
    found = criteria_of(catalog, effects, OPTIONS).differing
    assert {one.values[option].text for one in found for option in OPTIONS} == {"anders in 8 von 8 Läufen"}


def test_points_order_options_as_their_stored_effects(criteria, results):
    for one in criteria.differing:
        sign = 1.0 if one.measured.endswith("Mehr ist besser.") else -1.0
        ends = {option: [sign * end for end in bounds_of(stored(results, option, one))] for option in OPTIONS}
        first, second = (one.values[option].points for option in OPTIONS)
        assert (first.mid > second.mid) == (ends[OPTIONS[0]][0] > ends[OPTIONS[1]][0])
        every = [point for value in one.values.values() for point in dataclasses.astuple(value.points)]
        assert min(every) >= 0.0
        assert max(every) <= 1.0


def test_the_direction_of_a_declared_target_is_that_of_the_option(criteria):
    occupancy, waiting = criteria.differing[:2]
    assert occupancy.measured.endswith("Mehr ist besser.")
    assert occupancy.values["kita_netz"].points.mid > occupancy.values["status_quo"].points.mid
    assert waiting.measured.endswith("Weniger ist besser.")
    assert waiting.values["tagespflege"].points.mid > waiting.values["status_quo"].points.mid


def test_what_no_option_changes_is_named_and_not_weighed(catalog, results):
    one = criteria_of(catalog, results.effects, ["tagespflege"])
    assert "Kosten für die Gemeinden" in one.alike
    assert "cost_municipality.region" not in [found.id for found in one.differing]


def test_money_is_never_weighed_twice(results, catalog):
    # The second target of kita_netz is the cost of the municipalities, which is asked of every option.
    ids = [one.id for one in criteria_of(catalog, results.effects, OPTIONS).differing]
    assert len([name for name in ids if name.startswith("cost_municipality")]) == 1


def test_the_cost_of_the_kreis_by_year_is_the_stored_one(catalog, results):
    found = kreis_by_year(catalog, results.effects, OPTIONS)
    rows = results.effects.query(
        "scenario == 'tagespflege' and indicator == 'cost_net_kreis' and area == 'region' and group_kind == 'all'"
    ).set_index("period")
    assert [one["year"] for one in found["tagespflege"]] == ["2027", "2028", "2029", "2030", "2031"]
    for one in found["tagespflege"]:
        assert one["mean"] == round(rows.loc[one["year"], "effect"])
        assert one["high"] == round(rows.loc[one["year"], "high"])


def test_as_now_costs_the_kreis_nothing_more(catalog, results):
    found = kreis_by_year(catalog, results.effects, OPTIONS)["status_quo"]
    assert [one["year"] for one in found] == ["2027", "2028", "2029", "2030", "2031"]
    assert {(one["mean"], one["high"]) for one in found} == {(0, 0)}


def test_claims_are_judged_by_their_range(results):
    effects = results.effects
    rows = effects[(effects["indicator"] == "kita_waiting") & (effects["area"] == "region")]
    rows = rows[(rows["scenario"] == "kita_netz") & (rows["period"] == "2027-2031")]
    for (low, high), state in {(1.0, 5.0): "yes", (-1.0, 5.0): "maybe", (-5.0, 0.0): "no"}.items():
        claims = rows.assign(indicator="unmet_legal_claim", test="t", low=low, high=high)
        assert claim_state(claims, ["kita_netz"]) == {"kita_netz": state}
    assert claim_state(effects, OPTIONS) == {}


def test_an_option_without_a_figure_leaves_the_question_out(catalog: Catalog, results):
    effects = results.effects
    gone = (effects["indicator"] == "informal_care_hours") & (effects["scenario"] == "kita_netz")
    found = criteria_of(catalog, effects[~gone], OPTIONS)
    assert "informal_care_hours.region" not in [one.id for one in found.differing]
