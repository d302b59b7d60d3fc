"""What the manifest says of services, from which paths between them are read."""

from __future__ import annotations

from simsocial.experiment.services_entry import acts_on


def test_services_name_their_staff_and_what_they_can_change(catalogue):
    assert "educator" in catalogue["nursery"].qualifications
    assert "mothers_work" in acts_on(catalogue["nursery"])
    for kind in catalogue:
        assert set(acts_on(kind)) <= {one.target for one in kind.effects.values()}


def test_what_no_value_of_its_range_changes_is_left_out(catalogue):
    kind = catalogue["nursery"]
    factor = kind.effects["mothers_work"].factor.model_copy(update={"value": 1.0, "low": 1.0, "high": 1.0})
    off = {"mothers_work": kind.effects["mothers_work"].model_copy(update={"factor": factor})}
    assert acts_on(kind.model_copy(update={"effects": off})) == []
