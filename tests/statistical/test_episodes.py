"""Needs begin as often as stated, last as long, and come again to those who had them.

Each bound of four standard errors is missed by chance once in 16,000 times.
"""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import ADULT, CASE_STATES, PRIVATE
from simsocial.core.state import TOP
from simsocial.indicators.counts import DETECTED, FELT, REFUSED
from simsocial.model import SocialModel
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import People
from tests.unit.services.episodes import counselling, with_kinds

MONTHS, SIGMAS = 48, 4.0
AGAIN, PRONE = 3.0, 0.2
CLAIM = {
    "access": "entitlement", "patience_months": 0, "after_patience": "elsewhere", "cost": {"elsewhere_ratio": 1.0},
}  # fmt: skip
KINDS = {
    "advice": counselling(
        {"woman_ratio": 4.0, "woman_share": 0.5, "detected_share": 0.6, "refused_share": 0.25}, **CLAIM
    ),
    # Each lasts a month, so that it hardly keeps another from beginning.
    "again": counselling(
        {
            "again_ratio": AGAIN,
            "prone_share": PRONE,
            "detected_share": 1.0,
            "months_unserved": 1,
            "onset_per_1000": {18: 40},
        }
    ),
    "family": counselling(
        {"unit": "household", "onset_per_1000": {0: 60}, "detected_share": 1.0},
        eligibility={"who": ["with_minors"]},
    ),
}


class Lives:
    """What happened to the needs of 90,000 people in four years."""

    def __init__(self, region, catalogue):
        model = SocialModel(region, rng=7, spin_up=0, end="2027-12", **with_kinds(catalogue, **KINDS))
        self.codes = {name: model.catalogue.ids.index(name) for name in KINDS}
        self.begun = {name: np.zeros(3) for name in KINDS}
        self.exposed = dict.fromkeys((*KINDS, "men", "women"), 0.0)
        self.new = {"men": 0, "women": 0}
        self.held, self.ended = np.zeros(4), np.zeros(4)
        self.episodes, before = {}, {}
        for month in range(MONTHS):
            model.advance()
            now = self._cases(model)
            if month:
                self._note(model, before, now)
            before = now

    def _cases(self, model):
        cases, top = model.state.cases, int(model.state.counters[2, TOP])
        used = cases.person[:top] >= 0
        return {
            name: dict(
                zip(
                    model.state.persons.key[cases.person[:top][used & (cases.kind[:top] == code)]].tolist(),
                    zip(
                        cases.person[:top][used & (cases.kind[:top] == code)].tolist(),
                        cases.state[:top][used & (cases.kind[:top] == code)].tolist(),
                        strict=True,
                    ),
                    strict=True,
                )
            )
            for name, code in self.codes.items()
        }

    def _note(self, model, before, now):
        state, top = model.state, int(model.state.counters[0, TOP])
        persons = state.persons
        alive = persons.cohort[:top] > 0
        people = People(state, slice(0, top), model.month)
        adults, woman = alive & (people.age >= 18), people.is_woman
        keys = set(persons.key[:top][alive].tolist())
        for name, code in self.codes.items():
            self.begun[name] += model.counts.needs[code].sum(axis=(1, 2))
            old = before[name]
            new = [row for key, (row, _) in now[name].items() if key not in old]
            if name == "advice":
                self.new["women"] += int(woman[new].sum())
                self.new["men"] += int((~woman[new]).sum())
                for key, (_, way) in old.items():
                    if key in keys:
                        self.held[way] += 1
                        self.ended[way] += key not in now[name]
            if name == "again":
                for key in now[name]:
                    if key not in old:
                        self.episodes[key] = self.episodes.get(key, 0) + 1
        having = {name: np.isin(persons.key[:top], list(before[name])) for name in KINDS}
        for name in ("advice", "again"):
            self.exposed[name] += (adults & ~having[name]).sum()
        self.exposed["women"] += (adults & woman & ~having["advice"]).sum()
        self.exposed["men"] += (adults & ~woman & ~having["advice"]).sum()
        heads = alive & (persons.role[:top] == ADULT) & PREDICATES["with_minors"].of_people(people)
        homes = np.unique(persons.household[:top][heads])
        homes = homes[state.households.form[homes] == PRIVATE]
        self.exposed["family"] += len(homes) - len(now["family"])


@pytest.fixture(scope="module")
def lives(musterkreis, catalogue):
    return Lives(musterkreis, catalogue)


def within(found, expected, more=0.01):
    """Whether a count is what is expected, within its Poisson error and `more` for who comes and goes in a month."""
    return abs(found - expected) <= SIGMAS * np.sqrt(expected) + more * expected


@pytest.mark.parametrize(("name", "a_year"), [("advice", 0.12), ("family", 0.06)])
def test_needs_begin_as_often_as_stated(lives, name, a_year):
    """Also of two heads of a household, each half as often."""
    assert within(lives.begun[name][FELT], lives.exposed[name] * a_year / 12)


def test_some_become_known_and_some_claims_are_refused(lives):
    felt, detected, refused = lives.begun["advice"][[FELT, DETECTED, REFUSED]]
    assert within(detected, 0.6 * felt, 0)
    assert within(refused, 0.25 * detected, 0)
    assert sum(lives.new.values()) == pytest.approx(detected - refused, rel=0.02)


def test_of_whom_a_predicate_holds_needs_begin_more_often(lives):
    """Can fail: without the ratio of 4 it would be 1."""
    ratio = (lives.new["women"] / lives.exposed["women"]) / (lives.new["men"] / lives.exposed["men"])
    assert ratio == pytest.approx(4.0, rel=SIGMAS * np.sqrt(1 / lives.new["women"] + 1 / lives.new["men"]))


def test_needs_end_with_the_chance_of_the_state_they_are_in(lives):
    elsewhere = CASE_STATES.index("elsewhere")
    assert lives.held[elsewhere] > 20_000
    assert within(lives.ended[elsewhere], lives.held[elsewhere] / 6)


def test_who_had_a_need_has_another_more_often(lives):
    """Rates of the prone and the others differ so that pairs of episodes are as frequent as the ratio says."""
    episodes = np.array(list(lives.episodes.values()))
    people = lives.exposed["again"] / (MONTHS - 1)
    mean = episodes.sum() / people
    pairs = (episodes * (episodes - 1)).sum() / people
    assert pairs / mean**2 == pytest.approx(AGAIN, rel=0.15)
