import numpy as np
import pytest

from simsocial.parameters import Parameter, Parameters
from simsocial.parameters.sampling import HYPERCUBE, draw_adjustment, position, quantile


def parameter(identifier="a.b", value=2.0, low=1.0, high=4.0, **more):
    return Parameter.scalar(identifier, value, "x", (low, high), source="s", year=2023, grade="D", **more)


@pytest.mark.parametrize("distribution", ["triangular", "uniform"])
def test_quantiles_run_from_low_to_high(distribution):
    values = [quantile(u, 1.0, 2.0, 4.0, distribution) for u in np.linspace(0, 1, 101)]
    assert values[0] == pytest.approx(1.0)
    assert values[-1] == pytest.approx(4.0)
    assert np.all(np.diff(values) > 0)


def test_the_triangle_has_its_mode_at_the_value():
    # Below the mode lies (mode - low) / (high - low) of a triangular distribution.
    assert quantile(1 / 3, 1.0, 2.0, 4.0, "triangular") == pytest.approx(2.0)


def test_without_width_there_is_nothing_to_draw():
    assert quantile(0.7, 2.0, 2.0, 2.0, "triangular") == 2.0


def test_draws_fill_the_range_evenly_in_rank():
    # 400 draws; a Kolmogorov distance above 0.098 has a false-alarm rate of 1e-3. Fixed seed: no flakes.
    drawn = np.sort([2.0 + draw_adjustment(parameter(), d, 1)[1] for d in range(400)])
    assert drawn[0] >= 1.0
    assert drawn[-1] <= 4.0
    expected = np.where(drawn < 2, (drawn - 1) ** 2 / 3, 1 - (4 - drawn) ** 2 / 6)
    assert np.max(np.abs(expected - (np.arange(400) + 0.5) / 400)) < 0.098


def test_the_draws_of_a_hypercube_fall_once_into_each_part_of_every_range():
    for name in ("parameter.a.b", "parameter.a.c", "path"):
        parts = [int(position(name, draw, 1) * HYPERCUBE) for draw in range(3 * HYPERCUBE)]
        assert all(sorted(parts[i : i + HYPERCUBE]) == list(range(HYPERCUBE)) for i in (0, 25, 50))
        assert parts[:HYPERCUBE] != parts[HYPERCUBE : 2 * HYPERCUBE]


def test_the_orders_of_two_parameters_have_nothing_to_do_with_each_other():
    # 200 hypercubes; the mean correlation of 25 ranks has a standard error of 1/sqrt(24 * 200): alarm 1e-4 at 3.9.
    x, y = (
        np.array([position(name, draw, 1) for draw in range(200 * HYPERCUBE)]).reshape(200, HYPERCUBE)
        for name in ("parameter.a.b", "parameter.a.c")
    )
    mean = np.mean([np.corrcoef(a, b)[0, 1] for a, b in zip(x, y, strict=True)])
    assert abs(mean) < 3.9 / np.sqrt(24 * 200)


def test_a_fixed_parameter_is_what_it_is_in_every_draw():
    assert draw_adjustment(
        Parameter.scalar("a.b", 0.3, "x", (0.3, 0.3), source="s", year=1, grade="A"), 4, 1
    ) == (1.0, 0.0)


def test_a_draw_depends_on_seed_id_and_number_only():
    first = draw_adjustment(parameter(), 3, 1)
    assert draw_adjustment(parameter(value=2.0), 3, 1) == first
    assert draw_adjustment(parameter(), 4, 1) != first
    assert draw_adjustment(parameter(), 3, 2) != first
    assert draw_adjustment(parameter("a.c"), 3, 1) != first


def test_further_parameters_do_not_change_the_draws_of_others():
    alone = Parameters([parameter()], draw=5)
    joined = Parameters([parameter("a.a"), parameter()], draw=5)
    assert alone.value("a.b") == joined.value("a.b")


def test_a_factor_multiplies_and_an_absolute_range_shifts():
    factor, shift = draw_adjustment(parameter(low=0.5, high=1.5, range_kind="factor"), 1, 1)
    assert shift == 0.0
    assert 0.5 <= factor <= 1.5
    assert draw_adjustment(parameter(), 1, 1)[0] == 1.0
