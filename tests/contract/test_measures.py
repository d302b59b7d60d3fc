"""What every registered kind of measure must keep; a new kind needs one example here."""

from __future__ import annotations

import inspect
import pickle
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsocial.core.calendar import month_index
from simsocial.core.errors import ScenarioError
from simsocial.measures import measure_kinds, read_measure, register_measure, registry
from simsocial.measures.base import Measure
from simsocial.measures.decision import Decision
from simsocial.measures.registry import example_of, measure_model
from simsocial.model import SocialModel
from simsocial.model.arguments import Horizon, plan_of
from simsocial.scenario import Scenario
from simsocial.shapes.legal_calendar import load_legal_calendar
from tests.unit.measures.recording import CATALOGUE, REGION, RecordingModel
from tests.unit.model.measures import MEASURES, measure
from tests.unit.model.same import assert_same_state, assert_same_tables

WHO = {
    "decided_by": "municipality",
    "lever": "plan",
    "needs_consent_of": ["kreis"],
    "department": "Jugendamt",
}
NEW = {"site": "neu", "site_kind": "kita", "place": "e_ort", "provider": "gemeinde", "licensed_places": 70}
EXAMPLES = {
    "open_site": {"start": "2027-08", "end": "2029-07", "ramp_months": 6, **NEW},
    "bus_line": {
        "start": "2027-08",
        "end": "2029-07",
        "where": {"place": ["e_ort", "g_ort"]},
        "minutes_less": 10,
        "running_cost_eur_per_year": 90000,
        "running_payers": {"kreis": 1.0},
    },
    "on_demand_bus": {
        "start": "2027-08",
        "where": {"area": "E"},
        "wait_minutes": 15,
        "detour_ratio": 1.3,
        "trips_per_year": 9000,
        "cost_per_trip_eur": 12,
        "running_payers": {"kreis": 1.0},
    },
    "fee_bands": {
        "start": "2027-08",
        "kinds": ["kindergarten"],
        "bands": [{"below": 0.8, "factor": 0.5}],
        "borne_by": "municipality",
    },
    "grant": {
        "start": "2027-08",
        "end": "2029-07",
        "service": "kindergarten",
        "payer": "land",
        "relieves": "municipality",
        "amount_eur_per_year": 100000,
    },
    "district_levy": {"start": "2027-08", "points": 1.5},
    "close_site": {"start": "2027-08", "site": "kita_1", "to": "kita_2"},
    "merge_sites": {"start": "2027-08", "sites": ["kita_1", "kita_3"], **NEW},
    "resize_site": {"start": "2027-08", "ramp_months": 6, "site": "kita_2", "licensed_places": 40},
    "phased_housing": {"place": "g_ort", "phases": {"2027-08": 40, "2029-08": 40}},
    "change_value": {
        "start": "2027-08",
        "end": "2029-07",
        "ramp_months": 6,
        "id": "services.kita.cost.per_fte_eur_per_year",
        "op": "multiply",
        "by": {"low": 1.1, "typical": 1.2, "high": 1.3},
        "where": {"area": "E"},
        "order": 1,
    },
    "no_change": {"start": "2027-08"},
    "convert_site": {"start": "2027-08", "from_site": "tagespflege_1", **NEW},
    "cooperation": {
        "start": "2027-08",
        "kinds": "kindergarten",
        "where": {"area": "E"},
        "fixed_factor": 0.8,
    },
    "cut": {
        "start": "2027-08",
        "end": "2029-07",
        "kinds": ["kindergarten", "debt_counselling"],
        "share": 0.25,
    },
    "extra_posts": {"start": "2027-08", "end": "2029-07", "site": "beratung_1", "posts_fte": 1.5},
    "co_funding": {"start": "2027-08", "kinds": ["youth_club"], "payer": "land", "share": 0.2},
    "lateral_entry": {"start": "2027-08", "qualification": "educator", "entrants_factor": 2},
    "opening_days": {"start": "2027-08", "kinds": ["adult_day_care"], "days_per_week": 6},
    "outreach": {"start": "2027-08", "kinds": ["family_counselling", "home_care"], "detected_factor": 1.2},
    "parental_fee": {"start": "2027-08", "kinds": ["kindergarten"], "fee_factor": 0},
    "prevention": {
        "start": "2027-08",
        "kinds": ["residential_child_care"],
        "onset_factor": {"low": 0.9, "typical": 0.95, "high": 1.0},
    },
    "recruitment": {"start": "2027-08", "qualification": "care_nurse", "moves_in_factor": 1.5},
    "reuse_of_vacancy": {"place": "e_ort", "phases": {"2027-08": 10}},
    "shuttle": {"start": "2027-08", "kinds": ["meeting_place"], "ease_factor": 1.5},
    "staff_above_minimum": {"start": "2027-08", "kinds": ["nursery", "kindergarten"], "share": 0.2},
    "staff_ratio": {"start": "2027-08", "kinds": ["nursery", "kindergarten"], "fte_factor": 1.2},
    "staff_retention": {"start": "2027-08", "qualification": "care_nurse", "turnover_factor": 0.8},
    "target_quota": {"start": "2027-08", "kinds": ["nursery"], "quota": 0.6},
    "training_places": {
        "start": "2027-08",
        "qualification": "educator",
        "graduates_factor": 1.2,
        "training_months": 0,
    },
}
PACKAGED = [kind for kind in measure_kinds() if measure_model(kind).__module__.startswith("simsocial.")]
FIRST, LAST = month_index("2027-01"), month_index("2031-12")


