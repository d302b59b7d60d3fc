"""What is allowed but probably not meant is said before a run begins."""

from __future__ import annotations

import re

import pytest

from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.remarks import remarks
from simsocial.experiment.setup import setup_of


def said(name, *overrides):
    config = compose_scenarios([name], ["replicates=1", *overrides])[name]
    return remarks({name: setup_of(name, config)})


def test_the_shipped_scenarios_need_no_remark():
    assert all(said(name) == [] for name in ("status_quo", "kita_netz", "tagespflege", "neubau_c"))


def test_a_measure_that_starts_after_the_horizon_is_told():
    (sentence,) = said("kita_netz", "measures.kita_e.start=2040-08")
    assert (
        sentence
        == "kita_netz: measure 'kita_e' starts 2040-08, after the horizon (2031-12): it changes nothing."
    )


def test_a_hindcast_tells_in_one_sentence_what_was_not_known_in_time():
    (sentence,) = said(
        "status_quo", "region=kreis", "region.name=Greiz", "region.reference_date=2015-12-31",
        "horizon.start=2016-01", "horizon.end=2016-12", "horizon.spin_up=0",
    )  # fmt: skip
    assert re.match(r"\d+ of \d+ parameters rest on .* after 2015-12, such as \S+ \(20\d\d\)", sentence)


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("parameters.fertility.total_fertility_rate=9", "outside the range of this value, 1.0"),
        ("parameters.mortality.death_probability=3", "outside the range of this factor"),
        ("parameters.fertility.total_fertility_rate=1.2", None),
    ],
)
def test_a_value_outside_its_range_is_told_with_range_and_source(override, told):
    found = said("status_quo", override)
    assert [told in sentence for sentence in found] == ([True] if told else [])
