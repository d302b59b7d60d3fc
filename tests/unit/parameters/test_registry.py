import pickle

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.errors import ParameterError
from simsocial.parameters import Dated, Parameter, Parameters
from simsocial.parameters.sheet import assumption_sheet

TFR = "fertility.total_fertility_rate"
DEATH = "mortality.death_probability"


@pytest.fixture(scope="module")
def parameters():
    return Parameters.load()


def test_the_last_value_holds_until_a_later_one(parameters):
    assert parameters.value(TFR, month_index("2022-12")) == 1.43
    assert parameters.value(TFR, month_index("2023-01")) == 1.33
    assert parameters.value(TFR, month_index("2025-06")) == parameters.value(TFR)
    assert parameters.value(TFR, month_index("2040-06")) == parameters[TFR].history[-1].outlook


def test_tables_are_dated_like_numbers(parameters):
    early = parameters.table(DEATH, month_index("2018-05"))
    late = parameters.table(DEATH, month_index("2028-05"))
    assert early.shape == late.shape == (2, 101)
    assert np.any(early != late)


def test_before_the_first_date_the_first_value_holds_and_is_noted():
    fresh = Parameters.load()
    assert fresh.fallbacks == ()
    assert fresh.value(TFR, month_index("2000-01")) == 1.55
    assert fresh.fallbacks == (TFR,)


def test_a_hindcast_sees_nothing_known_later():
    hindcast = Parameters.load(known_until=month_index("2015-12"))
    assert hindcast.value(TFR, month_index("2019-03")) == 1.56
    assert TFR not in hindcast.fallbacks
    now = Parameters.load()
    assert np.all(hindcast.table(DEATH, month_index("2019-03")) == now.table(DEATH, month_index("2015-03")))


@pytest.mark.parametrize(
    ("year", "late"), [("2015", False), ("2016", True), ("2014/16", True), ("in force", False)]
)
def test_an_undated_figure_of_a_later_year_is_a_fallback_of_a_hindcast(year, late):
    one = Parameter.scalar("services.x.y", 1.0, "x", (0, 2), source="s", year=year, grade="C")
    assert Parameters([one]).fallbacks == ()
    hindcast = Parameters([one], known_until=month_index("2015-12"))
    assert hindcast.fallbacks == (("services.x.y",) if late else ())
    assert hindcast.value("services.x.y") == 1.0


def test_a_years_figure_is_known_at_its_end_only():
    before = Parameters.load(known_until=month_index("2015-11"))
    assert before.value(TFR, month_index("2016-01")) == 1.55


