"""What is allowed but probably not meant is said before a run begins."""

from __future__ import annotations

import re

import pytest

from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.known import group_options
from simsocial.experiment.remarks import remarks
from simsocial.experiment.setup import setup_of

pytestmark = pytest.mark.any_python


def said(name, *overrides):
    config = compose_scenarios([name], ["replicates=1", *overrides])[name]
    return remarks({name: setup_of(name, config)})


def test_the_shipped_scenarios_need_no_remark():
    assert [name for name in group_options("scenarios") if said(name)] == []


def test_a_measure_that_starts_after_the_horizon_is_told():
    (sentence,) = said("kita_netz", "measures.kita_e.start=2040-08")
    assert (
        sentence
        == "kita_netz: measure 'kita_e' starts 2040-08, after the horizon (2031-12): it changes nothing."
    )


@pytest.mark.parametrize(
    ("identifier", "told"),
    [
        ("housing.new_home_fill_rate", "no measure builds homes"),
        ("migration.out_level_land", "the region is not the Land"),
        ("migration.reception_stay_months", "the region has no reception centre"),
        ("mortality.level_ratio", None),
    ],
)
def test_a_changed_value_that_nothing_reads_is_told(identifier, told):
    change = {
        "kind": "change_value", "start": "2028-01", "decided_by": "land", "lever": "none", "op": "multiply",
        "id": identifier, "by": 0.9,
    }  # fmt: skip
    config = compose_scenarios(["kita_netz"], [])["kita_netz"]
    config["measures"]["change"] = change
    sentences = remarks({"kita_netz": setup_of("kita_netz", config)})
    expected = f"kita_netz: measures.change changes '{identifier}', which nothing reads: {told}."
    assert sentences == ([] if told is None else [expected])


@pytest.mark.parametrize(
    ("identifier", "by", "told"),
    [
        (
            "services.kindergarten.take_up.table",
            1.5,
            "take-up of 'kindergarten' to 1.\\d+ at age months \\d+: more than",
        ),
        (
            "services.nursing_home.take_up.table",
            2.0,
            "'nursing_home' to 1.\\d+ at age \\d+, grade 5: more than all",
        ),
        ("services.nursing_home.take_up.table", 1.1, None),
        (
            "staff.educator.released_stay_share",
            1.2,
            "in some draws, which makes no sense: there it is held within 0 to 1",
        ),
        ("staff.educator.turnover_rate", 1.1, None),
    ],
)
def test_a_change_beyond_everybody_or_in_some_draws_beyond_sense_is_told(identifier, by, told):
    change = {
        "kind": "change_value", "start": "2028-01", "decided_by": "land", "lever": "none", "op": "multiply",
        "id": identifier, "by": by,
    }  # fmt: skip
    config = compose_scenarios(["status_quo"], [])["status_quo"]
    config["measures"]["change"] = change
    sentences = remarks({"status_quo": setup_of("status_quo", config)})
    assert len(sentences) == (told is not None)
    assert told is None or re.search(told, sentences[0])


def test_a_hindcast_tells_in_one_sentence_what_was_not_known_in_time():
    (sentence,) = said(
        "status_quo", "region=kreis", "region.name=Greiz", "region.reference_date=2015-12-31",
        "horizon.start=2016-01", "horizon.end=2016-12", "horizon.spin_up=0",
    )  # fmt: skip
    assert sentence.startswith("Only figures or assumptions of after 2015-12 are there for ")
    # By what they are about, not as a number of parameters.
    assert "need of care" in sentence and not re.search(r"\d+ of \d+", sentence)
    # Every field has words; an id with an underscore is none.
    assert "_" not in sentence


def test_a_hindcast_that_knows_of_no_students_says_so():
    known = ("region=kreis", "region.name=Jena", "region.reference_date=2015-12-31")
    hindcast = (*known, "horizon.start=2016-01", "horizon.end=2016-12", "horizon.spin_up=0")
    assert not any("students" in sentence for sentence in said("status_quo", *hindcast))
    told = said("status_quo", *hindcast, "horizon.known_until=2014-12")
    assert any(sentence.startswith("No students move to or from Jena in this run") for sentence in told)


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


def test_a_cut_of_less_than_a_place_is_told():
    config = compose_scenarios(["status_quo"], [])["status_quo"]
    cut = {"kind": "cut", "start": "2028-08", "decided_by": "municipality", "lever": "plan"}
    config["measures"] = {"wenig": cut | {"kinds": "kindergarten", "share": 0.0001}}
    (sentence,) = remarks({"status_quo": setup_of("status_quo", config)})
    assert sentence.startswith("status_quo: measures.wenig cuts no place of 'kita': 0.01 % of ")