def example(kind):
    return read_measure("m", WHO | EXAMPLES[kind] | {"kind": kind})


def test_every_packaged_kind_has_an_example():
    assert sorted(EXAMPLES) == PACKAGED


@pytest.mark.parametrize("kind", PACKAGED)
def test_it_fits_the_region_and_says_who_decides_until_when(kind):
    measure = example(kind)
    measure.validate_against(REGION, CATALOGUE)
    assert measure.decided_by == "municipality"
    assert month_index(measure.latest_decision_month) <= measure.first_month


@pytest.mark.parametrize("kind", PACKAGED)
def test_it_acts_from_its_start_on(kind, values):
    """Before it the engine does not ask it; nothing may come late either."""
    acts = RecordingModel().live(example(kind), FIRST, LAST)
    changes = example(kind).modifiers(values.register(*example(kind).parameters()), CATALOGUE)
    first = min([*acts, *(change.start for change in changes)], default=None)
    assert first == (None if kind == "no_change" else month_index("2027-08"))


@pytest.mark.parametrize("kind", PACKAGED)
def test_it_keeps_no_state_so_that_a_continued_run_does_the_same(kind):
    """One object that has lived already, in part or wholly, does the same as a new one."""
    lived = example(kind)
    whole = RecordingModel().live(lived, FIRST, LAST)
    middle = month_index("2028-06")
    late = RecordingModel().live(lived, middle + 1, LAST)
    early = RecordingModel().live(example(kind), FIRST, middle)
    assert early | late == whole == RecordingModel().live(example(kind), FIRST, LAST)


@pytest.mark.parametrize("kind", MEASURES)
def test_one_object_serves_all_replicates(kind, small_model, catalogue, values):
    """What runs have done with it changes neither the object nor what the next run does."""
    scenario = Scenario.from_config("test", {"measures": measure(kind)})
    runs = [
        SocialModel(
            small_model().region, one, 1, parameters=values, catalogue=catalogue, spin_up=0, end="2025-06"
        )
        for one in (scenario, scenario, Scenario.from_config("test", {"measures": measure(kind)}))
    ]
    for run in runs:
        run.run()
    for other in runs[1:]:
        assert_same_state(runs[0], other)
        assert_same_tables(runs[0], other)
    assert scenario == Scenario.from_config("test", {"measures": measure(kind)})


