"""What the hindcast of all Kreise from 2016 to 2018 shows, with what was known at the end of 2016."""

from __future__ import annotations

from datetime import date

import pytest

from simsocial.analysis.hindcast import evaluate
from simsocial.experiment.hindcast import Counted, run_hindcast
from simsocial.region.official import kreis_counts, kreise

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Six draws of every Kreis."""
    first, last = date(2016, 12, 31), date(2018, 12, 31)
    regions = {
        ags: {"kind": "kreis", "ags": ags, "reference_date": first.isoformat()} for ags in kreise()["ags"]
    }
    starts = tuple(sorted({int(age) for age in kreis_counts(first)["age_from"]}))
    counted = Counted(first, last, regions, kreis_counts(last), starts)
    folder = tmp_path_factory.mktemp("hindcast")
    return evaluate(run_hindcast(counted, folder, draws=6, replicates=1, overrides=["executor=serial"]))


def test_errors_after_two_years_are_those_that_are_stated(found):
    """Means of six runs: chance moves the errors by 0.05 points and less, the margins are four times that (1e-4)."""
    errors = found.scores.set_index(["what", "method"])
    assert errors.loc[("cells", "model"), "weighted_error"] < 1.9
    assert errors.loc[("totals", "model"), "mean_error"] < 0.8
    assert errors.loc[("care", "model"), "mean_error"] < 8.0


def test_the_model_says_more_than_that_nothing_changes(found):
    errors = found.scores.set_index(["what", "method"])
    for what, kind in (("cells", "weighted_error"), ("totals", "mean_error")):
        assert errors.loc[(what, "model"), kind] < 0.75 * errors.loc[(what, "no_change"), kind]


def test_intervals_hold_what_was_counted(found):
    """90 % of 748 cells within 85 to 97 %: cells of a Kreis err together as 150 would, so two points are one standard
    deviation; below 82 % is a false alarm of 1e-4.
    """
    held = found.coverage.set_index(["what", "group"])["share"]
    assert 82.0 < held["cells", "all"] < 98.0
    assert held["care", "all"] > 70.0
