"""A value at a rank is what a draw at that place of its range would be; factors name what they move."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.errors import ConfigError
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.factors import factors_of
from simsocial.experiment.ranks import at_rank, at_ranks, uncertain
from simsocial.experiment.setup import setup_of
from simsocial.parameters import Parameters
from simsocial.parameters.sampling import position
from tests.unit.experiment.composing import FAST

MONTHS = [12 * year + 6 for year in (2016, 2023, 2027)]


@pytest.mark.parametrize(
    "identifier", ["fertility.total_fertility_rate", "migration.in_rate_per_1000", "finance.interest_rate"]
)
def test_a_rank_moves_all_dates_as_a_draw_does(identifier):
    registry = Parameters.load()
    drawn = registry.at_draw(4)
    ranked = at_ranks(registry, {identifier: position(f"parameter.{identifier}", 4, 1)})
    for month in MONTHS:
        assert ranked.value(identifier, month) == pytest.approx(drawn.value(identifier, month))


def test_a_table_moves_as_a_whole_and_stays_read_only():
    parameter = Parameters.load()["migration.out_rate"]
    lowest = at_rank(parameter, 0.0)
    assert np.allclose(lowest.value, parameter.value * parameter.low)
    assert not lowest.value.flags.writeable


@pytest.mark.parametrize("rank", [0.0, 1.0 / 3.0, 1.0])
def test_every_uncertain_parameter_has_a_value_at_every_rank(rank):
    (config,) = compose_scenarios(["status_quo"], []).values()
    parameters = setup_of("status_quo", config).parameters
    for parameter in uncertain(parameters, {}):
        at_rank(parameter, rank)


def test_settings_with_ranks_reach_the_registry_and_others_stay():
    (config,) = compose_scenarios(["status_quo"], [FAST]).values()
    usual, moved = (
        setup_of("status_quo", config | {"ranks": ranks}).parameters
        for ranks in ({}, {"finance.interest_rate": 1.0})
    )
    assert moved.value("finance.interest_rate") == usual["finance.interest_rate"].high
    assert moved.value("fertility.male_share") == usual.value("fertility.male_share")


def test_factors_are_fields_or_single_parameters():
    configs = compose_scenarios(["status_quo", "kita_netz"], [])
    fields = factors_of(configs, ["services.kindergarten.*", "measures.*"], each=False)
    assert list(fields) == ["measures.kita_e", "services.kindergarten"]
    each = factors_of(configs, ["services.kindergarten.*"], each=True)
    assert all(ids == [name] for name, ids in each.items())
    assert sorted(each) == sorted(fields["services.kindergarten"])
    with pytest.raises(ConfigError, match="names no parameter"):
        factors_of(configs, ["service.*"], each=False)
