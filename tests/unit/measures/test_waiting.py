"""What a measure with a trigger may say, and what is refused before anything is simulated."""

from __future__ import annotations

import pytest

from simsocial.core.calendar import month_index, month_label
from simsocial.core.errors import ScenarioError
from simsocial.measures import read_measure
from simsocial.scenario import Scenario

HOME = {
    "kind": "close_site", "decided_by": "provider", "lever": "own_act", "site": "kita_e1",
    "trigger": {"indicator": "births", "area": "E", "below": 5, "months": 6},
}  # fmt: skip
MORE_PAY = {
    "kind": "staff_retention", "decided_by": "provider", "lever": "own_act", "qualification": "educator",
    "turnover_factor": 0.8, "trigger": {"indicator": "births", "below": 5, "hysteresis": 1},
}  # fmt: skip


def waiting(entry=HOME, trigger=None, **changes):
    return entry | changes | {"trigger": entry["trigger"] | (trigger or {})}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (waiting(trigger={"above": 7}), "trigger: needs below or above"),
        (waiting(trigger={"below": None}), "trigger: needs below or above"),
        (waiting(trigger={"site": "kita_e1"}), "trigger: needs indicator or site"),
        (waiting(trigger={"site": "kita_e1", "indicator": None}), "area: belongs to an indicator"),
        (waiting(trigger={"month": 6}), "Did you mean 'months'"),
        (waiting(lever="none"), "nobody here decides an event"),
        (waiting(trigger={"hysteresis": 3}), "a closed house does not open again"),
        ({key: value for key, value in HOME.items() if key != "trigger"}, "start: is missing"),
        (
            {"kind": "reuse_of_vacancy", "decided_by": "municipality", "lever": "plan", "place": "e_ort",
             "phases": {"2027-08": 9}, "trigger": {"indicator": "births", "below": 9}},
            "has dates of its own",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(entry, told):
    with pytest.raises(ScenarioError) as caught:
        read_measure("m", entry)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("trigger", "told"),
    [
        ({"indicator": "birth"}, "'birth' is unknown. Did you mean 'births'?"),
        ({"area": "Z"}, "'Z' is no area"),
        ({"indicator": "social_support"}, "counted once a year, at its key date"),
        ({"indicator": None, "area": None, "site": "kita_e9"}, "'kita_e9' is no site"),
    ],
)
def test_what_nobody_counts_each_month_is_refused(trigger, told, musterkreis, catalogue):
    scenario = Scenario.from_config("x", {"measures": {"m": waiting(trigger=trigger)}})
    with pytest.raises(ScenarioError, match=r"measures\.m\.trigger") as caught:
        scenario.validate_against(
            musterkreis, catalogue, indicators=["births", "social_support"], yearly=["social_support"]
        )
    assert told in str(caught.value)


def test_the_earliest_month_is_known_beforehand(musterkreis, catalogue):
    begin = month_index("2027-01")
    for changes, earliest in (
        ({}, "2028-07"),  # six months are seen, the usual lead of twelve follows
        ({"lead_months": 3}, "2027-10"),
        ({"start": "2027-03"}, "2028-07"),
        ({"start": "2029-08"}, "2029-08"),
    ):
        measure = read_measure("m", waiting(**changes))
        assert month_label(measure.at_earliest(begin).first_month) == earliest
        assert measure.latest_decision_month is None
    late = waiting(MORE_PAY, end="2027-02")
    scenario = Scenario.from_config("x", {"measures": {"m": late}})
    with pytest.raises(ScenarioError, match=r"m\.end: 2027-02 lies before"):
        scenario.validate_against(musterkreis, catalogue, first_month=begin)
