"""Regret, dominance and flips on planted levels: two futures, three options, one of which never is the best."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.criteria import COST, criteria_of, own_criteria
from simsocial.analysis.futures import over_futures, read_regret, titles_of, write_regret
from simsocial.analysis.regret import futures_of
from tests.unit.analysis.planted_futures import write_futures


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_futures(tmp_path_factory.mktemp("outputs") / "planted")


@pytest.fixture(scope="module")
def found(folder):
    return over_futures(folder)


def of(frame, **wanted):
    for key, value in wanted.items():
        frame = frame[frame[key] == value]
    return frame


def test_futures_are_those_of_the_same_comparison(folder):
    assert list(futures_of(folder)) == ["none", "dear"]
    assert list(titles_of(folder)) == ["dear"]


def test_criteria_are_the_targets_of_all_and_the_cost_of_the_kreis(folder):
    content = futures_of(folder)["none"].manifest
    assert [(one.cell.indicator, one.sign, one.value) for one in criteria_of(content)] == [
        ("waiting", -1, 495.0), (COST, -1, None)
    ]  # fmt: skip
    assert own_criteria(content, "status_quo") == []


def test_regret_is_the_distance_to_the_best_of_each_future(found):
    waiting = of(found.regret, indicator="waiting")
    expected = of(waiting, future="none").set_index("scenario")["regret"]
    assert expected["bold"] == 0.0
    assert expected["robust"] == pytest.approx(10.0, abs=3.0)
    assert expected["status_quo"] == pytest.approx(20.0, abs=3.0)
    dear = of(waiting, future="dear").set_index("scenario")["regret"]
    assert dear["robust"] == 0.0
    assert dear["bold"] == pytest.approx(11.0, abs=0.5)


def test_robustness_names_the_worst_future_and_who_is_dominated(found):
    stands = of(found.robustness, indicator="waiting").set_index("scenario")
    assert stands.loc["bold", "worst_future"] == "dear"
    assert stands.loc["robust", "worst_future"] == "none"
    assert stands.loc["bold", "mean_regret"] == pytest.approx(stands.loc["bold", "max_regret"] / 2)
    assert stands["dominated_by"].to_dict() == {
        "status_quo": "", "robust": "", "bold": "", "worse": "robust"
    }  # fmt: skip
    assert np.isfinite(stands.loc["status_quo", "share_reached"])
    assert np.isnan(stands.loc["status_quo", "share_satisficed"])
    assert stands.loc["robust", "share_satisficed"] == stands.loc["robust", "share_reached"]


def test_the_ranking_flips_between_futures_at_a_price_and_at_an_assumption(found):
    flips = of(found.flips, indicator="waiting", first="robust", second="bold")
    between = of(flips, kind="future").iloc[0]
    assert (between["first_better"], between["second_better"]) == ("dear", "none")
    # Bold: 10 fewer waiting (mean of five years) for 15 x 5 years more cost.
    price = of(found.flips, kind="price", first="bold", second="robust").iloc[0]
    assert price["threshold"] == pytest.approx(75.0 / 10.0, rel=0.25)
    at = of(flips, kind="assumption").iloc[0]
    assert at["parameter"] == "decides"
    assert at["threshold"] == pytest.approx(1.1, abs=0.02)
    assert at["first_better"] == "above"


def test_no_assumption_is_named_where_none_decides(found):
    pairs = of(found.flips, kind="assumption")[["first", "second"]]
    assert len(pairs)
    assert (pairs == "bold").any(axis=1).all()


def test_tables_are_read_as_they_were_written(folder, found):
    write_regret(folder)
    again = read_regret(folder)
    for pair in zip(found, again, strict=True):
        before, after = (one.astype(object).where(one.notna(), "") for one in pair)
        pd.testing.assert_frame_equal(before, after, check_dtype=False, rtol=1e-8)


def test_without_futures_there_is_no_regret(folder):
    assert over_futures(folder / "futures" / "dear") is None
    assert write_regret(folder / "futures" / "dear") == []
    assert read_regret(folder / "futures" / "dear") is None
