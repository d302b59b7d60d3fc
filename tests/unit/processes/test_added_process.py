"""A screened process that a plugin adds moves no event of the package's own processes, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from simsocial.model.schedule import known_processes
from simsocial.services.parts import Effect
from tests.unit.processes.people import records
from tests.unit.processes.plugged import plugged


def test_nobody_dies_moves_or_is_born_otherwise_because_of_an_added_process(small_model):
    without = small_model(end="2024-12").run()
    with plugged("visits"):
        with_added = small_model(end="2024-12", check_every_month=True).run()
    added = next(p for p in with_added.schedule_of_month.processes if p.name == "visits")
    # About one in a hundred a month, and more of those who need care.
    assert 0.8 < len(added.seen) / (12 * 4800 * 0.016) < 1.5
    assert records(with_added) == records(without)
    for a, b in zip(with_added.counts.cubes(), without.counts.cubes(), strict=True):
        assert (a[1] == b[1]).all()


FACTOR = {"value": 2.0, "low": 1.5, "high": 2.5, "source": "own assumption", "year": 2025, "grade": "D"}


def test_services_may_change_the_hazard_of_an_added_process(small_model, catalogue):
    with pytest.raises(ValidationError, match=r"'visits' is no quantity a service can change\. .*mortality"):
        Effect(when="waiting", target="visits", factor=FACTOR)
    with plugged("visits"):
        effect = Effect(when="waiting", target="visits", factor=FACTOR)
        kind = catalogue["adult_day_care"]
        changed = kind.model_copy(update={"effects": {**kind.effects, "more_visits": effect}})
        own = type(catalogue)([changed if one.id == kind.id else one for one in catalogue])
        model = small_model(catalogue=own, parameters=None)
        model.advance()
        factors = model.hazard_factors("visits")
        assert factors[own.ids.index("adult_day_care")].tolist() == [2.0, 1.0, 1.0, 2.0, 2.0]
        assert (np.delete(factors, own.ids.index("adult_day_care"), axis=0) == 1.0).all()


def test_a_hazard_changed_in_place_is_refused(small_model):
    """Its values by cell are kept for as long as the table is the same object."""
    model = small_model(end="2024-12")
    model.advance()
    death = next(one for one in model.schedule_of_month.processes if one.name == "mortality")
    with pytest.raises(ValueError, match="read-only"):
        death.hazard(model.month)[...] = 0.0


def test_slots_of_a_process_without_a_word_on_them_are_those_of_its_own_model(
    small_model, values, monkeypatch
):
    """Not those of the model that was built first with the same values: slots are shared where a process says which."""
    with plugged("visits"):
        kind = known_processes()["visits"]
        first = small_model(parameters=values)
        real = kind.hazard
        monkeypatch.setattr(kind, "hazard", lambda self, month: 0.5 * real(self, month))
        second = small_model(parameters=values)

    def widths(model):
        screening = model.schedule_of_month.screening
        return screening._widths[screening._index["visits"]]

    # Among the oldest the hazards of others leave less room than either wants.
    young = np.s_[..., :60]
    assert np.allclose(widths(second)[young], 0.5 * widths(first)[young], rtol=1e-12)
