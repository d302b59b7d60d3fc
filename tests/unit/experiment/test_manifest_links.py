"""What the manifest says of services, from which paths between them are read."""

from __future__ import annotations

from simsocial.experiment.manifest import _acts_on


def test_services_name_their_staff_and_what_they_can_change(catalogue):
    assert "educator" in catalogue["nursery"].qualifications
    assert "mothers_work" in _acts_on(catalogue["nursery"])
    assert _acts_on(catalogue["primary_school"]) == []
