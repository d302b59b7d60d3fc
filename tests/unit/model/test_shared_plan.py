"""What runs of one registry share is made once, and is what a run with a registry of its own makes for itself."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest

from simsocial.model import SocialModel
from simsocial.model.arguments import region_of
from simsocial.parameters.parameter import Dated, Parameter
from simsocial.parameters.plan import _KEPT
from simsocial.services.take_up_shares import ShareTable
from tests.unit.model.measures import MEASURES, WHO, measure
from tests.unit.model.same import assert_same_state, assert_same_tables


def changed(identifier, by, **settings):
    """Return a measure that multiplies a value, growing over some months."""
    return WHO | {"kind": "change_value", "id": identifier, "op": "multiply", "by": by} | settings


RAMPS = {
    "deaths": changed("mortality.death_probability", 1.3, start="2024-03", ramp_months=3),
    "wanted": changed("services.kindergarten.take_up.table", 0.8, start="2024-02", end="2024-05"),
    "dearer": changed("services.kita.cost.per_fte_eur_per_year", 1.2, start="2024-04", where={"area": "a"}),
    "leaving": changed("migration.out_level", 1.4, start="2024-01", ramp_months=2),
    "staff": changed("staff.educator.turnover_rate", 1.5, start="2024-03"),
    "care": changed("mortality.care_grade_ratio", 1.1, start="2024-02"),
}
"""Changes of values that hazards, demand, prices and staff come from."""


def own_of(values, draw=None):
    """Return a registry of which nothing is made yet."""
    return values.at_draw(draw).with_overrides({})


def _settings():
    """Return options of one registry in an order in which each follows one that changes other values."""
    acting = {f"m_{kind}": measure(kind)[f"m_{kind}"] for kind in MEASURES}
    return [None, RAMPS, {"deaths": RAMPS["deaths"]}, None, acting, acting | RAMPS, RAMPS]


@pytest.mark.parametrize("draw", [None, 4])
def test_who_shares_a_registry_gets_what_a_registry_of_its_own_gives(small_model, values, draw):
    shared = own_of(values, draw)
    for settings in _settings():
        model, own = (
            small_model(settings, parameters=parameters, end="2024-06").run()
            for parameters in (shared, own_of(values, draw))
        )
        assert_same_state(model, own)
        assert_same_tables(model, own)


NUMBER = Parameter.scalar(
    "measures.m_a.places", 10.0, "places", (8.0, 12.0), source="a test", year="2024", grade="D"
)
OTHER = replace(NUMBER, history=(Dated(0, 0, 11.0),))


@pytest.mark.parametrize("draw", [None, 4, 5])
def test_options_with_numbers_of_their_own_share_all_others(small_model, values, draw):
    """Each reads its own; what both have in common is made once, under the draw of the day."""
    common = own_of(values)
    both = [common.adding(one).at_draw(draw) for one in (NUMBER, OTHER)]
    models = [small_model(RAMPS, parameters=one, end="2024-04").run() for one in both]
    found = [model.plan.value(NUMBER.id, model.month) for model in models]
    assert found == [one.value(NUMBER.id) for one in both]
    assert found[0] < found[1]
    assert models[0].plan is not models[1].plan
    assert models[0].finance.prices(models[0].month) is models[1].finance.prices(models[1].month)
    assert "measures.m_a.places" not in common
    own = small_model(RAMPS, parameters=own_of(values, draw), end="2024-04").run()
    for model in models:
        assert_same_state(model, own)
        assert_same_tables(model, own)


def test_another_draw_shares_nothing(values):
    common = own_of(values)
    one, other = (common.adding(NUMBER).at_draw(draw) for draw in (1, 2))
    assert one.once("made", lambda: 1) == 1
    assert other.once("made", lambda: 2) == 2
    assert common.at_draw(2).once("made", lambda: 3) == 2


def test_the_second_run_makes_nothing_anew(small_model, values):
    """Hazards, prices and shares are the same objects; an option has its own where it changes them alone."""
    shared, month = own_of(values), 2024 * 12 + 2
    first, second = (small_model(parameters=shared) for _ in range(2))
    option = small_model({"deaths": RAMPS["deaths"]}, parameters=shared)
    names = [one.name for one in first.schedule_of_month.processes]
    mortality, departure = (names.index(name) for name in ("mortality", "departure"))

    def hazard(model, position):
        return model.schedule_of_month.processes[position].hazard(month)

    for model, is_same in ((second, True), (option, False)):
        assert (hazard(model, mortality) is hazard(first, mortality)) == is_same
        assert hazard(model, departure) is hazard(first, departure)
        assert model.finance.prices(month) is first.finance.prices(month)


def test_a_registry_keeps_no_model_alive(small_model, values):
    shared = own_of(values)
    model = small_model(RAMPS, parameters=shared, end="2024-02").run()
    kept = weakref.ref(model)
    del model
    gc.collect()
    assert kept() is None


def test_of_shares_that_grow_month_by_month_one_table_is_kept(small_model, values):
    """Each takes 2.3 MB with 40 kinds; can fail: the plan would keep one a month."""
    wanted = {"wanted": RAMPS["wanted"] | {"start": "2024-01", "end": "2024-12", "ramp_months": 12}}
    before = _share_tables()
    model = small_model(wanted, parameters=own_of(values))
    assert _share_tables() - before <= 1
    shares = model.services._demand._shares
    first, last = (shares.table(month) for month in (model.first_month, model.end_month))
    assert (first.number, last.number) == (0, 11)
    kindergarten = model.catalogue.ids.index("kindergarten")
    ratio = last.shares[kindergarten].max() / first.shares[kindergarten].max()
    assert ratio == pytest.approx(0.8 / (1.0 - 0.2 / 12))


def _share_tables():
    """Count the tables of shares that somebody holds; a weak reference to what is gone has no class."""
    gc.collect()
    return sum(type(one) is ShareTable for one in gc.get_objects())


def test_a_registry_keeps_the_options_last_asked_for(small_model, values):
    """A search among thousands of options must not fill the memory; who still has a plan goes on with it."""
    shared = own_of(values)

    def option(number):
        deaths = changed("mortality.death_probability", 1.0 + number / 100.0, start="2024-02")
        return small_model({"deaths": deaths}, parameters=shared, end="2024-03")

    first = option(1)
    kept = weakref.ref(option(2).plan)
    usual = first.plan.usual
    assert option(1).plan is first.plan
    for number in range(3, 3 + _KEPT):
        option(number)
    gc.collect()
    assert kept() is None
    again = option(1)
    assert again.plan is not first.plan
    assert again.plan.usual is usual
    assert_same_state(first.run(), again.run())


def test_a_registry_keeps_the_region_with_its_travel_times(small_model, values):
    """What is made of a region is made for it alone: with another one each time it would be made anew and kept."""
    registries = [
        values.with_overrides({"travel.access_minutes": minutes}) for minutes in (3.0, 4.0, 5.0, 6.0)
    ]
    once, again = ([small_model(parameters=one).region for one in registries] for _ in range(2))
    assert [int(one.minutes[0, 1]) for one in once] == [
        int(once[0].minutes[0, 1]) + more for more in range(4)
    ]
    assert all(first is second for first, second in zip(once, again, strict=True))


def test_a_region_that_is_read_again_is_the_one_its_registry_knows(values):
    """Otherwise all that is made of a region would be made and kept once for each model built by its name."""
    shared = values.with_overrides({})
    first = region_of("musterkreis", shared)
    assert region_of({"kind": "musterkreis"}, shared) is first
    assert region_of("musterkreis", values.with_overrides({})) is not first
    assert region_of({"kind": "kreis", "name": "Greiz"}, shared) is not first


def test_one_registry_serves_models_of_few_and_of_many_kinds(musterkreis, all_kinds, catalogue, values):
    """For whom a need may begin hangs on the kinds: those of another model's must not stay."""
    shared, own = values.with_overrides({}), values.with_overrides({})

    def run(kinds, parameters):
        return SocialModel(
            musterkreis, rng=1, parameters=parameters, catalogue=kinds, spin_up=0, end="2024-03"
        ).run()

    run(catalogue, shared)
    assert_same_state(run(all_kinds, shared), run(all_kinds, own))
