"""What holds of people is kept from month to month, and is what asking everybody would tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.state import TOP
from simsocial.people.predicates import PREDICATES
from simsocial.people.traits import TRAITS, axis_of
from simsocial.people.turning_ages import MARKED
from simsocial.services.named import Named
from tests.unit.people.test_predicates import EXAMPLES

NAMES = (*PREDICATES, *EXAMPLES, *(trait.id for trait in TRAITS.values() if trait.levels))


def place_of(names):
    """Return a place among the bits for each name."""
    widths = [(len(axis_of(name).levels) - 1).bit_length() for name in names]
    return dict(zip(names, np.cumsum([0, *widths[:-1]]).tolist(), strict=True))


def differing(model, monkeypatch, place):
    """Return in how many months bits that were kept are others than bits asked anew, and how many people changed."""
    kept, months, changed = Named(place), [], 0
    real = type(model.services).update_demand

    def compared(self, month):
        nonlocal changed
        state = model.state
        before = kept._holds.copy()
        holds = kept.of(state, month).copy()
        alive = state.persons.cohort[: int(state.counters[0, TOP])] != EMPTY_COHORT
        fresh = Named(place).of(state, month)
        if (holds[alive] != fresh[alive]).any():
            months.append(month)
        both = min(len(before), len(holds))
        changed += int((before[:both] != holds[:both]).sum())
        real(self, month)

    monkeypatch.setattr(type(model.services), "update_demand", compared)
    model.run()
    return len(months), changed


def test_what_is_kept_is_what_everybody_would_say(small_model, monkeypatch):
    wrong, changed = differing(small_model(end="2025-09"), monkeypatch, place_of(NAMES))
    assert wrong == 0
    assert changed > 1_000


def test_who_marks_nobody_and_names_no_age_is_missed(small_model, monkeypatch):
    """The comparison above can fail."""
    untrue = replace(PREDICATES["age_6_9"], id="untrue", turns=MARKED)
    monkeypatch.setitem(PREDICATES._entries, "untrue", untrue)
    wrong, _ = differing(small_model(end="2024-12"), monkeypatch, place_of(["untrue"]))
    assert wrong > 5


def test_of_what_nothing_is_known_everybody_is_asked(small_model, monkeypatch):
    odd = replace(
        PREDICATES["woman"],
        id="odd",
        holds=lambda people: (people.state.persons.key[people.rows] + np.uint64(people.month)) % 2 == 1,
        turns=None,
    )
    monkeypatch.setitem(PREDICATES._entries, "odd", odd)
    assert differing(small_model(end="2024-06"), monkeypatch, place_of(["odd", "woman"]))[0] == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_packaged_ones_tell_when_they_turn(name):
    """Whoever does not is asked of everybody every month, which takes the time of many others."""
    assert axis_of(name).turns is not None
