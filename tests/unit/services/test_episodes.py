"""Needs begin and end for those alone whom they concern, and whatever changes one kind moves nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.errors import ConfigError
from simsocial.core.state import TOP
from simsocial.indicators.counts import DETECTED, FELT
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import People
from simsocial.services.catalogue import load_catalogue
from tests.unit.model.measures import WHO
from tests.unit.services.episodes import counselling, with_kinds

KINDS = {
    "advice": counselling(),
    "help": counselling({"unit": "household", "detected_share": 1.0}),
}
NO_CHANCE = {"value": 1e9, "grade": "C", "source": "-", "year": 2025}


def change(name, by, start="2024-06"):
    """Return a measure that multiplies a value."""
    return {"m": WHO | {"kind": "change_value", "start": start, "id": name, "op": "multiply", "by": by}}


def of_kind(model, kind):
    """Return the rows of those who have a case of a kind."""
    cases, top = model.state.cases, int(model.state.counters[2, TOP])
    own = (cases.person[:top] >= 0) & (cases.kind[:top] == model.catalogue.ids.index(kind))
    return cases.person[:top][own]


def keys_of(model, kind):
    """Return the keys of those who have a case of a kind."""
    return set(model.state.persons.key[of_kind(model, kind)].tolist())


def lives(model):
    """Return where everybody lives, with care grade, by key."""
    persons, top = model.state.persons, int(model.state.counters[0, TOP])
    alive = np.flatnonzero(persons.cohort[:top] > 0)
    columns = (persons.key, persons.place, persons.care_grade, persons.role)
    return set(zip(*(column[alive].tolist() for column in columns), strict=True))


def months(model):
    """Yield the model after each month."""
    while model.running:
        model.step()
        yield model


def test_a_further_kind_moves_nobodys_life(small_model, catalogue):
    without = small_model().run()
    assert lives(without) == lives(small_model(**with_kinds(catalogue, **KINDS)).run())


@pytest.mark.parametrize("by", [0.4, 1.1, 4.0])
def test_another_rate_adds_needs_or_takes_them_and_moves_no_others(small_model, catalogue, by):
    """Within the most that a rate can be, and beyond it. Needs that begin in the month are compared."""
    kinds = with_kinds(catalogue, **KINDS)
    scenario = change("services.advice.need.onset_per_1000", by)
    code = kinds["catalogue"].ids.index("advice")
    other, total = kinds["catalogue"].ids.index("help"), np.zeros(2)
    for usual, changed in zip(
        months(small_model(**kinds)), months(small_model(scenario, **kinds)), strict=True
    ):
        begun = np.array([model.counts.needs[code, FELT].sum() for model in (usual, changed)])
        if usual.month_label < "2024-06":
            assert begun[0] == begun[1]
            assert keys_of(usual, "advice") == keys_of(changed, "advice")
        else:
            total += begun
        if usual.month_label == "2024-06":
            more, fewer = (changed, usual) if by > 1 else (usual, changed)
            assert keys_of(more, "advice") > keys_of(fewer, "advice")
        assert (usual.counts.needs[other] == changed.counts.needs[other]).all()
        assert keys_of(usual, "help") == keys_of(changed, "help")
        assert lives(usual) == lives(changed)
    assert total[1] / total[0] == pytest.approx(by, rel=0.25)


def test_a_need_lasts_while_the_kind_is_open_to_the_person(small_model, catalogue):
    alone = counselling(
        {"months_unserved": NO_CHANCE, "detected_share": 1.0}, eligibility={"who": ["not with_partner"]}
    )
    model = small_model(**with_kinds(catalogue, advice=alone), end="2025-12")
    before, ended = set(), 0
    for _ in months(model):
        rows = of_kind(model, "advice")
        partner = PREDICATES["with_partner"].of_people(People(model.state, rows, model.month))
        # Who found a partner was reviewed before the month's allocation.
        assert not partner.any()
        keys = set(model.state.persons.key[rows].tolist())
        persons, top = model.state.persons, int(model.state.counters[0, TOP])
        here = set(persons.key[:top][persons.cohort[:top] > 0].tolist())
        gone = (before - keys) & here
        ended += len(gone)
        paired = set(persons.key[:top][persons.partner[:top] >= 0].tolist())
        assert gone <= paired
        before = keys
    assert ended > 0


def test_in_a_household_one_need_begins_and_a_head_carries_it(small_model, catalogue):
    often = counselling({"unit": "household", "onset_per_1000": {18: 9000}, "detected_share": 1.0})
    model = small_model(**with_kinds(catalogue, help=often), end="2024-01").run()
    rows = of_kind(model, "help")
    assert len(rows) > 500
    assert len(np.unique(model.state.persons.household[rows])) == len(rows)
    assert PREDICATES["household_head"].of_people(People(model.state, rows, model.month)).all()


def test_some_needs_go_on_at_the_start(small_model, catalogue):
    model = small_model(**with_kinds(catalogue, **KINDS), end="2024-01").run()
    adults = model.counts.population[:, :, 18:].sum()
    among = 0.12 * 0.5 * 6 / 12
    assert len(of_kind(model, "advice")) == pytest.approx(adults * among / (1 + among), rel=0.2)


def test_waiting_for_one_kind_can_make_another_need_more_frequent(small_model, catalogue):
    def begun(factor):
        effect = {"when": "waiting", "target": "onset.help", "factor": factor}
        kinds = KINDS | {
            "advice": counselling({"onset_per_1000": {18: 3000}}, effects={"later": effect}),
        }
        total = 0
        for model in months(small_model(**with_kinds(catalogue, **kinds), end="2024-12")):
            total += model.counts.needs[model.catalogue.ids.index("help"), FELT].sum()
        return total

    assert begun(1.0) < begun(3.0)


def test_where_a_site_opens_more_needs_become_known_and_no_more_are_felt(small_model, catalogue):
    far = {"distance": {"decay_minutes": 10, "maximum_minutes": 60}}
    kinds = with_kinds(catalogue, advice=counselling({"demand_ratio": 2.0}, **far))
    site = {
        "site": "rat_a",
        "site_kind": "advice",
        "place": "a_stadt",
        "provider": "verein",
        "licensed_places": 9,
    }
    opened = {"m": WHO | site | {"kind": "open_site", "start": "2024-06"}}
    code, known = kinds["catalogue"].ids.index("advice"), np.zeros(2)
    for usual, near in zip(months(small_model(**kinds)), months(small_model(opened, **kinds)), strict=True):
        assert (usual.counts.needs[code, FELT] == near.counts.needs[code, FELT]).all()
        known += [model.counts.needs[code, DETECTED].sum() for model in (usual, near)]
    assert known[0] == 0
    assert known[1] > 10


def test_going_on_from_a_snapshot_is_going_on(small_model, catalogue):
    kinds = with_kinds(catalogue, **KINDS)
    through = small_model(**kinds, end="2025-06").run()
    half = small_model(**kinds, start="2024-07", end="2025-06", spin_up=0)
    half.spin_up()
    rest = small_model(**kinds, start="2024-07", end="2025-06", snapshot=half.snapshot()).run()
    assert keys_of(through, "advice") == keys_of(rest, "advice")
    assert keys_of(through, "help") == keys_of(rest, "help")


def test_indicators_tell_felt_from_known_needs(small_model, catalogue):
    model = small_model(**with_kinds(catalogue, **KINDS), end="2024-12").run()
    values = model.recorder.monthly()
    felt, known = sum(values["advice_felt_need"]), sum(values["advice_detected_need"])
    assert 0.35 < known / felt < 0.65
    assert "help_felt_need" in values
    assert "advice_refused" not in values
    assert "home_care_felt_need" not in values
    frame = model.recorder.frame()
    year = frame[
        (frame.indicator == "advice_felt_need") & (frame.period_kind == "year") & (frame.area == "region")
    ]
    assert felt in year.value.tolist()


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"take_up": {"by": "age", "table": {0: 0.1}}}, "give either take_up or need, not both"),
        ({"residential": True}, "Valid: take_up"),
        ({"need": counselling()["need"] | {"way": "episode"}}, "episodes"),
        ({"need": counselling()["need"] | {"again_ratio": 3}}, "give both again_ratio and prone_share"),
        ({"need": counselling()["need"] | {"again_ratio": 6, "prone_share": 0.2}}, "times prone_share at most 1"),
        ({"need": counselling()["need"] | {"onset_per_1000": {-1: 2}}}, "ages of 0 to 100"),
        ({"need": counselling()["need"] | {"womn_ratio": 2, "womn_share": 0.5}}, "Did you mean 'woman'"),
        ({"need": counselling()["need"] | {"detected": 2}}, "Did you mean 'detected_share'"),
    ],
)  # fmt: skip
def test_faulty_needs_say_what_is_valid(entry, told):
    with pytest.raises(ConfigError, match=told):
        load_catalogue({"advice": counselling(**entry)})


def test_effects_name_needs_that_begin():
    effect = {"when": "waiting", "target": "onset.homecare", "factor": 2.0}
    kinds = {"advice": counselling(), "help": counselling(effects={"later": effect})}
    with pytest.raises(
        ConfigError, match=r"'homecare' is no service kind with needs that begin .* advice, help"
    ):
        load_catalogue(kinds)