@pytest.mark.parametrize("kind", PACKAGED)
def test_it_survives_a_journey_to_a_worker_and_through_the_manifest(kind):
    """Not only does the copy look alike: it does the same."""
    lived = example(kind)
    acts = RecordingModel().live(lived, FIRST, LAST)
    for copy in (pickle.loads(pickle.dumps(lived)), read_measure("m", lived.model_dump(mode="json"))):
        assert copy == lived
        assert RecordingModel().live(copy, FIRST, LAST) == acts


@pytest.mark.parametrize("kind", PACKAGED)
def test_an_unknown_key_is_an_error_with_the_nearest(kind):
    with pytest.raises(ScenarioError, match="Did you mean 'lead_months'"):
        read_measure("m", WHO | EXAMPLES[kind] | {"kind": kind, "lead_month": 3})


@pytest.mark.parametrize("kind", PACKAGED)
def test_it_is_documented_with_its_keys(kind):
    model = measure_model(kind)
    text = "\n".join(inspect.cleandoc(base.__doc__) for base in model.__mro__ if issubclass(base, Decision))
    documented = [
        name for line in re.findall(r"^([a-z_, ]+) : ", text, re.MULTILINE) for name in line.split(", ")
    ]
    assert set(documented) == set(model.model_fields)


@pytest.mark.parametrize("kind", PACKAGED)
def test_its_example_fits_the_musterkreis_and_acts(kind, all_kinds, values, musterkreis):
    """What `simsocial list measures` shows can be copied into a scenario: it fits, and its values can be changed so."""
    measures = example_of(measure_model(kind))
    assert [entry["kind"] for entry in measures.values()] == [kind]
    scenario = Scenario.from_config("example", {"measures": measures})
    scenario.validate_against(musterkreis, all_kinds, first_month=FIRST)
    (shown,) = scenario.measures.values()
    laws = load_legal_calendar()
    known = values.register(*scenario.parameters(), *laws.parameters())
    # A plan refuses a change of what is no registered value, of nothing, or beyond what makes sense.
    plan_of([shown], known, all_kinds, Horizon(FIRST - 1, FIRST, LAST), laws)
    acts = (
        shown.modifiers(known, all_kinds)
        or shown.site_changes(musterkreis, all_kinds)
        or hasattr(shown, "phases")
        or hasattr(shown, "posts_fte")
        or kind in ("grant", "district_levy", "fee_bands")
    )
    assert bool(acts) == (kind != "no_change")


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(PACKAGED), data=st.data())
def test_whatever_is_written_is_a_measure_or_a_clear_error(kind, data):
    entry = {"kind": kind} | WHO | EXAMPLES[kind]
    junk = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-9, 9),
        st.floats(),
        st.text(max_size=9),
        st.lists(st.text(max_size=3)),
        st.dictionaries(st.text(max_size=7), st.integers(), max_size=2),
    )
    for key in data.draw(st.lists(st.sampled_from(sorted(entry)), min_size=1, max_size=3)):
        entry[key] = data.draw(junk)
    try:
        scenario = Scenario.from_config("x", {"measures": {"m": entry}})
        scenario.validate_against(REGION, CATALOGUE, first_month=FIRST)
    except ScenarioError as caught:
        assert "measures.m" in str(caught)


def test_a_new_kind_is_one_class(monkeypatch):
    monkeypatch.setattr(registry, "_KINDS", dict(registry._KINDS))

    @register_measure("test_loudspeaker")
    class Loudspeaker(Measure):
        """Say something once."""

        words: str

        def begin(self, model, month):
            model.finance.say(self.words, month)

    measure = read_measure("m", WHO | {"kind": "test_loudspeaker", "start": "2027-08", "words": "hallo"})
    month = month_index("2027-08")
    assert RecordingModel().live(measure, FIRST, LAST) == {month: [("finance", "say", "hallo", month)]}


def test_two_classes_cannot_share_a_kind():
    class Other(Measure):
        """Another one."""

    with pytest.raises(ScenarioError, match="registered twice"):
        register_measure("no_change")(Other)