def test_after_an_exceptional_year_the_outlook_holds_until_more_is_known():
    arrivals = "migration.in_rate_per_1000_land"
    hindcast = Parameters.load(known_until=month_index("2015-12"))
    counted = {entry.holds_from // 12: entry for entry in hindcast[arrivals].history}
    assert hindcast.value(arrivals, month_index("2015-06")) == counted[2015].value
    assert hindcast.value(arrivals, month_index("2017-01")) == counted[2015].outlook == 22.0
    assert Parameters.load().value(arrivals, month_index("2017-01")) == counted[2017].value


def test_an_override_replaces_a_number_and_multiplies_a_table(parameters):
    changed = Parameters.load(overrides={TFR: 1.5, DEATH: 0.5})
    assert changed.value(TFR, month_index("2018-01")) == 1.5
    assert np.allclose(changed.table(DEATH), 0.5 * parameters.table(DEATH))


def test_an_override_of_nothing_names_the_nearest_parameter():
    with pytest.raises(ParameterError, match=f"Did you mean '{TFR}'"):
        Parameters.load(overrides={"fertility.total_fertility": 1.4})
    with pytest.raises(ParameterError, match=r"nan makes no sense\. Valid: from 0"):
        Parameters.load(overrides={TFR: float("nan")})


def test_overrides_of_fields_registered_later_wait(parameters):
    one = Parameter.scalar("services.x.y", 1.0, "x", (0, 2), source="s", year=2023, grade="D")
    waiting = Parameters.load(overrides={"services.x.y": 1.5})
    with pytest.raises(ParameterError, match=r"'services\.x\.y' names no parameter"):
        waiting.complete()
    full = waiting.register(one).complete()
    assert full.value("services.x.y") == 1.5
    assert "services.x.y" not in parameters
    with pytest.raises(ParameterError, match="already registered"):
        full.register(one)
    with pytest.raises(ParameterError, match="names no parameter"):
        Parameters.load(overrides={"services.x.z": 1.5}).register(one)


def test_unknown_ids_and_wrong_kinds_are_explained(parameters):
    with pytest.raises(ParameterError, match=r"Did you mean 'mortality\.level_ratio'"):
        parameters.value("mortality.level_rati")
    with pytest.raises(ParameterError, match="is a table over sex, age"):
        parameters.value(DEATH)
    with pytest.raises(ParameterError, match="is a single number"):
        parameters.table(TFR)


def test_a_draw_stays_in_the_range_and_scales_every_date(parameters):
    drawn = Parameters.load(draw=7)
    factor = drawn.value(TFR) / parameters.value(TFR)
    assert 0.88 <= factor <= 1.12
    assert factor != 1.0
    early = month_index("2015-06")
    assert drawn.value(TFR, early) / parameters.value(TFR, early) == pytest.approx(factor)
    assert Parameters.load(draw=7).value(TFR) == drawn.value(TFR)
    assert Parameters.load(draw=7, seed=2).value(TFR) != drawn.value(TFR)


def test_parameters_survive_the_way_to_a_worker(parameters):
    parameters.table(DEATH)
    copy = pickle.loads(pickle.dumps(parameters))
    assert copy.data_hash == parameters.data_hash
    assert np.all(copy.table(DEATH) == parameters.table(DEATH))
    assert len(pickle.dumps(parameters)) < 400_000


def test_the_hash_changes_with_whatever_changes_values(parameters):
    hashes = {
        p.data_hash
        for p in (
            parameters,
            Parameters.load(overrides={TFR: 1.5}),
            Parameters.load(draw=1),
            Parameters.load(draw=2),
            Parameters.load(draw=1, seed=2),
            Parameters.load(known_until=month_index("2015-12")),
        )
    }
    assert len(hashes) == 6
    assert Parameters.load().data_hash == parameters.data_hash


def test_tables_cannot_be_changed_by_accident(parameters):
    with pytest.raises(ValueError, match="read-only"):
        parameters.table(DEATH)[0, 0] = 1.0


def test_the_sheet_has_one_row_a_parameter(parameters):
    sheet = assumption_sheet(Parameters.load(draw=1, overrides={TFR: 1.5})).set_index("id")
    assert sorted(sheet.index) == list(parameters.ids())
    assert sheet.loc[TFR, "override"] == 1.5
    assert sheet.loc[[TFR, DEATH], "grade"].tolist() == ["C", "A"]
    assert (sheet["source"].str.len() > 0).all()
    assert sheet.loc[DEATH, "shape"] == "sex x age"


def test_iteration_and_length_agree(parameters):
    assert len(list(parameters)) == len(parameters) == len(parameters.ids())


def test_a_parameter_knows_the_range_of_its_value():
    one = Parameter.scalar("a.b", 4.0, "x", (0.5, 2.0), source="s", year=1, grade="C", range_kind="factor")
    assert one.value_range == (2.0, 8.0)
    assert one.range == (0.5, 2.0)


def test_contradictory_tables_are_refused():
    def make(history, dims=("kind",)):
        return Parameter("a.b", "x", history, 0.9, 1.1, "s", "2023", "C", "factor", dims=dims)

    with pytest.raises(ParameterError, match="has no value"):
        make(())
    with pytest.raises(ParameterError, match="differ in shape"):
        make((Dated(1, 1, np.ones(2)), Dated(2, 2, np.ones(3))))
    with pytest.raises(ParameterError, match="different and in order"):
        make((Dated(2, 2, np.ones(2)), Dated(1, 1, np.ones(2))))
    with pytest.raises(ParameterError, match="do not fit shapes"):
        make((Dated(1, 1, np.ones(2)),), dims=("sex", "kind"))


@pytest.mark.parametrize("known_until", [None, "2019-12"])
def test_what_was_asked_before_never_changes_a_value(parameters, known_until):
    until = None if known_until is None else month_index(known_until)
    asked = Parameters.load(draw=3, known_until=until)
    names = [one.id for one in parameters if len(one.history) > 1 and not one.is_table]
    assert names
    months = [month_index("1990-01"), None, *range(month_index("2014-01"), month_index("2027-01"), 3)]
    for month in [*months, *reversed(months)]:
        fresh = fresh_of(asked)
        for name in names:
            assert asked.value(name, month) == fresh.value(name, month), (name, month)


def fresh_of(parameters):
    """Return the same parameters with nothing asked yet."""
    return parameters.with_overrides(parameters.overrides)
