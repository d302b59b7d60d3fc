"""A snapshot of the base population, as a hindcast without spin-up starts from."""

from __future__ import annotations

from simsocial.model import SocialModel


def test_going_on_from_the_base_population_staffs_the_sites() -> None:
    """Without spin-up the first allocation still comes, so that sites get staff and children a place."""
    through = SocialModel("musterkreis", rng=3, spin_up=0, end="2024-02")
    again = SocialModel(through.region, rng=3, spin_up=0, end="2024-02", snapshot=through.snapshot())
    through.run()
    again.run()
    assert again.recorder.latest("kita_served") > 0
    assert again.recorder.frame().equals(through.recorder.frame())
